package dev.pulse.schemas.kafka;

/**
 * How missing topics are made.
 *
 * @param partitions the one partition count of all co-partitioned topics, 1 to 10,000; it can't be changed later without
 *     moving keys, so start with more than are needed
 * @param replicationFactor copies of each partition, 1 to 10, at most the number of brokers
 */
public record TopicSettings(int partitions, int replicationFactor) {
    public TopicSettings {
        if (partitions < 1 || partitions > 10_000) {
            throw new IllegalArgumentException("partitions must be 1 to 10000, not " + partitions);
        }
        if (replicationFactor < 1 || replicationFactor > 10) {
            throw new IllegalArgumentException("replicationFactor must be 1 to 10, not " + replicationFactor);
        }
    }

    /**
     * How many replicas must have a record before it counts as written (design section 6): 2 where there are three, so
     * that one broker may be down; otherwise 1.
     */
    public int minInsyncReplicas() {
        return replicationFactor >= 3 ? 2 : 1;
    }
}
