package dev.pulse.system.books;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.schemas.DeadLetter;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.NodeRotated;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.schemas.Tick;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.convert.Bytes;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.generation.LetterPlace;
import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * What stands in the topics, record by record, read committed. Each check answers with what is wrong, a sentence each;
 * nothing is wrong when there is none.
 *
 * <p>Stronger than counting: each partition of heartbeats.verified must be that partition of heartbeats.raw without the
 * records that have a dead letter, in the same order, ticks among them. A loss, a double and a swap all break that.
 */
public final class Books {
    /** Partitions of a later generation are numbered on from here, and twice, and so on. */
    private static final int GENERATION = 10_000;

    /** Where a record stands in heartbeats.raw. */
    record Place(int partition, long offset) {}

    /** A partition's number over all generations. */
    static int partition(String topic, int partition) {
        return (Generation.numberOf(topic) - 1) * GENERATION + partition;
    }

    /** A record by what makes it unlike any other: a heartbeat by its account and payload, a tick by its time. */
    record Mark(String kind, String who, long what) {
        boolean isTick() {
            return kind.equals("tick");
        }
    }

    /** What can't be read: the verifier makes poison of it. */
    private static final Mark GARBAGE = new Mark("garbage", "", 0);

    private final Map<Integer, List<Mark>> raw = new TreeMap<>();
    private final Map<Integer, List<Mark>> rawNotDead = new TreeMap<>();
    private final Map<Integer, List<Mark>> verified = new TreeMap<>();
    private final Map<Rejection, List<Place>> dead = new EnumMap<>(Rejection.class);
    private final Map<Rejection, Set<Place>> indexed = new EnumMap<>(Rejection.class);
    private final Replays replays = new Replays();
    private final Lives lives = new Lives();

    Books() {}

    /** Reads the topics from the end of the path to its beginning, so that what is read last holds all of the rest. */
    public static Books read(KafkaSettings kafka, RecordSerdes serdes) {
        Books books = new Books();
        TopicReader topics = new TopicReader(kafka);
        each(topics, serdes, Topics.STATE, (record, state) -> books.add(state));
        each(topics, serdes, Topics.EVENTS, (record, event) -> books.add(event));
        each(
                topics,
                serdes,
                Topics.VERIFIED,
                (record, value) -> books.addVerified(partition(record.topic(), record.partition()), value));
        for (Rejection reason : Rejection.values()) {
            each(topics, serdes, Topics.dead(reason), (record, letter) -> {
                books.add(reason, letter);
                LetterPlace.in(record.topic(), record.partition(), record.offset())
                        .ifPresent(books.replays::addLetter);
            });
        }
        each(topics, serdes, Topics.REPLAYED, (record, entry) -> books.replays.addWritten(entry));
        Deserializer<SpecificRecord> values = serdes.of(Topics.RAW).deserializer();
        for (ConsumerRecord<byte[], byte[]> record : topics.read(Topics.RAW)) {
            Mark mark = markOrGarbage(values, record);
            books.addRaw(new Place(partition(record.topic(), record.partition()), record.offset()), mark);
            books.replays.addRaw(record, mark);
        }
        return books;
    }

    private static <V extends SpecificRecord> void each(
            TopicReader topics,
            RecordSerdes serdes,
            Topic<V> topic,
            BiConsumer<ConsumerRecord<byte[], byte[]>, V> use) {
        Deserializer<V> values = serdes.of(topic).deserializer();
        for (ConsumerRecord<byte[], byte[]> record : topics.read(topic)) {
            use.accept(record, values.deserialize(record.topic(), record.value()));
        }
    }

    private static Mark markOrGarbage(Deserializer<SpecificRecord> values, ConsumerRecord<byte[], byte[]> record) {
        try {
            SpecificRecord value = values.deserialize(record.topic(), record.value());
            return value == null ? GARBAGE : mark(value);
        } catch (SerializationException unreadable) {
            return GARBAGE;
        }
    }

    void add(NodeEvent event) {
        lives.add(event);
    }

    void add(NodeState state) {
        lives.add(state);
    }

    void add(Rejection reason, DeadLetter letter) {
        dead.computeIfAbsent(reason, first -> new ArrayList<>())
                .add(new Place(
                        partition(letter.getSourceTopic(), letter.getSourcePartition()), letter.getSourceOffset()));
    }

