package dev.pulse.marketplace.live;

import dev.pulse.schemas.EventCause;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;

/**
 * One transition, ready to be sent.
 *
 * @param partition where it stands in {@code nodes.events}
 * @param offset where it stands in that partition
 * @param nodeId the node
 * @param region the region that the node counts for
 * @param liveness what the node is after it
 * @param lifecycle where it stands in its life after it
 * @param cause what made it happen
 * @param whose what the index knows of the node
 * @param json the answer for a client, on one line
 * @param id the text of the hub's cursor right after it
 */
record LiveEvent(
        int partition,
        long offset,
        String nodeId,
        String region,
        LivenessState liveness,
        LifecycleStage lifecycle,
        EventCause cause,
        Whose whose,
        String json,
        String id) {
    Frame frame(String cursor) {
        return new Frame(cursor, "transition", json, false);
    }
}
