package dev.pulse.domain.liveness;

import dev.pulse.domain.node.LifecycleState;

/**
 * One change of a node's liveness or lifecycle: an entry of nodes.events.
 *
 * @param sequence 1 for the node's first, then one more each time
 * @param at when, unix milliseconds of the ingest's clock
 * @param livenessBefore null for the first
 * @param liveness after it
 * @param lifecycleBefore null for the first
 * @param lifecycle after it
 * @param cause what made it happen
 */
public record Transition(
        long sequence,
        long at,
        Liveness livenessBefore,
        Liveness liveness,
        LifecycleState lifecycleBefore,
        LifecycleState lifecycle,
        Cause cause) {
    /** What makes a transition happen. */
    public enum Cause {
        /** Its first accepted heartbeat. */
        FIRST_HEARTBEAT,
        /** A heartbeat after it was UNKNOWN or OFFLINE. */
        HEARTBEAT,
        /** Silent for longer than its grace, in a calm region. */
        GRACE_EXPIRED,
        /** Silent for longer than its grace, in a disturbed region. */
        REGION_DISTURBED,
        /** Its time as UNKNOWN is over. */
        GUARD_RELEASED,
        /** A command. */
        COMMAND,
        /** The time of a reservation or of a maintenance window has come or is over. */
        ELAPSED,
        /** Its account was changed. */
        ROTATED
    }
}
