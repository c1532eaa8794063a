package dev.pulse.marketplace.index;

import dev.pulse.domain.account.Account;
import dev.pulse.schemas.HoldRecord;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.OfferRecord;
import dev.pulse.schemas.OwnerRecord;
import dev.pulse.schemas.WindowRecord;

/**
 * Whose a node is, and what it is offered for.
 *
 * @param farmer the farmer's account, 64 hex digits
 * @param farmId the farm
 * @param listingId the offer on the ledger, or null where there is none; then the four after it are null or 0
 * @param pricePerHour whole SPORE for a slice and hour, unsigned
 * @param template the pricing template that it follows, or null
 * @param slices how many are offered
 * @param free how many of them nobody holds
 * @param reservations how many renters hold slices
 * @param maintenance the window that is open, or the next one, or null
 */
public record Terms(
        String farmer,
        String farmId,
        String listingId,
        long pricePerHour,
        String template,
        int slices,
        int free,
        int reservations,
        WindowRecord maintenance) {
    /** Null for a node that nobody paired. */
    static Terms of(NodeState state) {
        OwnerRecord owner = state.getOwner();
        if (owner == null || !Account.isImplicit(owner.getFarmer())) {
            return null;
        }
        OfferRecord offer = state.getOffer();
        long held = state.getHolds().stream().mapToLong(HoldRecord::getSlices).sum();
        return new Terms(
                owner.getFarmer(),
                owner.getFarmId(),
                offer == null ? null : offer.getListingId(),
                offer == null ? 0 : offer.getPricePerHour(),
                offer == null ? null : offer.getTemplate(),
                offer == null ? 0 : offer.getSlices(),
                offer == null ? 0 : (int) Math.max(0, offer.getSlices() - held),
                state.getHolds().size(),
                state.getMaintenance());
    }
}
