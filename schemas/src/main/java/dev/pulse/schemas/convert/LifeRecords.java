package dev.pulse.schemas.convert;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.life.Hold;
import dev.pulse.domain.life.Offer;
import dev.pulse.domain.life.Ownership;
import dev.pulse.domain.life.Window;
import dev.pulse.schemas.HoldRecord;
import dev.pulse.schemas.OfferRecord;
import dev.pulse.schemas.OwnerRecord;
import dev.pulse.schemas.WindowRecord;
import java.time.Instant;
import java.util.List;

/** The parts of a node's life: the domain's form and the records'. What is null stays null. */
public final class LifeRecords {
    private LifeRecords() {}

    /** As it stands in a record; the proof does not, but whether it is of this identity. */
    public static OwnerRecord owner(Ownership owner) {
        return owner == null
                ? null
                : new OwnerRecord(
                        owner.farmer().hex(), owner.farmId(), owner.identity().hex(), owner.signedAt(), owner.proved());
    }

    /** As it stands in a record. */
    public static OfferRecord offer(Offer offer) {
        return offer == null
                ? null
                : new OfferRecord(
                        offer.listingId(),
                        offer.operator(),
                        offer.pricePerHour(),
                        offer.slices(),
                        offer.template(),
                        Instant.ofEpochMilli(offer.publishedAt()));
    }

    /** As the domain knows it. */
    public static Offer offer(OfferRecord record) {
        return record == null
                ? null
                : new Offer(
                        record.getListingId(),
                        record.getOperator(),
                        record.getPricePerHour(),
                        record.getSlices(),
                        record.getTemplate(),
                        record.getPublishedAt().toEpochMilli());
    }

    /** As it stands in a record. */
    public static HoldRecord hold(Hold hold) {
        return new HoldRecord(
                hold.requestId(),
                hold.reservationId(),
                hold.renter().hex(),
                hold.slices(),
                hold.hours(),
                Instant.ofEpochMilli(hold.from()),
                Instant.ofEpochMilli(hold.until()));
    }

    /**
     * As the domain knows it.
     *
     * @throws IllegalArgumentException when the renter's account is none
     */
    public static Hold hold(HoldRecord record) {
        return new Hold(
                record.getRequestId(),
                record.getReservationId(),
                new Account(record.getRenter()),
                record.getSlices(),
                record.getHours(),
                record.getFrom().toEpochMilli(),
                record.getUntil().toEpochMilli());
    }

    /** As they stand in a record. */
    public static List<HoldRecord> holds(List<Hold> holds) {
        return holds.stream().map(LifeRecords::hold).toList();
    }

    /** As it stands in a record. */
    public static WindowRecord window(Window window) {
        return window == null
                ? null
                : new WindowRecord(Instant.ofEpochMilli(window.from()), Instant.ofEpochMilli(window.until()));
    }

    /** As the domain knows it. */
    public static Window window(WindowRecord record) {
        return record == null
                ? null
                : new Window(record.getFrom().toEpochMilli(), record.getUntil().toEpochMilli());
    }
}
