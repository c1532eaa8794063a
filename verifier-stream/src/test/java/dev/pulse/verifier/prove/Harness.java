package dev.pulse.verifier.prove;

import dev.pulse.domain.verdict.Registration;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.DeadLetter;
import dev.pulse.schemas.NodeCommand;
import dev.pulse.schemas.NodeOutcome;
import dev.pulse.schemas.NodeRotated;
import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.schemas.Tick;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.serde.SingleObjectRecordSerdes;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.telemetry.trace.StepTracing;
import dev.pulse.verifier.crypto.SignatureProvider;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The verifier's topology under a driver, and the records that go into it. Time stands at {@link #NOW_S}. */
final class Harness implements AutoCloseable {
    static final long NOW_S = 1_790_000_000L;
    static final Instant NOW = Instant.ofEpochSecond(NOW_S);
    static final String APPLICATION = "verifier-test";
    private static final List<Rejection> REASONS =
            List.of(Rejection.SIGNATURE, Rejection.SKEW, Rejection.IDENTITY, Rejection.POISON);

    final RecordSerdes serdes = new SingleObjectRecordSerdes();
    final VerdictCounters counters = new VerdictCounters(new SimpleMeterRegistry());
    final TopologyTestDriver driver;
    final TestInputTopic<String, byte[]> raw;
    final TestInputTopic<String, byte[]> commands;
    final TestOutputTopic<String, SpecificRecord> verified;
    final TestOutputTopic<String, NodeOutcome> answers;
    private final Map<Rejection, TestOutputTopic<String, DeadLetter>> dead = new EnumMap<>(Rejection.class);

    Harness(Path stateDir, boolean allowLegacy) {
        this(stateDir, new VerifierSettings("devnet", allowLegacy, Registration.OPEN));
    }

    Harness(Path stateDir, VerifierSettings settings) {
        this(stateDir, settings, StepTracing.off());
    }

    Harness(Path stateDir, VerifierSettings settings, StepTracing tracing) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
        driver = new TopologyTestDriver(topology(serdes, counters, settings, tracing), properties, NOW);
        raw = driver.createInputTopic(Topics.RAW.name(), new StringSerializer(), new ByteArraySerializer());
        commands = driver.createInputTopic(Topics.COMMANDS.name(), new StringSerializer(), new ByteArraySerializer());
        verified = output(Topics.VERIFIED);
        answers = output(Topics.OUTCOMES);
        REASONS.forEach(reason -> dead.put(reason, output(Topics.dead(reason))));
    }

    static Topology topology(RecordSerdes serdes, VerdictCounters counters, VerifierSettings settings) {
        return topology(serdes, counters, settings, StepTracing.off());
    }

    private static Topology topology(
            RecordSerdes serdes, VerdictCounters counters, VerifierSettings settings, StepTracing tracing) {
        return new VerifierTopology(settings, SignatureProvider.AUTO.load(why -> {}), serdes, counters, tracing)
                .build(Generation.first(8));
    }

    private <V extends SpecificRecord> TestOutputTopic<String, V> output(Topic<V> topic) {
        return driver.createOutputTopic(
                topic.name(), new StringDeserializer(), serdes.of(topic).deserializer());
    }

    TestOutputTopic<String, DeadLetter> dead(Rejection reason) {
        return dead.get(reason);
    }

    /**
     * What became of everything sent since the last call: accepted, tick, rotated, the code of a refused command, or the
     * reason of a dead letter.
     */
    List<String> outcomes() {
        List<String> all = new ArrayList<>();
        for (SpecificRecord record : verified.readValuesToList()) {
            all.add(
                    switch (record) {
                        case Tick tick -> "tick";
                        case NodeRotated rotated -> "rotated";
                        default -> "accepted";
                    });
        }
        answers.readValuesToList().forEach(outcome -> all.add(outcome.getCode()));
        dead.forEach((reason, topic) -> topic.readValuesToList().forEach(letter -> all.add(reason.wire())));
        return all;
    }

    /** What the changelog of a store holds: the newest of each key. */
    Map<String, byte[]> changelog(String store) {
        return driver.createOutputTopic(
                        APPLICATION + "-" + store + "-changelog", new StringDeserializer(), new ByteArrayDeserializer())
                .readKeyValuesToMap();
    }

    /** The one verified heartbeat that came out. */
    VerifiedHeartbeat verifiedHeartbeat() {
        return (VerifiedHeartbeat) verified.readValue();
    }

    // What goes in.

    static byte[] payload(String node, Signer signer, long timestampS) {
        return ("{\"node_account\":\"" + signer.account() + "\",\"node_id\":\"" + node + "\",\"timestamp\":"
                        + timestampS + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A heartbeat as an ingest writes it, received now. */
    static SignedHeartbeat.Builder heartbeat(String node, Signer signer, long timestampS) {
        byte[] payload = payload(node, signer, timestampS);
        return heartbeat(payload, signer.sign(payload), signer.account());
    }

    static SignedHeartbeat.Builder heartbeat(byte[] payload, byte[] signature, String account) {
        return SignedHeartbeat.newBuilder()
                .setPayload(ByteBuffer.wrap(payload))
                .setSignature(ByteBuffer.wrap(signature))
                .setAccount(account)
                .setReceivedAt(NOW)
                .setRegion("eu")
                .setIngest("ingest-eu")
                .setLegacy(signature.length == 0);
    }

    byte[] encode(SpecificRecord record) {
        return serdes.of(Topics.RAW).serializer().serialize(null, record);
    }

    /** Sends a record with its time of receipt as its timestamp, as an ingest does. */
    void send(String key, SignedHeartbeat record) {
        raw.pipeInput(new TestRecord<>(key, encode(record), record.getReceivedAt()));
    }

    /** The same, with headers. */
    void send(String key, SignedHeartbeat record, Headers headers) {
        raw.pipeInput(new TestRecord<>(key, encode(record), headers, record.getReceivedAt()));
    }

    /** Sends a signed heartbeat that was received at another time than it was signed. */
    void send(String node, Signer signer, long timestampS, long receivedAtS) {
        send(
                node,
                heartbeat(node, signer, timestampS)
                        .setReceivedAt(Instant.ofEpochSecond(receivedAtS))
                        .build());
    }

    /** Sends a signed heartbeat that was received in the second it was signed. */
    void send(String node, Signer signer, long atS) {
        send(node, signer, atS, atS);
    }

    void sendUnsigned(String node, Signer signer, long atS) {
        send(
                node,
                heartbeat(payload(node, signer, atS), new byte[0], signer.account())
                        .setReceivedAt(Instant.ofEpochSecond(atS))
                        .build());
    }

    /** Sends a command, issued when it is sent. */
    void send(NodeCommand command) {
        commands.pipeInput(new TestRecord<>(command.getNodeId(), encode(command), command.getIssuedAt()));
    }

    byte[] encode(NodeCommand command) {
        return serdes.of(Topics.COMMANDS).serializer().serialize(null, command);
    }

    void sendTick(String key, int partition) {
        raw.pipeInput(key, encode(new Tick(NOW, "ingest-eu", "eu", partition)));
    }

    @Override
    public void close() {
        driver.close();
    }
}
