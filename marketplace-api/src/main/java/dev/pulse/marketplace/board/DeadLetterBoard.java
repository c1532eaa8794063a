package dev.pulse.marketplace.board;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.marketplace.follow.RecordHandler;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.topic.Topics;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Counts of the dead letters by reason, and the newest of each. A count is of the records that were read: all that
 * Kafka still had when reading began, and everything since. Only committed ones are read.
 */
public final class DeadLetterBoard implements RecordHandler {
    /** Newest letters kept for each reason; at most some 10 KiB each. */
    public static final int KEPT = 20;

    /**
     * Offsets of each partition that are read at most when the service starts. A topic with more of them gets a count
     * that is said to be incomplete.
     */
    public static final long COUNTED = 100_000;

    /** Letters as they stand in the topic, newest first. */
    private static final Comparator<ConsumerRecord<String, byte[]>> NEWEST_FIRST = Comparator.comparingLong(
                    (ConsumerRecord<String, byte[]> record) -> record.timestamp())
            .thenComparingInt(ConsumerRecord::partition)
            .thenComparingLong(ConsumerRecord::offset)
            .thenComparing(ConsumerRecord::topic)
            .reversed();

    /**
     * One reason's letters.
     *
     * @param count how many were read
     * @param complete whether that includes the oldest one that Kafka had when reading began
     * @param newest the newest by the records' timestamps, newest first
     */
    public record Reason(long count, boolean complete, List<ConsumerRecord<String, byte[]>> newest) {}

    private static final class Tally {
        private long count;
        private boolean complete = true;
        private final TreeSet<ConsumerRecord<String, byte[]>> newest = new TreeSet<>(NEWEST_FIRST);
    }

    private final Map<Rejection, Tally> tallies = new EnumMap<>(Rejection.class);

    /** A board without letters. */
    public DeadLetterBoard() {
        forget();
    }

    /** The topics to read. */
    public static List<String> topics() {
        return Arrays.stream(Rejection.values())
                .map(reason -> Topics.dead(reason).name())
                .toList();
    }

    private static Rejection reason(String topic) {
        for (Rejection reason : Rejection.values()) {
            if (Topics.dead(reason).name().equals(Generation.base(topic))) {
                return reason;
            }
        }
        throw new IllegalArgumentException("no dead-letter topic: " + topic);
    }

    @Override
    public synchronized void begin(Map<TopicPartition, Long> from, Map<TopicPartition, Long> oldest) {
        from.forEach((partition, offset) -> {
            if (offset > oldest.getOrDefault(partition, 0L)) {
                tallies.get(reason(partition.topic())).complete = false;
            }
        });
    }

    @Override
    public synchronized void forget() {
        for (Rejection reason : Rejection.values()) {
            tallies.put(reason, new Tally());
        }
    }

    @Override
    public synchronized void apply(ConsumerRecord<String, byte[]> record) {
        Tally tally = tallies.get(reason(record.topic()));
        tally.count++;
        tally.newest.add(record);
        if (tally.newest.size() > KEPT) {
            tally.newest.pollLast();
        }
    }

    /** All reasons, at one moment. */
    public synchronized Map<Rejection, Reason> snapshot() {
        Map<Rejection, Reason> all = new EnumMap<>(Rejection.class);
        tallies.forEach(
                (reason, tally) -> all.put(reason, new Reason(tally.count, tally.complete, List.copyOf(tally.newest))));
        return all;
    }

    /** The counts alone. */
    public synchronized Map<Rejection, Long> counts() {
        Map<Rejection, Long> all = new EnumMap<>(Rejection.class);
        tallies.forEach((reason, tally) -> all.put(reason, tally.count));
        return all;
    }
}
