package dev.pulse.lifecycle.query;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.pulse.domain.life.Hold;
import dev.pulse.domain.life.NodeLife;
import dev.pulse.domain.life.Offer;
import dev.pulse.domain.life.Ownership;
import dev.pulse.domain.life.Ownership.Proof;
import dev.pulse.domain.life.Window;
import java.util.List;

/**
 * What is known of a node's life. Times are unix seconds; the parts of a maintenance window, of an offer and of a hold that
 * are compared with the ledger's are unix milliseconds, and say so.
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record LifeView(OwnerView owner, OfferView offer, List<HoldView> holds, WindowView maintenance) {
    /** Whose it is, with the node's own word for it where there is one. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record OwnerView(
            String farmer, String farmId, String identity, long signedAt, String payload, String signature) {}

    /** What it is offered for. The price is a text of digits, since JSON's numbers end before 2^64. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record OfferView(
            String listingId,
            String operator,
            String pricePerHour,
            int slices,
            long freeSlices,
            String template,
            long publishedAtMs) {}

    /** Slices that are held. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record HoldView(
            String requestId, String reservationId, String renter, int slices, int hours, long fromMs, long untilMs) {}

    /** A maintenance window. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record WindowView(long fromMs, long untilMs) {}

    /** Null for a node that nobody paired. */
    static LifeView of(NodeLife life) {
        if (life == null || life.ownership() == null) {
            return null;
        }
        return new LifeView(
                owner(life.ownership()),
                life.offer() == null ? null : offer(life.offer(), life.freeSlices()),
                life.holds().stream().map(LifeView::hold).toList(),
                window(life.window()));
    }

    private static OwnerView owner(Ownership owner) {
        Proof proof = owner.proof();
        return new OwnerView(
                owner.farmer().hex(),
                owner.farmId(),
                owner.identity().hex(),
                owner.signedAt(),
                proof == null ? null : proof.payload(),
                proof == null ? null : proof.signature());
    }

    private static OfferView offer(Offer offer, long free) {
        return new OfferView(
                offer.listingId(),
                offer.operator(),
                Long.toUnsignedString(offer.pricePerHour()),
                offer.slices(),
                free,
                offer.template(),
                offer.publishedAt());
    }

    private static HoldView hold(Hold hold) {
        return new HoldView(
                hold.requestId(),
                hold.reservationId(),
                hold.renter().hex(),
                hold.slices(),
                hold.hours(),
                hold.from(),
                hold.until());
    }

    private static WindowView window(Window window) {
        return window == null ? null : new WindowView(window.from(), window.until());
    }
}
