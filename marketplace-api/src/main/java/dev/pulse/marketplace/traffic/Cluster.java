package dev.pulse.marketplace.traffic;

import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.common.TopicPartition;

/**
 * What Kafka says of itself. Every call is bounded, and throws a {@link org.apache.kafka.common.KafkaException} where
 * there is no answer.
 */
public interface Cluster extends AutoCloseable {
    /** Up to where committed records can be read, for each partition of each topic of the path that there is. */
    Map<TopicPartition, Long> ends();

    /**
     * What a group of readers has committed; empty where there is no such group.
     *
     * @param group what it is called in the first generation
     */
    Map<TopicPartition, Long> committed(String group);

    /** Its brokers and what they agree on. */
    Facts facts();

    /**
     * A cluster.
     *
     * @param brokers brokers that are up
     * @param features finalized levels by name, for example {@code transaction.version}
     */
    record Facts(int brokers, SortedMap<String, Integer> features) {}

    @Override
    void close();
}
