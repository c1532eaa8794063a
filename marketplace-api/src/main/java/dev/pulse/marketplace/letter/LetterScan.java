package dev.pulse.marketplace.letter;

import dev.pulse.marketplace.follow.ConsumerFactory;
import dev.pulse.schemas.DeadLetter;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.serde.RegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Goes through dead letters from the oldest up, as far as they were written when it was opened: for whoever needs them all.
 * It holds as much as one poll gives. For one thread.
 */
public final class LetterScan implements AutoCloseable {
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    /**
     * A letter with all that stands in it.
     *
     * @param found what is said of it
     * @param letter the record; null where it can't be read
     */
    public record Whole(FoundLetter found, DeadLetter letter) {}

    /**
     * The letters of some nodes, whatever they were refused for.
     *
     * @param generation number of the generation of their topics
     * @param partition the partition of each of them
     */
    public record Part(int generation, int partition) {
        private boolean has(TopicPartition one) {
            return one.partition() == partition && Generation.numberOf(one.topic()) == generation;
        }
    }

    private final ConsumerFactory factory;
    private final Consumer<String, byte[]> consumer;
    private final LetterReader reader;
    private LetterQuery query;
    private Map<TopicPartition, Long> ends = Map.of();

    /** A scan that is not open yet. */
    public LetterScan(ConsumerFactory consumers, RecordSerdes serdes) {
        this.factory = consumers;
        this.consumer = consumers.open("scan");
        this.reader = new LetterReader(serdes);
    }

    /**
     * Begins at the oldest letter.
     *
     * @param part that one alone; null for all
     * @return how many partitions are read
     * @throws org.apache.kafka.common.KafkaException when Kafka does not answer
     */
    public int open(LetterQuery wanted, Part part) {
        query = wanted;
        List<TopicPartition> partitions = LetterDesk.partitions(factory, consumer, wanted).stream()
                .filter(one -> part == null || part.has(one))
                .toList();
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, CALL);
        Map<TopicPartition, Long> all = consumer.endOffsets(partitions, CALL);
        Map<TopicPartition, Long> lows = LetterDesk.at(consumer, partitions, wanted.since(), all);
        Map<TopicPartition, Long> highs = LetterDesk.before(consumer, partitions, wanted.until(), all);
        ends = partitions.stream()
                .collect(Collectors.toMap(one -> one, one -> highs.getOrDefault(one, all.getOrDefault(one, 0L))));
        consumer.assign(partitions);
        consumer.resume(partitions);
        partitions.forEach(
                one -> consumer.seek(one, Math.max(begins.getOrDefault(one, 0L), lows.getOrDefault(one, 0L))));
        return partitions.size();
    }

    /** The parts of what is asked for, those of the oldest generation first. */
    public List<Part> parts(LetterQuery wanted) {
        return LetterDesk.partitions(factory, consumer, wanted).stream()
                .map(one -> new Part(Generation.numberOf(one.topic()), one.partition()))
                .distinct()
                .sorted(Comparator.comparingInt(Part::generation).thenComparingInt(Part::partition))
                .toList();
    }

    /** Whether everything was given out. */
    public boolean done() {
        return left() == 0;
    }

    /** Offsets that were not read yet. */
    public long left() {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey(), CALL)))
                .sum();
    }

    /**
     * The next letters that match, those of a partition in their order; none where Kafka had none at hand.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka does not give them
     */
    public List<Whole> next() {
        if (ends.isEmpty()) {
            return List.of();
        }
        List<Whole> letters = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            long end = Objects.requireNonNull(ends.get(new TopicPartition(record.topic(), record.partition())));
            if (record.offset() < end && query.takes(record.key(), record.timestamp())) {
                letters.add(whole(record));
            }
        }
        return letters;
    }

    private Whole whole(ConsumerRecord<String, byte[]> record) {
        try {
            DeadLetter letter = reader.decode(record);
            return new Whole(LetterReader.found(record, letter), letter);
        } catch (SerializationException | RegistryUnavailableException e) {
            return new Whole(LetterReader.unreadable(record, e), null);
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofMillis(500)));
    }
}
