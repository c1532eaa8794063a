package dev.pulse.marketplace.rent;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.life.Command;
import dev.pulse.domain.life.Hold;
import dev.pulse.ledger.contract.Reservation;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.ledger.rpc.LedgerException.OutcomeUnknown;
import dev.pulse.marketplace.diagnosis.LifecycleClient;
import dev.pulse.marketplace.diagnosis.LifecycleNode;
import dev.pulse.marketplace.diagnosis.LifecycleReply;
import dev.pulse.marketplace.market.Orders;
import dev.pulse.schemas.convert.CommandRecords;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reserves slices and gives them back. The lifecycle stream promises them first, so that of two renters who want the last one
 * only one gets as far as paying; then the ledger has the reservation; then the lifecycle stream is told its name. Where
 * that is cut off, the promise ends by itself, and {@link Settler} tells what the ledger has. Keeps nothing. Safe for several
 * threads.
 */
public final class RentDesk {
    private static final Logger LOG = LoggerFactory.getLogger(RentDesk.class);

    /** What became of it. */
    public sealed interface Result {
        /**
         * It is reserved.
         *
         * @param requestId what the request is called
         * @param again whether it was before
         * @param confirmed whether the lifecycle stream has said that it knows; it will
         */
        record Reserved(Reservation reservation, String requestId, boolean again, boolean confirmed)
                implements Result {}

        /**
         * It was given back.
         *
         * @param changed whether that was so only now
         */
        record Released(Reservation reservation, boolean changed) implements Result {}

        /** There it is. */
        record Found(Reservation reservation) implements Result {}

        /**
         * He can't pay for it.
         *
         * @param refusal why, with what is missing
         */
        record Unaffordable(Bookings.Refusal refusal) implements Result {}

        /**
         * Not.
         *
         * @param code machine-readable reason, lower snake case
         * @param detail one sentence for a person
         */
        record Refused(Kind kind, String code, String detail) implements Result {}
    }

    /** Why it was not done. */
    public enum Kind {
        /** There is no such node or reservation. */
        UNKNOWN,
        /** It is somebody else's. */
        FORBIDDEN,
        /** It can't be had in this state. */
        CONFLICT,
        /** The ledger gave no answer. */
        LEDGER_FAILED,
        /** The lifecycle stream gave no answer in time, or the same request is under way. */
        NOT_NOW
    }

    private final LifecycleClient lifecycle;
    private final Bookings bookings;
    private final Orders orders;
    private final InstantSource clock;
    private final String name;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    /**
     * @param name this marketplace's name, as commands carry it
     */
    public RentDesk(LifecycleClient lifecycle, Bookings bookings, Orders orders, InstantSource clock, String name) {
        this.lifecycle = lifecycle;
        this.bookings = bookings;
        this.orders = orders;
        this.clock = clock;
        this.name = name;
    }

    /** Reserves slices; the same wish again is the same reservation. */
    public Result reserve(Account renter, Wish wish) throws InterruptedException {
        String key = wish.key(renter);
        // Two of one name at a time could undo each other: the one that fails gives back what the other was given.
        if (!underWay.add(key)) {
            return new Result.Refused(Kind.NOT_NOW, "try_again", "This very request is under way.");
        }
        try {
            return switch (lifecycle.ask(wish.nodeId())) {
                case LifecycleReply.Unknown unknown ->
                    new Result.Refused(Kind.UNKNOWN, "unknown_node", "No node is known as " + wish.nodeId() + ".");
                case LifecycleReply.Unavailable away -> new Result.Refused(Kind.NOT_NOW, "try_again", away.reason());
                case LifecycleReply.Known known -> reserve(renter, wish, key, known.node());
            };
        } finally {
            underWay.remove(key);
        }
    }

    private Result reserve(Account renter, Wish wish, String key, LifecycleNode node) throws InterruptedException {
        try {
            Optional<Reservation> made = made(wish, key);
            if (made.isPresent()) {
                return reserved(wish, made.get(), true);
            }
            if (node.life() == null || node.life().offer() == null) {
                return conflict("not_published", "The node is not published.");
            }
            // Who can't pay must not keep slices from others, not even for a moment.
            Optional<Bookings.Refusal> refusal = cannotAfford(renter, wish);
            if (refusal.isPresent()) {
                // What was under way may have been carried out in between, and be what the SPORE went into.
                made = made(wish, key);
                return made.isPresent() ? reserved(wish, made.get(), true) : refused(refusal.get());
            }
        } catch (LedgerException e) {
            return ledgerFailed(e.getMessage());
        }
        Hold wanted = new Hold(key, null, renter, wish.slices(), wish.hours(), 0, 0);
        return switch (order(wish.nodeId(), renter.hex(), new Command.Reserve(wanted))) {
            case Orders.Result.NotNow later -> new Result.Refused(Kind.NOT_NOW, "try_again", later.detail());
            case Orders.Result.Answered answered ->
                answered.outcome().getDone()
                        ? book(renter, wish, key, node.life())
                        : conflict(
                                answered.outcome().getCode(), answered.outcome().getDetail());
        };
    }

    private Optional<Reservation> made(Wish wish, String key) throws LedgerException, InterruptedException {
        return wish.named() ? bookings.ofRequest(wish.nodeId(), key) : Optional.empty();
    }

