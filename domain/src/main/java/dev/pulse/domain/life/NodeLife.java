package dev.pulse.domain.life;

import dev.pulse.domain.node.LifecycleState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * What is known of a node's life. Its {@link LifecycleState} is not kept but follows from this, so the two can't differ:
 *
 * <pre>
 *                 Pair                Publish               Reserve
 *   DISCOVERED --------> PENDING <--------------> PUBLISHED <-------> RESERVED
 *       |                   |       Unpublish         |     Release       |
 *       |                   +------------+------------+-------------------+
 *       |                                |  Maintain, while the window is open
 *       |                                v
 *       +--- Retire ---> RETIRED    MAINTENANCE
 * </pre>
 *
 * @param ownership whose it is, or null for a node that nobody paired
 * @param offer what it is offered for, or null
 * @param holds slices held by renters, in the order in which they were taken; none without an offer
 * @param window the maintenance window that is open or the next one, or null
 * @param pause uptime at the beginning of the open window; null outside of one
 * @param retired whether it was taken out of service for good
 */
public record NodeLife(
        Ownership ownership, Offer offer, List<Hold> holds, Window window, Pause pause, boolean retired) {
    /** A node that has only been heard from. */
    public static final NodeLife DISCOVERED = new NodeLife(null, null, List.of(), null, null, false);

    public NodeLife {
        holds = List.copyOf(holds);
    }

    /** Where the node stands at a time, unix milliseconds. */
    public LifecycleState state(long at) {
        if (retired) {
            return LifecycleState.RETIRED;
        }
        if (inMaintenance(at)) {
            return LifecycleState.MAINTENANCE;
        }
        if (offer != null) {
            return holds.isEmpty() ? LifecycleState.PUBLISHED : LifecycleState.RESERVED;
        }
        return ownership == null ? LifecycleState.DISCOVERED : LifecycleState.PENDING;
    }

    /** Whether a maintenance window is open. */
    public boolean inMaintenance(long at) {
        return window != null && window.contains(at);
    }

    /** Slices that are offered and held by nobody; 0 without an offer. */
    public long freeSlices() {
        return offer == null
                ? 0
                : Math.max(
                        0,
                        offer.slices() - holds.stream().mapToLong(Hold::slices).sum());
    }

    /** What is held under a request's or a reservation's name. Either may be null. */
    public Optional<Hold> hold(String requestId, String reservationId) {
        return holds.stream()
                .filter(hold -> hold.requestId().equals(requestId)
                        || hold.confirmed() && hold.reservationId().equals(reservationId))
                .findFirst();
    }

    /** When it changes by itself for the next time after {@code at}, unix milliseconds: a hold or a window ends or begins. */
    public OptionalLong nextChange(long at) {
        LongStream ends = holds.stream().mapToLong(Hold::until);
        LongStream edges = window == null ? LongStream.empty() : LongStream.of(window.from(), window.until());
        return LongStream.concat(ends, edges).filter(time -> time > at).min();
    }

    /** The same life without what is over at {@code at}. */
    public NodeLife elapsed(long at) {
        boolean over = window != null && window.until() <= at;
        boolean ended = holds.stream().anyMatch(hold -> hold.until() <= at);
        if (!over && !ended) {
            return this;
        }
        List<Hold> left = holds.stream().filter(hold -> hold.until() > at).toList();
        return new NodeLife(ownership, offer, left, over ? null : window, pause, retired);
    }

    /** With another pause, or null for none. */
    public NodeLife paused(Pause other) {
        return new NodeLife(ownership, offer, holds, window, other, retired);
    }

    NodeLife owned(Ownership other) {
        return new NodeLife(other, offer, holds, window, pause, retired);
    }

    NodeLife offered(Offer other, List<Hold> held) {
        return new NodeLife(ownership, other, held, window, pause, retired);
    }

    NodeLife held(List<Hold> other) {
        return new NodeLife(ownership, offer, other, window, pause, retired);
    }

    NodeLife window(Window other) {
        return new NodeLife(ownership, offer, holds, other, pause, retired);
    }

    NodeLife retire() {
        return new NodeLife(ownership, null, List.of(), null, pause, true);
    }
}
