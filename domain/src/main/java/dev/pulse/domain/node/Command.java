package dev.pulse.domain.node;

/** What somebody can want done to a node (design section 5). */
public enum Command {
    /** Tie it to a farmer. */
    PAIR,
    /** Offer it on the marketplace. */
    PUBLISH,
    /** Take the offer back. */
    UNPUBLISH,
    /** Change what it costs. */
    PRICE,
    /** Rent slices of it. */
    RESERVE,
    /** Give slices back. */
    RELEASE,
    /** Announce a maintenance window. */
    MAINTAIN,
    /** Change its key. */
    ROTATE,
    /** Take it out of service for good. */
    RETIRE
}
