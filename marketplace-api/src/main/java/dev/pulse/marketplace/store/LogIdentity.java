package dev.pulse.marketplace.store;

import java.time.Duration;

/**
 * Which log a topic is.
 *
 * @param cluster id of the Kafka cluster
 * @param topic id of the topic: one that was made anew has another, whatever its name
 * @param partitions how many it has
 * @param tombstones for how long it keeps the mark of a node that is gone ({@code delete.retention.ms}); null for a topic that is
 *     not compacted
 */
public record LogIdentity(String cluster, String topic, int partitions, Duration tombstones) {
    /** Where it is asked for. */
    @FunctionalInterface
    public interface Source {
        /**
         * Asks Kafka.
         *
         * @throws org.apache.kafka.common.KafkaException when Kafka does not answer
         */
        LogIdentity ask();
    }
}
