package dev.pulse.domain.verdict;

import dev.pulse.domain.account.Account;

/**
 * The verdict on a document that a node signed and a person waits for: freshness, then the signature (design section 9).
 * Immutable; as safe for several threads as its verifier.
 */
public final class DocumentJudge {
    private final SignatureVerifier verifier;

    /**
     * @param verifier what computes the signature's equation
     */
    public DocumentJudge(SignatureVerifier verifier) {
        this.verifier = verifier;
    }

    /**
     * Judges a document.
     *
     * @param account who is to have signed it
     * @param timestamp when, unix seconds by the signer's clock
     * @param canonical the canonical payload, UTF-8
     * @param signature 64 bytes
     * @param receivedAtMs the receiver's clock when it came, unix milliseconds
     * @return accepted, binding nothing, or rejected for {@link Rejection#SKEW} or {@link Rejection#SIGNATURE}
     */
    public Verdict judge(Account account, long timestamp, byte[] canonical, byte[] signature, long receivedAtMs) {
        var stale = Freshness.check(timestamp, receivedAtMs);
        if (stale.isPresent()) {
            return stale.get();
        }
        if (!verifier.verify(account.key(), Sha256.hash(canonical), signature)) {
            return new Verdict.Rejected(
                    Rejection.SIGNATURE,
                    "The signature does not hold for the SHA-256 of the canonical payload under account " + account
                            + ".");
        }
        return new Verdict.Accepted(false);
    }
}
