package dev.pulse.marketplace.diagnosis;

/** What the lifecycle stream said about a node, if it said anything. */
public sealed interface LifecycleReply {
    /**
     * It knows the node.
     *
     * @param node what it knows
     */
    record Known(LifecycleNode node) implements LifecycleReply {}

    /**
     * No heartbeat under this node id was ever accepted.
     *
     * @param lastRejected the newest that was refused, or null
     */
    record Unknown(LifecycleNode.Refusal lastRejected) implements LifecycleReply {}

    /**
     * It could not be asked.
     *
     * @param restoring whether it is there and loading its state, so that asking again soon will help
     * @param reason a sentence
     */
    record Unavailable(boolean restoring, String reason) implements LifecycleReply {}
}
