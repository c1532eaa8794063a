package dev.pulse.domain.history;

import dev.pulse.domain.liveness.Liveness;
import dev.pulse.domain.node.LifecycleState;

/**
 * One transition of a node, as far as its uptime is concerned.
 *
 * @param sequence 1 for the node's first, then one more each time
 * @param at when, unix milliseconds
 * @param before liveness before it; null for the first
 * @param liveness liveness after it
 * @param lifecycle stage after it
 * @param onlineMs observed milliseconds ONLINE up to it, or {@link #UNSAID}
 * @param observedMs observed milliseconds up to it, or {@link #UNSAID}
 */
public record Step(
        long sequence,
        long at,
        Liveness before,
        Liveness liveness,
        LifecycleState lifecycle,
        long onlineMs,
        long observedMs) {
    /** Counters of an event that was written before events had them. */
    public static final long UNSAID = -1;

    /** A node's first transition, which begins its counters at nothing. */
    public boolean first() {
        return sequence == 1;
    }

    /** Whether what the counters stood at is known. */
    public boolean says() {
        return first() || onlineMs >= 0 && observedMs >= 0;
    }

    /** What the counters stood at. */
    Reading reading() {
        return first() ? new Reading(at, 0, 0) : new Reading(at, onlineMs, observedMs);
    }

    /**
     * Whether the node went OFFLINE by it, unannounced: {@code LivenessRule} counts the same ones as flaps. UNKNOWN is none,
     * since there the region is in doubt and not the node.
     */
    public boolean flap() {
        return liveness == Liveness.OFFLINE
                && before != null
                && before != Liveness.OFFLINE
                && lifecycle != LifecycleState.MAINTENANCE;
    }
}
