package dev.pulse.system.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.domain.liveness.ClockState;
import dev.pulse.domain.liveness.LivenessRule;
import dev.pulse.lifecycle.store.ClockCodec;
import dev.pulse.lifecycle.store.LeaseTable;
import dev.pulse.lifecycle.topology.Names;
import dev.pulse.schemas.generation.Course;
import dev.pulse.schemas.generation.Course.Step;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.kafka.CourseLog;
import dev.pulse.schemas.kafka.TopicAdmin;
import dev.pulse.schemas.kafka.TopicSettings;
import dev.pulse.schemas.topic.NodePartition;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.standalone.scale.ScaleException;
import dev.pulse.standalone.scale.Scaling;
import dev.pulse.system.Broker;
import dev.pulse.system.OnKafka;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A move of a grid whose workers have left already, cut short wherever it says something, on a real broker. */
@OnKafka
@Timeout(180)
class StepsTest {
    private static final int NODES = 200;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final ClockState CLOCK = new ClockState("ingest", 1_000_000, 50_000, 0, List.of());

    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();
    private Broker broker;
    private Producer<byte[], byte[]> producer;

    @BeforeEach
    void start() {
        broker = new Broker(folder).start();
        try (TopicAdmin topics = new TopicAdmin(broker.kafka())) {
            topics.prepare(new TopicSettings(3, 1), Duration.ofSeconds(30), line -> {});
        }
        Properties properties = broker.kafka().clientProperties();
        // Topics that were just made may lack their leader: a batch that overtook a refused one would be taken, and
        // that never.
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        producer.close();
        broker.close();
    }

    private static final class KilledException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private Scaling scaling(int lines) {
        return scaling(lines, SOON);
    }

    private Scaling scaling(int lines, Duration patience) {
        int end = said.size() + lines;
        return new Scaling(broker.kafka(), patience, InstantSource.system(), line -> {
            said.add(line);
            if (said.size() == end) {
                throw new KilledException();
            }
        });
    }

    private static String node(int i) {
        return "node-" + i;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        // What is missing is missed later.
        Future<RecordMetadata> unused = producer.send(record);
    }

    /** What the applications of generation 1 leave behind. */
    private void leaveState() throws Exception {
        List<String> stores = Stream.concat(Names.BY_KEY.stream(), Stream.of(Names.LEASES, Names.CLOCK))
                .map(store -> "pulse-lifecycle-" + store + "-changelog")
                .toList();
        try (Admin admin = broker.admin()) {
            List<NewTopic> changelogs = Stream.concat(stores.stream(), Stream.of("pulse-verifier-bindings-changelog"))
                    .map(name -> new NewTopic(name, 3, (short) 1).configs(Map.of("cleanup.policy", "compact")))
                    .toList();
            admin.createTopics(changelogs).all().get();
        }
        try (ClockCodec codec = new ClockCodec()) {
            for (int partition = 0; partition < 3; partition++) {
                String leases = "pulse-lifecycle-lease-log-changelog";
                int at = partition;
                send(new ProducerRecord<>(
                        "pulse-lifecycle-clock-changelog",
                        at,
                        bytes(Names.CLOCK_KEY),
                        codec.serializer().serialize(null, CLOCK)));
                LeaseTable table = new LeaseTable((id, chunk) -> send(new ProducerRecord<>(
                        leases, at, ByteBuffer.allocate(4).putInt(id).array(), chunk)));
                IntStream.range(0, NODES)
                        .filter(i -> NodePartition.of(node(i), 3) == at)
                        .forEach(i -> table.put(node(i), LivenessRule.expected(i, CLOCK.observed() - i)));
                table.seal();
            }
        }
        for (int i = 0; i < NODES; i++) {
            for (String owner : List.of("first", "last")) {
                send(new ProducerRecord<>(
                        "pulse-verifier-bindings-changelog", bytes(node(i)), bytes(owner + " of " + i)));
            }
            send(new ProducerRecord<>("pulse-lifecycle-facts-changelog", bytes(node(i)), bytes("facts " + i)));
        }
        // One that was forgotten again stays so.
        send(new ProducerRecord<>("pulse-verifier-bindings-changelog", bytes(node(0)), null));
        producer.flush();
    }

