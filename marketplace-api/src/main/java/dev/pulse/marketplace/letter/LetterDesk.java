package dev.pulse.marketplace.letter;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.marketplace.follow.ConsumerFactory;
import dev.pulse.marketplace.follow.ConsumerPool;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.generation.LetterPlace;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.topic.NodePartition;
import dev.pulse.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks dead letters up in their topics, where they are for 30 days. Every look-up is bounded: so many at one time, so many
 * offsets, so many seconds; a search that is ended by that says where another goes on.
 */
public final class LetterDesk implements AutoCloseable {
    /** Look-ups at one time. */
    public static final int AT_ONCE = 2;
    /** Offsets that one search looks at, at most. */
    public static final int MOST_OFFSETS = 50_000;
    /** Partitions that one search reads, at most: more make a cursor that is too long for an address. */
    public static final int MOST_PARTITIONS = 1_000;

    /** How long one search reads, at most. */
    private static final Duration READING = Duration.ofSeconds(3);

    private static final Duration WAITING = Duration.ofSeconds(1);
    private static final Duration CALL = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int SHORTEST_WINDOW = 16;

    /**
     * Letters have the time of the record that was refused, and whoever refuses may lag: an offset has letters that are
     * older than its neighbours. That much older ones are still found by a search that ends at some time.
     */
    private static final Duration OUT_OF_ORDER = Duration.ofHours(1);

