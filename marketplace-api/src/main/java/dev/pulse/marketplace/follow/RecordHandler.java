package dev.pulse.marketplace.follow;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What a {@link TopicFollower} does with records. Called by its one thread only. */
public interface RecordHandler {
    /**
     * Takes one record in.
     *
     * @throws org.apache.kafka.common.errors.SerializationException when the bytes will never be readable: the record is
     *     counted and passed over
     * @throws dev.pulse.schemas.serde.RegistryUnavailableException when they are not readable now: the same record comes
     *     again later
     */
    void apply(ConsumerRecord<String, byte[]> record);

    /**
     * Told before the first record of a poll is handed over: all of them, in the order in which they come, so that what is slow can be
     * begun. Those that come again are told again.
     */
    default void fetched(List<ConsumerRecord<String, byte[]>> records) {}

    /**
     * Told before the first record, and again after {@link #forget}.
     *
     * @param from the offset at which reading begins, for each partition
     * @param oldest the offset of the oldest record that Kafka has, for each partition
     */
    default void begin(Map<TopicPartition, Long> from, Map<TopicPartition, Long> oldest) {}

    /** Told behind the records of each poll: what was put off until there are several of them is done now. */
    default void flush() {}

    /**
     * Asked before {@link #begin}: whether there is something that was read before, by an earlier process, to go on from.
     *
     * @param oldest the offset of the oldest record that Kafka has, for each partition
     * @param ends the offset behind the newest, for each partition
     * @return the offset at which reading begins, for each partition; empty to begin where the follower was told to
     */
    default Map<TopicPartition, Long> resume(Map<TopicPartition, Long> oldest, Map<TopicPartition, Long> ends) {
        return Map.of();
    }

    /**
     * Told behind {@link #flush}, when all records of a poll were applied.
     *
     * @param next the offset that is read next, for each partition
     * @param asOf everything committed before this moment was applied; null until that was so for the first time
     */
    default void reached(Map<TopicPartition, Long> next, Instant asOf) {}

    /** What was applied is no longer to be trusted, and all is read again: Kafka has lost or dropped the position. */
    default void forget() {}
}
