package dev.pulse.domain.liveness;

/**
 * Where a node stands between two heartbeats. Finer than {@link Liveness}: the region guard counts phases.
 *
 * <pre>
 *            half the grace        grace                 verdict: calm
 *   ON_TIME ---------------> LATE -------> DUE --------------------------------> FELL ------> OFFLINE
 *      ^                                    |  verdict: disturbed                 ^    grace
 *      |                                    +-------------------------> UNKNOWN --+
 *      +--- an advance, from any phase                                   hold and spread
 * </pre>
 */
public enum Phase {
    /** Heard from within half its grace. */
    ON_TIME(Liveness.ONLINE),
    /** Silent for more than half its grace. Leads the deadline, so that the guard sees a blackout coming. */
    LATE(Liveness.ONLINE),
    /** Silent for more than its grace; the region guard has not spoken yet. */
    DUE(Liveness.ONLINE),
    /** Was due while its region was disturbed. */
    UNKNOWN(Liveness.UNKNOWN),
    /** Went OFFLINE within the last grace period. */
    FELL(Liveness.OFFLINE),
    /** OFFLINE for longer than that: no longer part of the region guard's population. */
    OFFLINE(Liveness.OFFLINE);

    private final Liveness liveness;

    Phase(Liveness liveness) {
        this.liveness = liveness;
    }

    /** What the rest of the world calls it. */
    public Liveness liveness() {
        return liveness;
    }
}
