package dev.pulse.marketplace.index.node;

import dev.pulse.domain.account.Account;
import dev.pulse.schemas.HoldRecord;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.OfferRecord;
import dev.pulse.schemas.OwnerRecord;
import dev.pulse.schemas.WindowRecord;
import java.util.List;

/**
 * Whose a node is, and what it is offered for.
 *
 * @param farmer the farmer's account, 64 hex digits
 * @param farmId the farm
 * @param offer what it is offered for; null where it is not
 * @param held slices that renters hold
 * @param reservations how many times slices are held
 * @param renters the accounts that hold slices, each once, in order
 * @param maintenance the window that is open, or the next one, or null
 */
public record Terms(
        String farmer,
        String farmId,
        Offering offer,
        long held,
        int reservations,
        List<String> renters,
        Span maintenance) {
    /**
     * An offer.
     *
     * @param listingId its name on the ledger
     * @param pricePerHour whole SPORE for a slice and hour, unsigned
     * @param template the pricing template that it follows, or null
     * @param slices how many are offered
     */
    public record Offering(String listingId, long pricePerHour, String template, int slices) {}

    /**
     * A maintenance window, unix seconds.
     *
     * @param from when it begins
     * @param until when it ends
     */
    public record Span(long from, long until) {
        private static Span of(WindowRecord window) {
            return window == null
                    ? null
                    : new Span(
                            window.getFrom().getEpochSecond(), window.getUntil().getEpochSecond());
        }
    }

    /** Slices on offer that nobody holds. */
    public int free() {
        return offer == null ? 0 : (int) Math.max(0, offer.slices() - held);
    }

    /** Null for a node that nobody paired. */
    static Terms of(NodeState state) {
        OwnerRecord owner = state.getOwner();
        if (owner == null || !Account.isImplicit(owner.getFarmer())) {
            return null;
        }
        OfferRecord offer = state.getOffer();
        return new Terms(
                owner.getFarmer(),
                owner.getFarmId(),
                offer == null
                        ? null
                        : new Offering(
                                offer.getListingId(), offer.getPricePerHour(), offer.getTemplate(), offer.getSlices()),
                held(state.getHolds()),
                state.getHolds().size(),
                renters(state.getHolds()),
                Span.of(state.getMaintenance()));
    }

    // Most nodes have no holds, and a stream of nothing costs as much as all the rest of this.
    private static long held(List<HoldRecord> holds) {
        return holds.isEmpty()
                ? 0
                : holds.stream().mapToLong(HoldRecord::getSlices).sum();
    }

    private static List<String> renters(List<HoldRecord> holds) {
        return holds.isEmpty()
                ? List.of()
                : holds.stream().map(HoldRecord::getRenter).distinct().sorted().toList();
    }
}