    /** More partitions than {@link #MOST_PARTITIONS} would have to be read. */
    public static final class TooWideException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TooWideException(int partitions) {
            super(
                    "That would read " + partitions + " partitions; at most " + MOST_PARTITIONS
                            + " are read. Name a node_id, or fewer reasons.",
                    null,
                    false,
                    false);
        }
    }

    /** A search is to go on with other partitions than it had. */
    public static final class OtherPartitionsException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private OtherPartitionsException() {
            super("the topics have not as many partitions as they had", null, false, false);
        }
    }

    private final ConsumerFactory factory;
    private final ConsumerPool consumers;
    private final LetterReader reader;
    private final Examiner examiner;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final int mostOffsets;

    /** A desk over all generations that can be read, which has opened nothing yet. */
    public LetterDesk(ConsumerFactory consumers, RecordSerdes serdes, InstantSource clock, LongSupplier nanoTime) {
        this(consumers, serdes, clock, nanoTime, MOST_OFFSETS);
    }

    LetterDesk(
            ConsumerFactory consumers,
            RecordSerdes serdes,
            InstantSource clock,
            LongSupplier nanoTime,
            int mostOffsets) {
        this.mostOffsets = mostOffsets;
        this.factory = consumers;
        this.consumers = new ConsumerPool(consumers, "letters", AT_ONCE);
        this.reader = new LetterReader(serdes);
        this.examiner = new Examiner(serdes);
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Finds letters, newest first.
     *
     * @param bounds where an earlier search ended; null to begin with the newest letter
     * @param size letters at most, 1 or more
     * @throws ConsumerPool.NoneFreeException when {@link #AT_ONCE} others search
     * @throws TooWideException when it would read too many partitions
     * @throws OtherPartitionsException when the bounds are not of this many partitions
     * @throws org.apache.kafka.common.KafkaException when Kafka does not give them
     */
    public LetterPage search(LetterQuery query, List<Long> bounds, int size) {
        return consumers.with(WAITING, consumer -> search(consumer, query, bounds, size));
    }

    private LetterPage search(Consumer<String, byte[]> consumer, LetterQuery query, List<Long> bounds, int size) {
        List<TopicPartition> partitions = partitions(factory, consumer, query);
        if (partitions.size() > MOST_PARTITIONS) {
            throw new TooWideException(partitions.size());
        }
        if (bounds != null && bounds.size() != partitions.size()) {
            throw new OtherPartitionsException();
        }
        Instant asOf = clock.instant();
        List<Descent> descents = descents(consumer, query, partitions, bounds, size);
        Scan scan = new Scan(consumer, query, descents);
        boolean done = scan.run(size);
        long left = descents.stream().mapToLong(Descent::left).sum();
        return new LetterPage(
                scan.found,
                left == 0 ? null : descents.stream().map(Descent::bound).toList(),
                done,
                scan.offsets,
                left,
                asOf);
    }

    static List<TopicPartition> partitions(
            ConsumerFactory factory, Consumer<String, byte[]> consumer, LetterQuery query) {
        List<TopicPartition> all = new ArrayList<>();
        List<String> topics = factory.generations().stream()
                .flatMap(generation -> query.reasons().stream().map(reason -> generation.name(Topics.dead(reason))))
                .toList();
        for (String topic : topics) {
            int count = consumer.partitionsFor(topic, CALL).size();
            if (count > 0 && query.nodeId() != null) {
                all.add(new TopicPartition(topic, NodePartition.of(query.nodeId(), count)));
            } else {
                for (int partition = 0; partition < count; partition++) {
                    all.add(new TopicPartition(topic, partition));
                }
            }
        }
        return all;
    }

    private static List<Descent> descents(
            Consumer<String, byte[]> consumer,
            LetterQuery query,
            List<TopicPartition> partitions,
            List<Long> bounds,
            int size) {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, CALL);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, CALL);
        Map<TopicPartition, Long> lows = at(consumer, partitions, query.since(), ends);
        Map<TopicPartition, Long> highs = before(consumer, partitions, query.until(), ends);
        List<Descent> descents = new ArrayList<>();
        for (int i = 0; i < partitions.size(); i++) {
            TopicPartition partition = partitions.get(i);
            long begin = Math.max(begins.getOrDefault(partition, 0L), lows.getOrDefault(partition, 0L));
            long end = highs.getOrDefault(partition, ends.getOrDefault(partition, 0L));
            descents.add(new Descent(
                    partition,
                    begin,
                    bounds == null ? end : Math.min(end, bounds.get(i)),
                    Math.max(SHORTEST_WINDOW, size)));
        }
        return descents;
    }

    /** The first offset at or after a time; the end where there is none; empty without a time. */
    static Map<TopicPartition, Long> at(
            Consumer<String, byte[]> consumer,
            Collection<TopicPartition> partitions,
            Instant time,
            Map<TopicPartition, Long> ends) {
        if (time == null) {
            return Map.of();
        }
        Map<TopicPartition, Long> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, time.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(asked, CALL);
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach(partition -> offsets.put(
                partition,
                Optional.ofNullable(found.get(partition))
                        .map(OffsetAndTimestamp::offset)
                        .orElse(ends.getOrDefault(partition, 0L))));
        return offsets;
    }

    /** An offset at which all letters of before a time have come, but those that came very late. */
    static Map<TopicPartition, Long> before(
            Consumer<String, byte[]> consumer,
            Collection<TopicPartition> partitions,
            Instant time,
            Map<TopicPartition, Long> ends) {
        return at(consumer, partitions, time == null ? null : time.plus(OUT_OF_ORDER), ends);
    }

    /** One search at work. */
    private final class Scan {
        private final Consumer<String, byte[]> consumer;
        private final LetterQuery query;
        private final List<Descent> descents;
        private final long begun = nanoTime.getAsLong();
        private final List<FoundLetter> found = new ArrayList<>();
        private long offsets;

        Scan(Consumer<String, byte[]> consumer, LetterQuery query, List<Descent> descents) {
            this.consumer = consumer;
            this.query = query;
            this.descents = descents;
        }

        /** Whether it found all that it should: a full page, or everything there is. */
        boolean run(int size) {
            while (found.size() < size) {
                List<Descent> hungry = descents.stream().filter(Descent::hungry).toList();
                if (!hungry.isEmpty()) {
                    if (!read(hungry)) {
                        return false;
                    }
                    continue;
                }
                // Every partition shows its newest letter, so the newest of these is the newest of all.
                Optional<Descent> newest = descents.stream()
                        .filter(descent -> descent.newest() != null)
                        .max((one, other) -> FoundLetter.BY_TIME.compare(one.newest(), other.newest()));
                if (newest.isEmpty()) {
                    return true;
                }
                found.add(newest.get().give());
            }
            return true;
        }

        /** Reads a window of each. Answers whether they were all read to their ends. */
        private boolean read(List<Descent> hungry) {
            long allowed = (mostOffsets - offsets) / hungry.size();
            if (allowed < 1 || late()) {
                return false;
            }
            Map<TopicPartition, Descent> reading = new HashMap<>();
            hungry.forEach(descent -> reading.put(descent.partition(), descent));
            assign(consumer, reading.keySet());
            hungry.forEach(descent -> consumer.seek(descent.partition(), descent.open((int) allowed)));
            while (!reading.isEmpty()) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    Descent descent = reading.get(new TopicPartition(record.topic(), record.partition()));
                    if (descent != null
                            && descent.covers(record.offset())
                            && query.takes(record.key(), record.timestamp())) {
                        descent.take(reader.found(record));
                    }
                }
                List<Descent> done = reading.values().stream()
                        // The position steps over the markers of transactions, which are no records.
                        .filter(descent -> descent.read(consumer.position(descent.partition(), CALL)))
                        .toList();
                done.forEach(descent -> {
                    offsets += descent.close();
                    reading.remove(descent.partition());
                });
                consumer.pause(done.stream().map(Descent::partition).toList());
                if (!reading.isEmpty() && late()) {
                    return false;
                }
            }
            return true;
        }

        private boolean late() {
            return nanoTime.getAsLong() - begun >= READING.toNanos();
        }
    }

    /**
     * The letter at a place in the newest generation.
     *
     * @throws ConsumerPool.NoneFreeException when {@link #AT_ONCE} others search
     * @throws org.apache.kafka.common.KafkaException when Kafka does not give it
     */
    public LookUp find(Rejection reason, int partition, long offset) {
        return find(new LetterPlace(factory.generations().getLast().number(), reason, partition, offset));
    }

    /** The letter at a place, likewise. */
    public LookUp find(LetterPlace place) {
        if (factory.generations().stream().mapToInt(Generation::number).noneMatch(of -> of == place.generation())) {
            return new LookUp.Never();
        }
        return consumers.with(
                WAITING,
                consumer -> find(consumer, new TopicPartition(place.topic(), place.partition()), place.offset()));
    }

    private LookUp find(Consumer<String, byte[]> consumer, TopicPartition partition, long offset) {
        if (partition.partition()
                >= consumer.partitionsFor(partition.topic(), CALL).size()) {
            return new LookUp.Never();
        }
        List<TopicPartition> one = List.of(partition);
        long begin = consumer.beginningOffsets(one, CALL).getOrDefault(partition, 0L);
        if (offset < begin) {
            return new LookUp.Gone(begin);
        }
        Instant asOf = clock.instant();
        if (offset >= consumer.endOffsets(one, CALL).getOrDefault(partition, 0L)) {
            return new LookUp.Never();
        }
        assign(consumer, one);
        consumer.seek(partition, offset);
        long begun = nanoTime.getAsLong();
        OptionalLong position = OptionalLong.empty();
        while (position.isEmpty() || position.getAsLong() <= offset) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                return record.offset() == offset
                        ? new LookUp.Found(examiner.examine(record, reader), asOf)
                        : new LookUp.Never();
            }
            position = OptionalLong.of(consumer.position(partition, CALL));
            if (nanoTime.getAsLong() - begun >= READING.toNanos()) {
                return new LookUp.Late();
            }
        }
        return new LookUp.Never();
    }

    /** A partition that is assigned again is still paused if it was. */
    private static void assign(Consumer<String, byte[]> consumer, Collection<TopicPartition> partitions) {
        consumer.assign(partitions);
        consumer.resume(partitions);
    }

    @Override
    public void close() {
        consumers.close();
    }
}
