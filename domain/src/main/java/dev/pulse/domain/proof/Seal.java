package dev.pulse.domain.proof;

import dev.pulse.domain.account.Account;

/**
 * What became of checking one signed document.
 *
 * @param paper which
 * @param word what it says; null where it can't be read
 * @param signer whose signature holds; null where nobody's does
 * @param detail one sentence for a person
 */
public record Seal(Paper paper, Word word, Account signer, String detail) {
    /** Whether it is signed by somebody whose word on it counts. */
    public boolean holds() {
        return signer != null;
    }
}