    private Optional<Bookings.Refusal> cannotAfford(Account renter, Wish wish)
            throws LedgerException, InterruptedException {
        try {
            bookings.afford(renter, wish);
            return Optional.empty();
        } catch (Bookings.Refusal refusal) {
            return Optional.of(refusal);
        }
    }

    private Result book(Account renter, Wish wish, String key, LifecycleNode.Life life) throws InterruptedException {
        try {
            return reserved(wish, bookings.reserve(renter, wish, key, life), false);
        } catch (Bookings.Refusal refusal) {
            letGo(renter, wish, key);
            return refused(refusal);
        } catch (OutcomeUnknown e) {
            // It may be paid for: the promise stays, and ends by itself.
            return ledgerFailed(e.getMessage() + " Ask again with the request_id " + wish.requestId()
                    + ", which finds what became of it.");
        } catch (LedgerException e) {
            letGo(renter, wish, key);
            return ledgerFailed(e.getMessage());
        }
    }

    /** Gives a promise back at once; where that fails, it ends by itself. */
    private void letGo(Account renter, Wish wish, String key) throws InterruptedException {
        order(wish.nodeId(), renter.hex(), new Command.Release(key, null));
    }

    private Result reserved(Wish wish, Reservation made, boolean again) throws InterruptedException {
        if (!wish.fits(made)) {
            return conflict(
                    "request_id_used",
                    "Under this request_id, " + made.slices() + " slices of " + made.nodeId() + " were reserved for "
                            + made.hours() + " hours.");
        }
        boolean holds = made.open() && made.until() > clock.millis();
        return new Result.Reserved(made, wish.requestId(), again, holds && confirm(made));
    }

    /** Tells the lifecycle stream what the ledger has; whether it said that it knows. */
    boolean confirm(Reservation made) throws InterruptedException {
        Hold hold = new Hold(
                made.requestId(),
                made.reservationId(),
                made.renter(),
                made.slices(),
                made.hours(),
                made.from(),
                made.until());
        return done(made, order(made.nodeId(), name, new Command.Reserve(hold)));
    }

    /** Tells the lifecycle stream that the ledger has closed a reservation; whether it said that it knows. */
    boolean forget(Reservation ended) throws InterruptedException {
        Command release = new Command.Release(ended.requestId(), ended.reservationId());
        return done(ended, order(ended.nodeId(), name, release));
    }

    private static boolean done(Reservation about, Orders.Result result) {
        boolean done = result instanceof Orders.Result.Answered answered
                && answered.outcome().getDone();
        if (!done) {
            LOG.warn("the lifecycle stream was told of {}, and said {}", about.reservationId(), result);
        }
        return done;
    }

    /** Gives slices back, by their renter or by the farmer whose node it is. */
    public Result release(Account who, String reservationId) throws InterruptedException {
        try {
            Optional<Reservation> found = bookings.find(reservationId);
            if (found.isEmpty()) {
                return unknown(reservationId);
            }
            Reservation reservation = found.get();
            if (!isParty(who, reservation)) {
                return notYours();
            }
            Reservation ended = reservation.open() ? bookings.release(reservation) : reservation;
            Command release = new Command.Release(ended.requestId(), reservationId);
            // One that is refused knows of no such hold: the node is gone.
            return order(ended.nodeId(), who.hex(), release) instanceof Orders.Result.NotNow later
                    ? new Result.Refused(Kind.NOT_NOW, "try_again", later.detail())
                    : new Result.Released(ended, reservation.open());
        } catch (Bookings.Refusal refusal) {
            return refused(refusal);
        } catch (LedgerException e) {
            return ledgerFailed(e.getMessage());
        }
    }

    /** A reservation, for its renter or its farmer. */
    public Result look(Account who, String reservationId) throws InterruptedException {
        try {
            Optional<Reservation> found = bookings.find(reservationId);
            if (found.isEmpty()) {
                return unknown(reservationId);
            }
            return isParty(who, found.get()) ? new Result.Found(found.get()) : notYours();
        } catch (LedgerException e) {
            return ledgerFailed(e.getMessage());
        }
    }

    private static boolean isParty(Account who, Reservation reservation) {
        return who.equals(reservation.renter()) || who.equals(reservation.farmer());
    }

    private Orders.Result order(String nodeId, String issuedBy, Command command) throws InterruptedException {
        return orders.carryOut(
                CommandRecords.record(UUID.randomUUID().toString(), nodeId, issuedBy, clock.millis(), command, null));
    }

    private static Result refused(Bookings.Refusal refusal) {
        return refusal.shortfall() == null
                ? conflict(refusal.code(), refusal.getMessage())
                : new Result.Unaffordable(refusal);
    }

    private static Result conflict(String code, String detail) {
        return new Result.Refused(Kind.CONFLICT, code, detail);
    }

    private static Result ledgerFailed(String detail) {
        return new Result.Refused(Kind.LEDGER_FAILED, "ledger_failed", detail);
    }

    private static Result unknown(String reservationId) {
        return new Result.Refused(
                Kind.UNKNOWN, "unknown_reservation", "No reservation is known as " + reservationId + ".");
    }

    private static Result notYours() {
        return new Result.Refused(
                Kind.FORBIDDEN, "not_yours", "Neither the reservation nor its node is this account's.");
    }
}
