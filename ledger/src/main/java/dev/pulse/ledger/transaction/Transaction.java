package dev.pulse.ledger.transaction;

import dev.pulse.domain.account.Account;
import java.util.List;

/**
 * What an account wants done, before it is signed (NEAR's {@code TransactionV0}).
 *
 * @param signer the account that wants it
 * @param key the key of that account which signs
 * @param nonce greater than the last one of that key
 * @param receiver whose state changes
 * @param blockHash 32 bytes of a block that is not too old: without it a transaction would be good for ever
 * @param actions the steps; all are done, or none
 */
public record Transaction(
        String signer, Account key, long nonce, String receiver, byte[] blockHash, List<Action> actions) {
    /** Length of a block's hash in bytes. */
    public static final int HASH_LENGTH = 32;

    /**
     * Keeps a copy of the actions.
     *
     * @throws IllegalArgumentException when the hash has another length
     */
    public Transaction {
        if (blockHash.length != HASH_LENGTH) {
            throw new IllegalArgumentException("a block hash has 32 bytes, not " + blockHash.length);
        }
        actions = List.copyOf(actions);
    }
}
