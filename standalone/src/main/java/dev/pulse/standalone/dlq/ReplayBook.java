package dev.pulse.standalone.dlq;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.marketplace.follow.ConsumerFactory;
import dev.pulse.schemas.ReplayedLetter;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.generation.LetterPlace;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.topic.NodePartition;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.standalone.dlq.LetterSource.UnusableException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * What replays there were, of the nodes of one partition of a generation at a time. They are written down by node id in a
 * topic that has the partitions it was made with, whatever the generations have: so one or more of its partitions are read.
 */
final class ReplayBook {
    /** Replays of those nodes, at most: some 50 MB. */
    static final int MOST = 250_000;

    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    /** Where a record stands in heartbeats.raw of some generation. */
    private record RawPlace(TopicPartition partition, long offset) {}

    private final ConsumerFactory consumers;
    private final Deserializer<ReplayedLetter> records;
    private final Map<LetterPlace, ReplayedLetter> replays = new HashMap<>();
    private final Map<RawPlace, LetterPlace> origins = new HashMap<>();

    /** A book that is empty yet. */
    ReplayBook(ConsumerFactory consumers, RecordSerdes serdes) {
        this.consumers = consumers;
        this.records = serdes.of(Topics.REPLAYED).deserializer();
    }

    /**
     * Forgets what it has, and reads all that is committed of the nodes whose letters stand in a partition.
     *
     * @param generation number of the generation of the dead-letter topics
     * @throws UnusableException where there is no such topic, or too much in it
     */
    void read(int generation, int partition) {
        replays.clear();
        origins.clear();
        Consumer<String, byte[]> consumer = consumers.open("replays");
        try {
            int letters = count(consumer, Generation.name(generation, Topics.dead(Rejection.SKEW)));
            int book = count(consumer, Topics.REPLAYED.name());
            List<TopicPartition> some = pages(letters, partition, book)
                    .mapToObj(page -> new TopicPartition(Topics.REPLAYED.name(), page))
                    .toList();
            consumer.assign(some);
            consumer.seekToBeginning(some);
            Map<TopicPartition, Long> ends = consumer.endOffsets(some, CALL);
            while (some.stream().anyMatch(one -> consumer.position(one, CALL) < ends.get(one))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    if (NodePartition.of(record.key(), letters) == partition) {
                        add(records.deserialize(record.topic(), record.value()));
                    }
                }
            }
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ofMillis(500)));
        }
    }

    private static int count(Consumer<String, byte[]> consumer, String topic) {
        int count = consumer.partitionsFor(topic, CALL).size();
        if (count == 0) {
            throw new UnusableException("Kafka has no topic " + topic + ": make it with `./pulse topics create`.");
        }
        return count;
    }

    /**
     * The partitions of the book in which nodes of one partition of others can stand. A node is in each at the same hash
     * modulo their counts, so both numbers are congruent modulo what divides both counts.
     */
    static IntStream pages(int letters, int partition, int book) {
        int common = BigInteger.valueOf(letters).gcd(BigInteger.valueOf(book)).intValueExact();
        return IntStream.iterate(partition % common, page -> page < book, page -> page + common);
    }

    private void add(ReplayedLetter replay) {
        if (replays.size() == MOST) {
            throw new UnusableException("There were more than " + MOST + " replays in one partition in 40 days.");
        }
        LetterPlace.in(replay.getLetterTopic(), replay.getLetterPartition(), replay.getLetterOffset())
                .ifPresent(place -> {
                    replays.put(place, replay);
                    TopicPartition raw = new TopicPartition(replay.getRawTopic(), replay.getRawPartition());
                    origins.put(new RawPlace(raw, replay.getRawOffset()), place);
                });
    }

    /** The replay of a letter. */
    Optional<ReplayedLetter> replayOf(LetterPlace letter) {
        return Optional.ofNullable(replays.get(letter));
    }

    /** The letter whose replay a record of heartbeats.raw is. */
    Optional<LetterPlace> originOf(TopicPartition raw, long rawOffset) {
        return Optional.ofNullable(origins.get(new RawPlace(raw, rawOffset)));
    }
}
