package dev.pulse.lifecycle.topology;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.life.Command;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.lifecycle.measure.LifecycleCounters;
import dev.pulse.schemas.CommandKind;
import dev.pulse.schemas.DeadLetter;
import dev.pulse.schemas.DeadLetterReason;
import dev.pulse.schemas.NodeCommand;
import dev.pulse.schemas.NodeRotated;
import dev.pulse.schemas.RegionCensus;
import dev.pulse.schemas.RotationRecord;
import dev.pulse.schemas.Tick;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.convert.CommandRecords;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.serde.SingleObjectRecordSerdes;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.telemetry.trace.StepTracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The topology in a driver of one partition, with an ingest's ticks and nodes' heartbeats in virtual time. */
final class Pipeline implements AutoCloseable {
    static final long START = 1_790_000_000_000L;
    static final String INGEST = "ingest-eu";
    static final String ACCOUNT = "ab".repeat(Account.KEY_LENGTH);

    final RecordSerdes serdes = new SingleObjectRecordSerdes();
    final Tallies tallies = new Tallies();
    final TopologyTestDriver driver;
    private final TestInputTopic<String, SpecificRecord> verified;
    private final TestInputTopic<String, NodeCommand> commands;
    private final TestInputTopic<String, RegionCensus> census;
    private final Map<Topic<?>, TestOutputTopic<String, ?>> outputs = new HashMap<>();
    private final Map<Topic<?>, TestOutputTopic<byte[], byte[]>> raw = new HashMap<>();
    private final Map<String, Long> timestamps = new HashMap<>();
    private long now = START;

    private final LifecycleSettings settings;
    private final int partitions;
    private final StoreSuppliers stores;
    private final StepTracing tracing;
    private final Path stateDir;

    /** RocksDB and all. */
    Pipeline(LifecycleSettings settings, Path stateDir) {
        this(settings, stateDir, StoreSuppliers.ofKafka());
    }

    Pipeline(LifecycleSettings settings, Path stateDir, StoreSuppliers stores) {
        this(settings, 1, stateDir, stores);
    }

    Pipeline(LifecycleSettings settings, int partitions, Path stateDir, StoreSuppliers stores) {
        this(settings, partitions, stateDir, stores, StepTracing.off());
    }