    void addVerified(int partition, Mark mark) {
        add(verified, partition, mark);
    }

    /** What the verifier says of itself among the heartbeats is the outcome of a command, and of no raw record. */
    void addVerified(int partition, SpecificRecord value) {
        if (!(value instanceof NodeRotated)) {
            addVerified(partition, mark(value));
        }
    }

    /** Dead letters must have been added before. */
    void addRaw(Place place, Mark mark) {
        add(raw, place.partition(), mark);
        boolean buried = dead.entrySet().stream()
                .anyMatch(letters -> letters.getKey() != Rejection.REPLAY
                        && places(letters.getKey()).contains(place));
        if (!buried) {
            add(rawNotDead, place.partition(), mark);
        }
    }

    private Set<Place> places(Rejection reason) {
        return indexed.computeIfAbsent(reason, first -> new HashSet<>(dead.getOrDefault(reason, List.of())));
    }

    static Mark mark(SpecificRecord record) {
        return switch (record) {
            case Tick tick -> new Mark("tick", tick.getIngest(), tick.getAt().toEpochMilli());
            case SignedHeartbeat signed ->
                new Mark("heartbeat", signed.getAccount(), Bytes.digest(Sha256.hash(Bytes.copy(signed.getPayload()))));
            case VerifiedHeartbeat heartbeat ->
                new Mark("heartbeat", heartbeat.getAccount(), heartbeat.getPayloadDigest());
            default -> throw new IllegalArgumentException("a " + record.getClass() + " among heartbeats");
        };
    }

    private static void add(Map<Integer, List<Mark>> marks, int partition, Mark mark) {
        marks.computeIfAbsent(partition, first -> new ArrayList<>()).add(mark);
    }

    /** Heartbeats in heartbeats.raw; garbage counts. */
    public long rawHeartbeats() {
        return heartbeats(raw);
    }

    /** Heartbeats in heartbeats.verified. */
    public long verifiedHeartbeats() {
        return heartbeats(verified);
    }

    /** Dead letters of a reason. */
    public long dead(Rejection reason) {
        return dead.getOrDefault(reason, List.of()).size();
    }

    private static long heartbeats(Map<Integer, List<Mark>> marks) {
        return marks.values().stream()
                .flatMap(List::stream)
                .filter(mark -> !mark.isTick())
                .count();
    }

    /** Every event of every node, in the order of its topic. */
    public List<NodeEvent> events() {
        return lives.events();
    }

    /**
     * Every 202 is one record, and nothing stands there that nobody sent.
     *
     * @param strays records that were written past the ingest on purpose
     */
    public List<String> promises(RecordedPost post, long strays) {
        Sentences wrong = new Sentences();
        Map<Long, Long> stored = new HashMap<>();
        raw.values().stream()
                .flatMap(List::stream)
                .filter(mark -> mark.kind().equals("heartbeat"))
                .forEach(mark -> stored.merge(mark.what(), 1L, Long::sum));
        stored.replaceAll((digest, times) -> times - replays.times(digest));
        post.acknowledged()
                .forEach((digest, times) -> wrong.unless(
                        stored.getOrDefault(digest, 0L) >= times,
                        "lost: payload %016x was answered 202 %d times and has %d records in heartbeats.raw",
                        digest,
                        times,
                        stored.getOrDefault(digest, 0L)));
        Map<Long, Long> sent = post.sent();
        stored.forEach((digest, times) -> wrong.unless(
                sent.getOrDefault(digest, 0L) >= times,
                "doubled: payload %016x was sent %d times and has %d records in heartbeats.raw",
                digest,
                sent.getOrDefault(digest, 0L),
                times));
        long most = post.acknowledgedTotal() + post.unanswered() + strays;
        long taken = rawHeartbeats() - replays.count();
        wrong.unless(
                taken >= post.acknowledgedTotal() && taken <= most,
                "heartbeats.raw has %d heartbeats that were not put back; %d were answered 202, and %d more may be there",
                taken,
                post.acknowledgedTotal(),
                most - post.acknowledgedTotal());
        return wrong.list();
    }