    /** The newest value of each key in each partition. */
    private Map<Integer, Map<ByteBuffer, byte[]>> newest(String topic, int partitions) {
        Map<Integer, Map<ByteBuffer, byte[]>> all = new HashMap<>();
        Properties properties = broker.kafka().clientProperties();
        properties.put("isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> mine = IntStream.range(0, partitions)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            consumer.assign(mine);
            consumer.seekToBeginning(mine);
            Map<TopicPartition, Long> ends = consumer.endOffsets(mine);
            while (mine.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    Map<ByteBuffer, byte[]> of = all.computeIfAbsent(record.partition(), first -> new HashMap<>());
                    if (record.value() == null) {
                        of.remove(ByteBuffer.wrap(record.key()));
                    } else {
                        of.put(ByteBuffer.wrap(record.key()), record.value());
                    }
                });
            }
        }
        return all;
    }

    private void assertCarried(Generation to) {
        String verifier = to.application("pulse-verifier");
        String lifecycle = to.application("pulse-lifecycle");
        Map<Integer, Map<ByteBuffer, byte[]>> bindings = newest(verifier + "-bindings-changelog", to.partitions());
        Map<Integer, Map<ByteBuffer, byte[]>> facts = newest(lifecycle + "-facts-changelog", to.partitions());
        Map<Integer, Map<ByteBuffer, byte[]>> leases = newest(lifecycle + "-lease-log-changelog", to.partitions());
        assertThat(bindings.values().stream().mapToInt(Map::size).sum()).isEqualTo(NODES - 1);
        assertThat(facts.values().stream().mapToInt(Map::size).sum()).isEqualTo(NODES);
        int found = 0;
        for (int partition = 0; partition < to.partitions(); partition++) {
            Map<Integer, byte[]> chunks = new HashMap<>();
            leases.getOrDefault(partition, Map.of()).forEach((id, chunk) -> chunks.put(id.getInt(0), chunk));
            LeaseTable table = new LeaseTable(chunks, (id, chunk) -> {});
            found += table.size();
            for (int i = 0; i < NODES; i++) {
                if (NodePartition.of(node(i), to.partitions()) == partition) {
                    assertThat(table.get(node(i)).heard()).isEqualTo(CLOCK.observed() - i);
                    assertThat(facts.get(partition)).containsKey(ByteBuffer.wrap(bytes(node(i))));
                    if (i > 0) {
                        assertThat(bindings.get(partition).get(ByteBuffer.wrap(bytes(node(i)))))
                                .isEqualTo(bytes("last of " + i));
                    }
                }
            }
        }
        assertThat(found).isEqualTo(NODES);
    }

    private void moveDespiteKills(int partitions) {
        // Each time it says one sentence more before it is killed: once in each step, and several times while it
        // copies.
        for (int kills = 0; ; kills++) {
            assertThat(kills).isLessThan(10);
            try (Scaling scaling = scaling(1 + kills)) {
                scaling.run(partitions);
                assertThat(kills).isGreaterThan(4);
                return;
            } catch (KilledException again) {
                assertThat(CourseLog.read(broker.kafka())).isPresent();
            }
        }
    }

    @Test
    void a_move_that_is_killed_wherever_it_speaks_arrives_and_so_does_the_way_back() throws Exception {
        leaveState();
        moveDespiteKills(5);
        Course there = CourseLog.read(broker.kafka()).orElseThrow();
        assertThat(there.current()).isEqualTo(new Generation(2, 5));
        assertThat(there.step()).isEqualTo(Step.STEADY);
        assertCarried(there.current());

        // What has not heard of the move can't write to the former inputs.
        for (String sealed : List.of(Topics.RAW.name(), Topics.COMMANDS.name())) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>(sealed, 0, null, bytes("x")))
                            .get())
                    .hasCauseInstanceOf(RecordTooLargeException.class);
        }
        producer.send(new ProducerRecord<>("pulse.heartbeats.verified.g2", 4, null, bytes("x")))
                .get();

        try (Scaling scaling = scaling(100, Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> scaling.run(3))
                    .as("somebody wrote, and nobody worked it off")
                    .isInstanceOf(ScaleException.class)
                    .hasMessageContaining("for the lifecycle stream to work off what was proved");
            assertThatThrownBy(() -> scaling.plan(7)).hasMessageContaining("topics scale --partitions 3");
            assertThatThrownBy(scaling::cancel).isInstanceOf(ScaleException.class);
        }
        try (Admin admin = broker.admin()) {
            admin.alterConsumerGroupOffsets(
                            "pulse-lifecycle-g2",
                            Map.of(new TopicPartition("pulse.heartbeats.verified.g2", 4), new OffsetAndMetadata(1)))
                    .all()
                    .get();
            try (Scaling scaling = scaling(100)) {
                scaling.run(3);
            }
            assertThat(CourseLog.read(broker.kafka()).orElseThrow().current()).isEqualTo(new Generation(3, 3));
            assertCarried(new Generation(3, 3));

            try (Scaling scaling = scaling(100)) {
                scaling.finish();
            }
            Set<String> left = admin.listTopics().names().get();
            assertThat(left)
                    .contains("pulse.heartbeats.raw.g3", "pulse-verifier-g3-bindings-changelog", "pulse.nodes.state")
                    .noneMatch(name -> name.endsWith(".g2") || name.contains("-g2-"))
                    .doesNotContain("pulse.heartbeats.raw", "pulse-verifier-bindings-changelog");
        }
    }

    @Test
    void before_its_cut_it_can_be_called_off_and_a_store_it_does_not_know_stops_it() throws Exception {
        leaveState();
        try (Scaling scaling = scaling(100)) {
            assertThat(scaling.plan(12).lines())
                    .contains("then        generation 2 of 12 partitions, as topics named"
                            + " ....g2 and groups named ...-g2");
            assertThatThrownBy(() -> scaling.plan(3)).hasMessage("There are 3 partitions already.");
            assertThatThrownBy(() -> scaling.plan(0)).hasMessageContaining("1 to 10000");
        }
        try (Scaling scaling = scaling(2)) {
            assertThatThrownBy(() -> scaling.run(12)).isInstanceOf(KilledException.class);
        }
        assertThat(CourseLog.read(broker.kafka()).orElseThrow().step()).isEqualTo(Step.PREPARED);
        try (Scaling scaling = scaling(100);
                Admin admin = broker.admin()) {
            scaling.cancel();
            assertThat(CourseLog.read(broker.kafka())).contains(Course.steady(3));
            assertThat(admin.listTopics().names().get()).noneMatch(name -> name.contains("g2"));

            admin.createTopics(List.of(new NewTopic("pulse-lifecycle-novel-changelog", 3, (short) 1)))
                    .all()
                    .get();
            assertThatThrownBy(() -> scaling.plan(12)).hasMessageContaining("pulse-lifecycle-novel-changelog");
        }
    }
}