    Pipeline(LifecycleSettings settings, int partitions, Path stateDir, StoreSuppliers stores, StepTracing tracing) {
        this.tracing = tracing;
        this.settings = settings;
        this.partitions = partitions;
        this.stores = stores;
        this.stateDir = stateDir;
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "pulse-lifecycle");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        driver = new TopologyTestDriver(
                new LifecycleTopology(
                                settings,
                                serdes,
                                new LifecycleCounters(new SimpleMeterRegistry()),
                                tallies,
                                new LeaseTables(),
                                tracing,
                                stores)
                        .build(Generation.first(partitions)),
                properties,
                Instant.ofEpochMilli(START));
        verified = driver.createInputTopic(
                Topics.VERIFIED.name(),
                new StringSerializer(),
                serdes.of(Topics.VERIFIED).serializer());
        commands = driver.createInputTopic(
                Topics.COMMANDS.name(),
                new StringSerializer(),
                serdes.of(Topics.COMMANDS).serializer());
        census = driver.createInputTopic(
                Topics.CENSUS.name(),
                new StringSerializer(),
                serdes.of(Topics.CENSUS).serializer());
    }

    long now() {
        return now;
    }

    /** The same stores under a new driver: the process was stopped and started. */
    Pipeline restarted() {
        close();
        Pipeline next = new Pipeline(settings, partitions, stateDir, stores, tracing);
        next.now = now;
        next.timestamps.putAll(timestamps);
        return next;
    }

    /** Time passes without a tick: the pipeline is blind. */
    void outage(Duration length) {
        now += length.toMillis();
    }

    void tick() {
        tick(INGEST, now);
    }

    void tick(String ingest, long at) {
        verified.pipeInput(null, new Tick(Instant.ofEpochMilli(at), ingest, "eu", 0), now);
    }

    /** One second and its tick. */
    void second() {
        now += 1_000;
        tick();
    }

    void seconds(long count) {
        for (long i = 0; i < count; i++) {
            second();
        }
    }

    /** A fresh heartbeat of a node, one second newer than its last at least. */
    VerifiedHeartbeat beat(String nodeId) {
        return beat(nodeId, "eu");
    }

    VerifiedHeartbeat beat(String nodeId, String region) {
        long timestamp = Math.max(now / 1_000, timestamps.getOrDefault(nodeId, 0L) + 1);
        timestamps.put(nodeId, timestamp);
        VerifiedHeartbeat heartbeat = heartbeat(nodeId, region, timestamp).build();
        send(heartbeat);
        return heartbeat;
    }

    VerifiedHeartbeat.Builder heartbeat(String nodeId, String region, long timestamp) {
        String payload = nodeId + "@" + timestamp;
        return VerifiedHeartbeat.newBuilder()
                .setNodeId(nodeId)
                .setAccount(ACCOUNT)
                .setTimestamp(timestamp)
                .setReceivedAt(Instant.ofEpochMilli(now))
                .setRegion(region)
                .setIngest(INGEST)
                .setLegacy(false)
                .setPayloadDigest((long) payload.hashCode())
                .setHostname("host-" + nodeId)
                .setUptimeS(timestamp)
                .setPayload(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)))
                .setSignature(ByteBuffer.wrap(new byte[64]));
    }

    /** What the verifier says once it has bound a node to another account. */
    NodeRotated rotated(String correlationId, String nodeId, String from, String to, String owner) {
        NodeRotated rotated = new NodeRotated(
                nodeId,
                new RotationRecord(from, to, owner, "{}", "c2ln", "c2ln"),
                correlationId,
                "market",
                Instant.ofEpochMilli(now));
        verified.pipeInput(nodeId, rotated, now);
        return rotated;
    }

    void send(VerifiedHeartbeat heartbeat) {
        verified.pipeInput(heartbeat.getNodeId(), heartbeat, now);
    }

    /** The same, with headers. */
    void send(VerifiedHeartbeat heartbeat, Headers headers) {
        verified.pipeInput(new TestRecord<>(heartbeat.getNodeId(), heartbeat, headers, Instant.ofEpochMilli(now)));
    }

    void sendBytes(Topic<?> topic, String key, byte[] value) {
        driver.createInputTopic(
                        topic.name(), new StringSerializer(), Serdes.ByteArray().serializer())
                .pipeInput(key, value, now);
    }

    void command(String correlationId, String nodeId, CommandKind kind) {
        commands.pipeInput(
                nodeId,
                NodeCommand.newBuilder()
                        .setCorrelationId(correlationId)
                        .setNodeId(nodeId)
                        .setKind(kind)
                        .setIssuedBy(ACCOUNT)
                        .setIssuedAt(Instant.ofEpochMilli(now))
                        .build(),
                now);
    }

    void command(String correlationId, String nodeId, Command command) {
        commands.pipeInput(nodeId, CommandRecords.record(correlationId, nodeId, "market", now, command, null), now);
    }

    void dead(Rejection reason, String key, String detail) {
        DeadLetter letter = new DeadLetter(
                DeadLetterReason.valueOf(reason.name()),
                detail,
                ByteBuffer.wrap(new byte[] {1}),
                Topics.RAW.name(),
                0,
                1L,
                Instant.ofEpochMilli(now),
                null,
                null);
        driver.createInputTopic(
                        Topics.dead(reason).name(),
                        new StringSerializer(),
                        serdes.of(Topics.dead(reason)).serializer())
                .pipeInput(key, letter, now);
    }

    /** A census of another partition, as another task would write it. */
    void census(RegionCensus other) {
        census.pipeInput(other.getRegion(), other, now);
    }

    /** What was written to a topic since this was last asked. */
    @SuppressWarnings("unchecked")
    <V extends SpecificRecord> List<KeyValue<String, V>> read(Topic<V> topic) {
        TestOutputTopic<String, V> output = (TestOutputTopic<String, V>) outputs.computeIfAbsent(
                topic,
                t -> driver.createOutputTopic(
                        topic.name(), new StringDeserializer(), serdes.of(topic).deserializer()));
        return output.readKeyValuesToList();
    }

    /** Drops what was written to a topic, and says how much that was. */
    int forget(Topic<?> topic) {
        return raw.computeIfAbsent(
                        topic,
                        t -> driver.createOutputTopic(
                                topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer()))
                .readKeyValuesToList()
                .size();
    }

    <V extends SpecificRecord> List<V> values(Topic<V> topic) {
        return read(topic).stream().map(entry -> entry.value).toList();
    }

    @Override
    public void close() {
        driver.close();
    }
}