    /** Each replay is of one dead letter, which no other is of, and written down. */
    public List<String> replays() {
        return replays.check();
    }

    /** Records of heartbeats.raw that were put there by replays. */
    public long replayed() {
        return replays.count();
    }

    /** Every raw record has its one outcome, in order; the newest ticks alone may still be on their way. */
    public List<String> outcomes() {
        Sentences wrong = new Sentences();
        dead.forEach((reason, letters) -> wrong.unless(
                places(reason).size() == letters.size(),
                "%d dead letters of reason %s are for %d records",
                letters.size(),
                reason,
                places(reason).size()));
        rawNotDead.forEach((partition, expected) -> compare(wrong, partition, expected));
        verified.forEach((partition, found) -> wrong.unless(
                rawNotDead.containsKey(partition), "partition %d is verified and has no raw record", partition));
        long buried =
                dead(Rejection.SIGNATURE) + dead(Rejection.SKEW) + dead(Rejection.IDENTITY) + dead(Rejection.POISON);
        wrong.unless(
                rawHeartbeats() == verifiedHeartbeats() + buried,
                "%d raw heartbeats, but %d verified and %d dead",
                rawHeartbeats(),
                verifiedHeartbeats(),
                buried);
        return wrong.list();
    }

    private void compare(Sentences wrong, int partition, List<Mark> expected) {
        List<Mark> found = verified.getOrDefault(partition, List.of());
        int common = Math.min(found.size(), expected.size());
        for (int i = 0; i < common; i++) {
            if (!found.get(i).equals(expected.get(i))) {
                wrong.add(
                        "record %d of partition %d of heartbeats.verified is %s, not %s",
                        i, partition, found.get(i), expected.get(i));
                return;
            }
        }
        wrong.unless(
                found.size() <= expected.size(),
                "partition %d of heartbeats.verified has %d records too many, the first is %s",
                partition,
                found.size() - expected.size(),
                found.size() > expected.size() ? found.get(expected.size()) : null);
        expected.subList(common, expected.size()).stream()
                .filter(mark -> !mark.isTick())
                .forEach(mark -> wrong.add("partition %d: no outcome for %s", partition, mark));
    }

    /**
     * The lifecycle stream accounts each verified heartbeat once.
     *
     * @param advances heartbeats that it counts as advances, over all partitions; likewise the others
     */
    public List<String> accounts(long advances, long duplicates, long replays) {
        Sentences wrong = new Sentences();
        Set<Mark> distinct = new HashSet<>();
        verified.values()
                .forEach(marks -> marks.stream().filter(mark -> !mark.isTick()).forEach(distinct::add));
        wrong.unless(
                advances + duplicates + replays == verifiedHeartbeats(),
                "%d advances, %d duplicates and %d replays are accounted; %d heartbeats are verified",
                advances,
                duplicates,
                replays,
                verifiedHeartbeats());
        wrong.unless(
                replays == dead(Rejection.REPLAY),
                "%d replays are accounted, %d have a dead letter",
                replays,
                dead(Rejection.REPLAY));
        wrong.unless(
                advances + replays >= distinct.size() && advances <= distinct.size(),
                "%d advances and %d replays of %d different heartbeats",
                advances,
                replays,
                distinct.size());
        return wrong.list();
    }

    /**
     * All that the topics and the lifecycle stream's accounts say by themselves: {@link #outcomes}, {@link #replays}, {@link
     * #transitions}, {@link #states} and {@link #accounts}.
     */
    public List<String> balance(long advances, long duplicates, long replayed) {
        return Stream.of(outcomes(), replays(), transitions(), states(), accounts(advances, duplicates, replayed))
                .flatMap(List::stream)
                .toList();
    }

    /** Each node's events are numbered from 1 without a gap or a double, each begins where the last ended, and is legal. */
    public List<String> transitions() {
        return lives.transitions();
    }

    /** The last state of each node in nodes.state is what its events add up to. */
    public List<String> states() {
        return lives.states();
    }

    /**
     * The explorer answers what stands in nodes.state.
     *
     * @param answers each node's {@code status} as the explorer has it
     */
    public List<String> explorer(Map<String, String> answers) {
        return lives.explorer(answers);
    }
}
