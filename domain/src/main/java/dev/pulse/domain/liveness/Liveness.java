package dev.pulse.domain.liveness;

/** Whether a node is being heard from (design section 4). */
public enum Liveness {
    /** Heard from within its grace. */
    ONLINE,
    /** Fell silent together with most of its region: it may be the region, not the node. */
    UNKNOWN,
    /** Silent for longer than its grace. */
    OFFLINE
}
