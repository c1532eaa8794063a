package dev.pulse.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.schemas.DeadLetter;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.schemas.Tick;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.convert.Bytes;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
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
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The books of delivery (design section 6), record by record: what was answered 202 stands in heartbeats.raw; every
 * record there has one outcome; the lifecycle stream accounts every verified one once.
 *
 * <p>Stronger than counting: each partition of heartbeats.verified must be that partition of heartbeats.raw without the
 * records that have a dead letter, in the same order, ticks among them. A loss, a double and a swap all break that.
 */
final class Delivery {
    /** Where a record stands in heartbeats.raw. */
    private record Place(int partition, long offset) {}

    /** A record by what makes it unlike any other: a heartbeat by its node and payload, a tick by its time. */
    private record Mark(String kind, String who, long what) {
        boolean isTick() {
            return kind.equals("tick");
        }
    }

    private final Map<Integer, List<Mark>> verified = new TreeMap<>();
    private final Map<Rejection, List<Place>> dead = new EnumMap<>(Rejection.class);
    private final Map<Integer, List<Mark>> raw = new TreeMap<>();
    private final Map<Integer, List<Mark>> rawNotDead = new TreeMap<>();
    private final Map<String, List<NodeEvent>> events = new TreeMap<>();
    private final TopicReader topics;
    private final RegistryRecordSerdes serdes;

    private Delivery(TopicReader topics, RegistryRecordSerdes serdes) {
        this.topics = topics;
        this.serdes = serdes;
    }

    /** Reads the topics from the end of the path to its beginning, so that what is read last holds all of the rest. */
    static Delivery read(Parts parts) {
        try (RegistryRecordSerdes serdes = parts.serdes()) {
            Delivery delivery = new Delivery(new TopicReader(parts.kafka()), serdes);
            delivery.readEvents();
            delivery.readVerified();
            for (Rejection reason : Rejection.values()) {
                delivery.readDead(reason);
            }
            delivery.readRaw();
            return delivery;
        }
    }

    private void readEvents() {
        Deserializer<NodeEvent> values = serdes.of(Topics.EVENTS).deserializer();
        for (ConsumerRecord<byte[], byte[]> record : topics.read(Topics.EVENTS)) {
            NodeEvent event = values.deserialize(record.topic(), record.value());
            events.computeIfAbsent(event.getNodeId(), first -> new ArrayList<>())
                    .add(event);
        }
    }

    private void readVerified() {
        Deserializer<SpecificRecord> values = serdes.of(Topics.VERIFIED).deserializer();
        for (ConsumerRecord<byte[], byte[]> record : topics.read(Topics.VERIFIED)) {
            add(verified, record.partition(), mark(values.deserialize(record.topic(), record.value())));
        }
    }

