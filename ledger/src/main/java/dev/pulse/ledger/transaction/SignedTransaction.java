package dev.pulse.ledger.transaction;

import dev.pulse.domain.account.Base58;
import java.util.Base64;

/**
 * A transaction with its signature. The same bytes sent twice are done once, since the nonce is used up.
 *
 * @param transaction what was signed
 * @param hash SHA-256 of the transaction's bytes, 32 bytes: what was signed, and the transaction's name
 * @param signature 64 bytes
 * @param bytes the whole, as it goes over the wire
 */
public record SignedTransaction(Transaction transaction, byte[] hash, byte[] signature, byte[] bytes) {
    /** The name of the transaction on the ledger: its hash in base58. */
    public String id() {
        return Base58.encode(hash);
    }

    /** The bytes in standard base64, as JSON-RPC carries them. */
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
