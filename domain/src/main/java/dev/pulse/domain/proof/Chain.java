package dev.pulse.domain.proof;

import dev.pulse.domain.account.Account;
import java.util.List;

/**
 * What there is of a node, link by link. A link that is not there is null. All of it is as somebody showed it: whether it
 * fits together, {@link ChainRule} says; whether the ledger said so, the ledger.
 *
 * @param nodeId the node that was asked for
 * @param heartbeat its last accepted heartbeat
 * @param pairing the signed word on whose it is
 * @param registration the ledger's entry of it
 * @param listing its open offer on the ledger
 * @param reservations those that hold slices of the offer; null where they are not known
 */
public record Chain(
        String nodeId,
        Signed heartbeat,
        Signed pairing,
        Registration registration,
        Listing listing,
        List<Reservation> reservations) {
    public Chain {
        reservations = reservations == null ? null : List.copyOf(reservations);
    }

    /**
     * The ledger's entry of a node.
     *
     * @param nodeId the node
     * @param identity the account that it signs with
     * @param farmId the farm that it is in
     * @param owner the farm's owner
     * @param rotations how often the identity was changed
     */
    public record Registration(String nodeId, Account identity, String farmId, Account owner, int rotations) {}

    /**
     * An offer.
     *
     * @param listingId its name on the ledger
     * @param nodeId the node
     * @param identity what the node signed with when it was offered
     * @param farmId the farm that it was in
     * @param farmer who earns
     * @param operator who made the offer
     * @param slices how many are offered
     * @param pricePerHour whole SPORE for a slice and hour, unsigned
     * @param open whether it stands
     * @param proof the signed pairing that it was made with
     */
    public record Listing(
            String listingId,
            String nodeId,
            Account identity,
            String farmId,
            Account farmer,
            String operator,
            int slices,
            long pricePerHour,
            boolean open,
            Signed proof) {}

    /**
     * Rented slices.
     *
     * @param reservationId its name on the ledger
     * @param listingId the offer
     * @param nodeId the node
     * @param farmer who earns
     * @param renter who pays
     * @param slices how many
     * @param open whether it holds them
     */
    public record Reservation(
            String reservationId,
            String listingId,
            String nodeId,
            Account farmer,
            Account renter,
            int slices,
            boolean open) {}
}