    private void readDead(Rejection reason) {
        Topic<DeadLetter> topic = Topics.dead(reason);
        Deserializer<DeadLetter> values = serdes.of(topic).deserializer();
        List<Place> places = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : topics.read(topic)) {
            DeadLetter letter = values.deserialize(record.topic(), record.value());
            assertThat(letter.getReason().name()).isEqualTo(reason.name());
            places.add(new Place(letter.getSourcePartition(), letter.getSourceOffset()));
        }
        assertThat(places).as("dead letters for %s, by their source", reason).doesNotHaveDuplicates();
        dead.put(reason, places);
    }

    private void readRaw() {
        Set<Place> buried = new HashSet<>();
        dead.forEach((reason, places) -> {
            if (reason != Rejection.REPLAY) {
                places.forEach(place -> assertThat(buried.add(place))
                        .as("one dead letter for %s", place)
                        .isTrue());
            }
        });
        Deserializer<SpecificRecord> values = serdes.of(Topics.RAW).deserializer();
        for (ConsumerRecord<byte[], byte[]> record : topics.read(Topics.RAW)) {
            Mark mark = mark(values.deserialize(record.topic(), record.value()));
            add(raw, record.partition(), mark);
            if (!buried.contains(new Place(record.partition(), record.offset()))) {
                add(rawNotDead, record.partition(), mark);
            }
        }
    }

    private static Mark mark(SpecificRecord record) {
        return switch (record) {
            case Tick tick -> new Mark("tick", tick.getIngest(), tick.getAt().toEpochMilli());
            case SignedHeartbeat signed ->
                new Mark("heartbeat", signed.getAccount(), Bytes.digest(Sha256.hash(Bytes.copy(signed.getPayload()))));
            case VerifiedHeartbeat heartbeat ->
                new Mark("heartbeat", heartbeat.getAccount(), heartbeat.getPayloadDigest());
            default -> throw new AssertionError("a " + record.getClass() + " among heartbeats");
        };
    }

    private static void add(Map<Integer, List<Mark>> marks, int partition, Mark mark) {
        marks.computeIfAbsent(partition, first -> new ArrayList<>()).add(mark);
    }

    /** Heartbeats in heartbeats.raw. */
    long rawHeartbeats() {
        return heartbeats(raw);
    }

    /** Heartbeats in heartbeats.verified. */
    long verifiedHeartbeats() {
        return heartbeats(verified);
    }

    /** Dead letters of a reason. */
    long dead(Rejection reason) {
        return dead.get(reason).size();
    }

    private static long heartbeats(Map<Integer, List<Mark>> marks) {
        return marks.values().stream()
                .flatMap(List::stream)
                .filter(mark -> !mark.isTick())
                .count();
    }

    /** Every 202 is one record, and nothing stands there that nobody sent. */
    void assertHolds(RecordedPost post) {
        Map<Long, Long> stored = new HashMap<>();
        raw.values().stream()
                .flatMap(List::stream)
                .filter(mark -> !mark.isTick())
                .forEach(mark -> stored.merge(mark.what(), 1L, Long::sum));
        Map<Long, Long> sent = post.sent();
        post.acknowledged()
                .forEach((digest, times) -> assertThat(stored.getOrDefault(digest, 0L))
                        .as("records of a payload that was answered 202 %d times", times)
                        .isGreaterThanOrEqualTo(times));
        stored.forEach((digest, times) -> assertThat(sent.getOrDefault(digest, 0L))
                .as("POSTs of a payload that has %d records", times)
                .isGreaterThanOrEqualTo(times));
        assertThat(rawHeartbeats()).isBetween(post.acknowledgedTotal(), post.acknowledgedTotal() + post.unanswered());
    }

    /** Every raw record has its one outcome, in order; the newest ticks alone may still be on their way. */
    void assertOneOutcomeEach() {
        rawNotDead.forEach((partition, expected) -> {
            List<Mark> found = verified.getOrDefault(partition, List.of());
            assertThat(found.size()).isLessThanOrEqualTo(expected.size());
            for (int i = 0; i < found.size(); i++) {
                if (!found.get(i).equals(expected.get(i))) {
                    assertThat(found.get(i))
                            .as("record %d of partition %d of heartbeats.verified", i, partition)
                            .isEqualTo(expected.get(i));
                }
            }
            assertThat(expected.subList(found.size(), expected.size()))
                    .as("what heartbeats.verified lacks in partition %d", partition)
                    .allMatch(Mark::isTick);
        });
        assertThat(rawHeartbeats())
                .isEqualTo(verifiedHeartbeats()
                        + dead(Rejection.SIGNATURE)
                        + dead(Rejection.SKEW)
                        + dead(Rejection.IDENTITY)
                        + dead(Rejection.POISON));
    }

    /** The lifecycle stream's accounts add up to what is verified. */
    void assertAccounts(JsonNode stats) {
        Set<Mark> distinct = new HashSet<>();
        verified.values()
                .forEach(marks -> marks.stream().filter(mark -> !mark.isTick()).forEach(distinct::add));
        long advances = stats.path("advances").asLong(-1);
        long duplicates = stats.path("duplicates").asLong(-1);
        long replays = stats.path("replays").asLong(-1);
        assertThat(advances + duplicates + replays).as("accounts").isEqualTo(verifiedHeartbeats());
        assertThat(replays).as("replays").isEqualTo(dead(Rejection.REPLAY));
        if (replays == 0) {
            assertThat(advances).as("advances").isEqualTo(distinct.size());
        }
    }

    /** Each node's events are numbered from 1 without a gap or a double. */
    void assertEventsWithoutGaps() {
        events.forEach((node, list) -> {
            for (int i = 0; i < list.size(); i++) {
                assertThat(list.get(i).getSequence())
                        .as("sequence of event %d of %s", i, node)
                        .isEqualTo(i + 1L);
            }
        });
    }

    /** Every event of every node, in the order of its topic. */
    List<NodeEvent> events() {
        return events.values().stream().flatMap(List::stream).toList();
    }
}
