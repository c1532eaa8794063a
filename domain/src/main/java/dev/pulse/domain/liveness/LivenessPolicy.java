package dev.pulse.domain.liveness;

/**
 * The durations of the liveness rule, in milliseconds of observed time (design section 4).
 *
 * @param intervalMs how often a node promises a heartbeat, 1 s or more
 * @param graceMs silence after which it is due, more than the interval
 * @param holdMs how long an UNKNOWN node stays so at least
 * @param drainMs window over which the UNKNOWN nodes of a disturbance go OFFLINE after that; bounds the rate
 * @param refreshMs a node's state is written again after this at the latest
 */
public record LivenessPolicy(long intervalMs, long graceMs, long holdMs, long drainMs, long refreshMs) {
    /** Intervals in one grace period (design section 4). */
    public static final int GRACE_INTERVALS = 3;

    /** An UNKNOWN node stays so for at least 10 minutes. */
    public static final long DEFAULT_HOLD_MS = 600_000;

    /** After that the nodes of a disturbance go OFFLINE over one hour. */
    public static final long DEFAULT_DRAIN_MS = 3_600_000;

    /** nodes.state is refreshed every 10 minutes (design section 5). */
    public static final long DEFAULT_REFRESH_MS = 600_000;

    /** @throws IllegalArgumentException when a duration is outside its range */
    public LivenessPolicy {
        if (intervalMs < 1_000) {
            throw new IllegalArgumentException("the interval must be 1 s or more, not " + intervalMs + " ms");
        }
        if (graceMs <= intervalMs) {
            throw new IllegalArgumentException("the grace must be longer than the interval");
        }
        if (holdMs < 0 || drainMs < 0 || refreshMs < 1_000) {
            throw new IllegalArgumentException("hold and drain must not be negative, refresh must be 1 s or more");
        }
    }

    /** The defaults for an interval. */
    public static LivenessPolicy of(long intervalMs) {
        return new LivenessPolicy(
                intervalMs, intervalMs * GRACE_INTERVALS, DEFAULT_HOLD_MS, DEFAULT_DRAIN_MS, DEFAULT_REFRESH_MS);
    }

    /** Silence after which a node is late: half its grace. */
    public long lateMs() {
        return graceMs / 2;
    }

    /**
     * How long this node stays UNKNOWN: the hold, and a share of the drain window that its name alone decides. So a
     * disturbance drains evenly, at a bounded rate, with nobody counting.
     */
    public long unknownMs(String nodeId) {
        return holdMs + (drainMs == 0 ? 0 : Long.remainderUnsigned(mix(nodeId), drainMs));
    }

    /** FNV-1a, then the finaliser of SplitMix64, since FNV alone leaves names that differ at the end close together. */
    private static long mix(String text) {
        long h = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            h = (h ^ text.charAt(i)) * 0x100000001b3L;
        }
        h = (h ^ (h >>> 30)) * 0xbf58476d1ce4e5b9L;
        h = (h ^ (h >>> 27)) * 0x94d049bb133111ebL;
        return h ^ (h >>> 31);
    }
}
