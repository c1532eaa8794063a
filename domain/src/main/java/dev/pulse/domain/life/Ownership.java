package dev.pulse.domain.life;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.json.JsonDocument;
import dev.pulse.domain.json.JsonDocument.Kind;
import java.nio.charset.StandardCharsets;

/**
 * Whose a node is.
 *
 * @param farmer the farmer's account
 * @param farmId the farm that it is in
 * @param identity the node's account: the one that it was paired under, or that took its place since
 * @param signedAt the timestamp that the node signed, unix seconds; 0 where the ledger alone says so
 * @param proof the node's signed pairing, or null where the ledger alone says so. After a rotation it says still what the
 *     old account said
 */
public record Ownership(Account farmer, String farmId, Account identity, long signedAt, Proof proof) {
    /**
     * A signed document.
     *
     * @param payload its canonical form
     * @param signature over the SHA-256 of that, standard base64
     */
    public record Proof(String payload, String signature) {
        private static final String ACCOUNT = "node_account";

        /** Whether it speaks of this account as the node's. Says nothing about the signature. */
        public boolean isOf(Account account) {
            byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
            if (!(JsonDocument.parse(bytes) instanceof JsonDocument document)) {
                return false;
            }
            int named = document.find(document.root(), ACCOUNT);
            return named != JsonDocument.NONE
                    && document.kind(named) == Kind.STRING
                    && document.text(named).equals(account.hex());
        }
    }

    /** Whether there is a signed pairing, and of the identity that the node has now. */
    public boolean proved() {
        return proof != null && proof.isOf(identity);
    }

    /** The same node's, under another account. */
    Ownership under(Account other) {
        return new Ownership(farmer, farmId, other, signedAt, proof);
    }

    /** Whether the other says the same farmer and farm. */
    boolean sameFarm(Ownership other) {
        return farmer.equals(other.farmer) && farmId.equals(other.farmId);
    }
}
