package dev.pulse.domain.life;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.life.Ruling.Changed;
import dev.pulse.domain.life.Ruling.Refused;
import dev.pulse.domain.life.Ruling.Unchanged;
import dev.pulse.domain.liveness.Liveness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges commands ({@link NodeLife} has the picture). What the ledger says is taken as it is: an offer, a reservation that
 * has a name there. What is only wanted is fenced: a pairing by the node's own account and the timestamp it signed, a
 * promise of slices by liveness, maintenance and what is free. A command that is sent again changes nothing.
 */
public final class LifeRule {
    /** How long slices are promised while the ledger is asked, milliseconds: twice as long as a client of it waits. */
    public static final long PROMISE_MS = 2 * 60 * 1_000L;

    /** The longest maintenance window, milliseconds: a week, since uptime does not count it. */
    public static final long MAX_WINDOW_MS = 7 * 24 * 3_600 * 1_000L;

    /** How far ahead a window may begin, milliseconds: thirty days. */
    public static final long MAX_AHEAD_MS = 30 * 24 * 3_600 * 1_000L;

    /** Most reservations of one node at a time. A slice is 4 GB, so this is a machine of 4 TB with a renter in each. */
    public static final int MAX_HOLDS = 1_024;

    private LifeRule() {}

    /**
     * Judges a command.
     *
     * @param life the node's life, {@link NodeLife#elapsed} up to {@code at}
     * @param seen what its heartbeats say
     * @param at when it is taken, unix milliseconds
     */
    public static Ruling judge(NodeLife life, Seen seen, Command command, long at) {
        if (life.retired()) {
            return command instanceof Command.Retire
                    ? new Unchanged("The node was retired before.")
                    : new Refused("already_retired", "The node was retired, which is for good.");
        }
        return switch (command) {
            case Command.Pair pair -> pair(life, seen, pair.ownership());
            case Command.Publish publish -> publish(life, seen, publish);
            case Command.Unpublish unpublish -> unpublish(life);
            case Command.Price price -> price(life, price);
            case Command.Reserve reserve -> reserve(life, seen, reserve.hold(), at);
            case Command.Release release -> release(life, release);
            case Command.Maintain maintain -> maintain(life, maintain.window(), at);
            case Command.Retire retire -> retire(life);
        };
    }

    /**
     * Follows a change of the node's account, which the verifier has made: whatever is agreed stays as it is. The signed
     * pairing stays too, and speaks of the old account: before the node is offered anew, it pairs again.
     *
     * @param account the account that is known as the node's, 64 hex digits
     * @param before the account that it was bound to
     * @param after the one in its place
     * @return changed or unchanged
     */
    public static Ruling rotated(NodeLife life, String account, Account before, Account after) {
        boolean owned = life.ownership() != null && life.ownership().identity().equals(before);
        if (!owned && account.equals(after.hex())) {
            return new Unchanged("The node has this account already.");
        }
        return new Changed(
                owned ? life.owned(life.ownership().under(after)) : life, "The node has another account now.");
    }

    private static Ruling pair(NodeLife life, Seen seen, Ownership wanted) {
        Ownership known = life.ownership();
        boolean ledger = wanted.proof() == null;
        if (ledger && known != null && known.sameFarm(wanted)) {
            // What the node signed on top of the ledger's word is kept.
            return new Unchanged("The node was paired with this farm before.");
        }
        if (life.offer() != null) {
            return new Refused(
                    "already_published", "The node is published; its pairing can't be changed before it is not.");
        }
        if (known != null && known.sameFarm(wanted) && known.identity().equals(wanted.identity()) && known.proved()) {
            // A node that boots again signs again: what it says is known, and its first word proves it as well, unless
            // another key signed that.
            return new Unchanged("The node was paired with this farm before.");
        }
        if (seen.account() != null && !seen.account().equals(wanted.identity().hex())) {
            return new Refused(
                    "wrong_account",
                    "The node's heartbeats are signed by account " + seen.account() + ", not by this one.");
        }
        if (!ledger && known != null && wanted.signedAt() <= known.signedAt()) {
            return new Refused(
                    "stale_pairing",
                    "A pairing that was signed at " + known.signedAt() + " has been taken; this one was signed at "
                            + wanted.signedAt() + ".");
        }
        return new Changed(life.owned(wanted), known == null ? "The node is paired." : "The node is paired anew.");
    }

    private static Ruling publish(NodeLife life, Seen seen, Command.Publish wanted) {
        Ownership owner = life.ownership();
        if (owner == null) {
            return notPaired();
        }
        if (!owner.farmer().equals(wanted.farmer())) {
            return new Refused("wrong_farmer", "The node is paired with another farmer.");
        }
        if (seen.account() != null && !seen.account().equals(owner.identity().hex())) {
            return new Refused(
                    "wrong_account",
                    "The node's heartbeats are signed by another account than its pairing: it must be paired again.");
        }
        Offer offer = wanted.offer();
        if (offer.pricePerHour() == 0) {
            return badPrice();
        }
        if (offer.slices() < 1) {
            return new Refused("no_slices", "An offer is of one slice at least.");
        }
        if (offer.equals(life.offer())) {
            return new Unchanged("The node was published like this before.");
        }
        boolean same = life.offer() != null && life.offer().listingId().equals(offer.listingId());
        // The ledger closes a listing only when nothing of it is rented: under another one, nothing is.
        return new Changed(life.offered(offer, same ? life.holds() : List.of()), "The node is published.");
    }

