package dev.pulse.ledger.contract;

import dev.pulse.domain.account.Account;

/**
 * An offer of a node's slices.
 *
 * @param listingId its name on the ledger
 * @param nodeId the node
 * @param identity what the node signed with when it was offered
 * @param farmId the farm it was in
 * @param farmer who earns
 * @param operator who made it: an account of either kind
 * @param pricePerHour whole SPORE for a slice and hour, unsigned
 * @param slices how many
 * @param template the pricing template that its price follows, or null
 * @param createdAt unix milliseconds of the block
 * @param open whether it still stands
 * @param proof the node's signed pairing, or its farmer's word
 */
public record Listing(
        String listingId,
        String nodeId,
        Account identity,
        String farmId,
        Account farmer,
        String operator,
        long pricePerHour,
        int slices,
        String template,
        long createdAt,
        boolean open,
        Proof proof) {
    /**
     * A signed document.
     *
     * @param payload its canonical form
     * @param signature over the SHA-256 of that, standard base64
     */
    public record Proof(String payload, String signature) {}
}
