package dev.pulse.domain.node;

/** Where a node stands in its life, apart from whether it is heard from (design sections 1 and 9). */
public enum LifecycleState {
    /** Has sent an accepted heartbeat; nobody has paired it yet. */
    DISCOVERED,
    /** Paired with a farmer, waiting to be published. */
    PENDING,
    /** Offered on the marketplace. */
    PUBLISHED,
    /** At least one slice is rented. */
    RESERVED,
    /** Inside an announced maintenance window. */
    MAINTENANCE,
    /** Taken out of service for good. */
    RETIRED
}
