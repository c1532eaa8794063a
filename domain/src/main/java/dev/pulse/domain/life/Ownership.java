package dev.pulse.domain.life;

import dev.pulse.domain.account.Account;

/**
 * Whose a node is.
 *
 * @param farmer the farmer's account
 * @param farmId the farm that it is in
 * @param identity the node's account when it was paired
 * @param signedAt the timestamp that the node signed, unix seconds; 0 where the ledger alone says so
 * @param proof the node's signed pairing, or null where the ledger alone says so
 */
public record Ownership(Account farmer, String farmId, Account identity, long signedAt, Proof proof) {
    /**
     * A signed document.
     *
     * @param payload its canonical form
     * @param signature over the SHA-256 of that, standard base64
     */
    public record Proof(String payload, String signature) {}

    /** Whether the other says the same farmer and farm. */
    boolean sameFarm(Ownership other) {
        return farmer.equals(other.farmer) && farmId.equals(other.farmId);
    }
}
