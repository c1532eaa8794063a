package dev.pulse.marketplace.live;

/**
 * One transition, ready to be sent.
 *
 * @param partition where it stands in {@code nodes.events}
 * @param offset where it stands in that partition
 * @param nodeId the node
 * @param region the region that the node counts for
 * @param json the answer for a client, on one line
 * @param id the text of the hub's cursor right after it
 */
record LiveEvent(int partition, long offset, String nodeId, String region, String json, String id) {
    Frame frame(String cursor) {
        return new Frame(cursor, "transition", json, false);
    }
}
