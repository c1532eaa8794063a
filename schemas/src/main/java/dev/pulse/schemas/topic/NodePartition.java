package dev.pulse.schemas.topic;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Where a node's records stand: every topic by node id is written with Kafka's default partitioner, murmur2 over the
 * key's UTF-8, and all have one partition count. So whoever looks for one node reads one partition of a topic.
 */
public final class NodePartition {
    private NodePartition() {}

    /**
     * The partition of a node's records.
     *
     * @param partitions how many the topic has, 1 or more
     */
    public static int of(String nodeId, int partitions) {
        return of(nodeId.getBytes(StandardCharsets.UTF_8), partitions);
    }

    /**
     * The same by a record's key.
     *
     * @param partitions how many the topic has, 1 or more
     */
    public static int of(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }
}