    private static Ruling unpublish(NodeLife life) {
        if (life.ownership() == null) {
            return notPaired();
        }
        if (life.offer() == null) {
            return new Unchanged("The node was not published.");
        }
        return life.holds().isEmpty()
                ? new Changed(life.offered(null, List.of()), "The node is not published any more.")
                : rented();
    }

    private static Ruling price(NodeLife life, Command.Price wanted) {
        if (life.offer() == null) {
            return notPublished();
        }
        if (wanted.pricePerHour() == 0) {
            return badPrice();
        }
        Offer after = life.offer().at(wanted.pricePerHour(), wanted.template());
        return after.equals(life.offer())
                ? new Unchanged("That is what it costs.")
                : new Changed(
                        life.offered(after, life.holds()),
                        "The node costs " + Long.toUnsignedString(wanted.pricePerHour())
                                + " SPORE for a slice and hour.");
    }

    private static Ruling reserve(NodeLife life, Seen seen, Hold wanted, long at) {
        if (life.offer() == null) {
            return notPublished();
        }
        if (wanted.slices() < 1 || wanted.hours() < 1) {
            return new Refused("bad_reservation", "A reservation is of one slice and one hour at least.");
        }
        Optional<Hold> known = life.hold(wanted.requestId(), wanted.reservationId());
        if (known.isPresent()) {
            return again(life, known.get(), wanted);
        }
        if (life.holds().size() >= MAX_HOLDS) {
            return new Refused(
                    "too_many_reservations", "The node has " + MAX_HOLDS + " reservations, which is the most.");
        }
        return wanted.confirmed() ? reserved(life, wanted, at) : promise(life, seen, wanted, at);
    }

    private static Ruling again(NodeLife life, Hold known, Hold wanted) {
        if (!wanted.confirmed() || wanted.equals(known)) {
            return new Unchanged("The slices were held before.");
        }
        List<Hold> holds = new ArrayList<>(life.holds());
        holds.set(holds.indexOf(known), wanted);
        return new Changed(life.held(holds), "The slices are reserved.");
    }

    private static Ruling reserved(NodeLife life, Hold wanted, long at) {
        return wanted.until() <= at
                ? new Unchanged("The reservation is over.")
                : new Changed(life.held(plus(life.holds(), wanted)), "The slices are reserved.");
    }

    private static Ruling promise(NodeLife life, Seen seen, Hold wanted, long at) {
        if (life.inMaintenance(at)) {
            return new Refused("in_maintenance", "The node is in maintenance.");
        }
        if (seen.liveness() != Liveness.ONLINE) {
            return new Refused("not_online", "The node is not online.");
        }
        long free = life.freeSlices();
        if (wanted.slices() > free) {
            return new Refused(
                    "not_enough_slices",
                    "Of the node's slices " + free + " are free, and " + wanted.slices() + " are wanted.");
        }
        Hold promise = new Hold(
                wanted.requestId(), null, wanted.renter(), wanted.slices(), wanted.hours(), at, at + PROMISE_MS);
        return new Changed(life.held(plus(life.holds(), promise)), "The slices are held for two minutes.");
    }

    private static List<Hold> plus(List<Hold> holds, Hold one) {
        List<Hold> all = new ArrayList<>(holds);
        all.add(one);
        return all;
    }

    private static Ruling release(NodeLife life, Command.Release wanted) {
        Optional<Hold> known = life.hold(wanted.requestId(), wanted.reservationId());
        if (known.isEmpty()) {
            return new Unchanged("The slices were not held.");
        }
        return new Changed(
                life.held(life.holds().stream()
                        .filter(hold -> !hold.equals(known.get()))
                        .toList()),
                "The slices are given back.");
    }

    private static Ruling maintain(NodeLife life, Window wanted, long at) {
        if (life.ownership() == null) {
            return notPaired();
        }
        if (wanted.until() <= at) {
            return life.window() == null
                    ? new Unchanged("There was no maintenance window.")
                    : new Changed(life.window(null), "The maintenance window is over.");
        }
        // What has passed has been counted: a window begins now at the earliest.
        Window window = new Window(Math.max(wanted.from(), at), wanted.until());
        if (window.from() >= window.until() || window.until() - window.from() > MAX_WINDOW_MS) {
            return new Refused("bad_window", "A maintenance window ends after it begins, and within a week.");
        }
        if (window.from() - at > MAX_AHEAD_MS) {
            return new Refused("bad_window", "A maintenance window begins within thirty days.");
        }
        boolean same = life.window() != null
                && life.window().until() == window.until()
                && (life.window().from() == window.from() || life.inMaintenance(at) && window.from() == at);
        return same
                ? new Unchanged("That is its maintenance window.")
                : new Changed(life.window(window), "The maintenance window is announced.");
    }

    private static Ruling retire(NodeLife life) {
        if (!life.holds().isEmpty()) {
            return rented();
        }
        return life.offer() == null
                ? new Changed(life.retire(), "The node is retired.")
                : new Refused("still_published", "The node is published, and must not be before it is retired.");
    }

    private static Refused notPaired() {
        return new Refused("not_yet_paired", "The node is not paired with a farmer.");
    }

    private static Refused notPublished() {
        return new Refused("not_published", "The node is not published.");
    }

    private static Refused rented() {
        return new Refused("slices_reserved", "Slices of the node are reserved.");
    }

    private static Refused badPrice() {
        return new Refused("bad_price", "A price is 1 to 2^64 - 1 whole SPORE for a slice and hour.");
    }
}
