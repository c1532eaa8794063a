package dev.pulse.verifier.prove;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.heartbeat.Reading;
import dev.pulse.domain.verdict.HeartbeatJudge;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.CommandKind;
import dev.pulse.schemas.DeadLetter;
import dev.pulse.schemas.NodeCommand;
import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.schemas.Tick;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.convert.Bytes;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.serde.SingleObjectRecordSerdes;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.verifier.crypto.SignatureProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierTopologyTest {
    private static final long NOW_S = 1_790_000_000L;
    private static final Path VECTORS = Path.of("../domain/src/test/resources/vectors/heartbeats.json");
    private static final Path GOLDEN = Path.of("src/test/resources/topology.txt");

    @TempDir
    Path stateDir;

    private final RecordSerdes serdes = new SingleObjectRecordSerdes();
    private final VerdictCounters counters = new VerdictCounters();
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> raw;
    private TestOutputTopic<String, SpecificRecord> verified;
    private final Map<Rejection, TestOutputTopic<String, DeadLetter>> dead = new EnumMap<>(Rejection.class);

    @BeforeEach
    void start() {
        start(false);
    }

    private void start(boolean allowLegacy) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "verifier-test");
        driver = new TopologyTestDriver(topology(allowLegacy), properties, Instant.ofEpochSecond(NOW_S));
        raw = driver.createInputTopic(Topics.RAW.name(), new StringSerializer(), new ByteArraySerializer());
        verified = output(Topics.VERIFIED);
        for (Rejection reason : List.of(Rejection.SIGNATURE, Rejection.SKEW, Rejection.IDENTITY, Rejection.POISON)) {
            dead.put(reason, output(Topics.dead(reason)));
        }
    }

    private Topology topology(boolean allowLegacy) {
        HeartbeatReader reader = new HeartbeatReader(null, allowLegacy);
        HeartbeatJudge judge = new HeartbeatJudge(SignatureProvider.AUTO.load(why -> {}), allowLegacy);
        return new VerifierTopology(reader, judge, serdes, counters).build();
    }

    private <V extends SpecificRecord> TestOutputTopic<String, V> output(Topic<V> topic) {
        return driver.createOutputTopic(
                topic.name(), new StringDeserializer(), serdes.of(topic).deserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void every_vector_that_the_ingest_lets_in_ends_where_its_verdict_says() throws IOException {
        JsonNode cases = new ObjectMapper().readTree(VECTORS.toFile()).path("cases");
        HeartbeatReader reader = new HeartbeatReader(null, false);
        int tried = 0;
        for (JsonNode one : cases) {
            byte[] body = one.path("body").asText().getBytes(StandardCharsets.UTF_8);
            if (reader.read(body) instanceof Reading.Read read) {
                tried++;
                send(read, one.path("received_at").asLong());
                String verdict = one.path("verdict").asText();
                String name = one.path("name").asText();
                if (verdict.equals("accepted")) {
                    VerifiedHeartbeat record = (VerifiedHeartbeat) verified.readValue();
                    assertThat(Bytes.copy(record.getPayload()))
                            .as(name)
                            .isEqualTo(
                                    one.path("canonical").isMissingNode()
                                            ? read.canonical()
                                            : one.path("canonical").asText().getBytes(StandardCharsets.UTF_8));
                } else {
                    assertThat(dead.get(Rejection.valueOf(verdict.toUpperCase(Locale.ROOT)))
                                    .readKeyValuesToList())
                            .as(name)
                            .hasSize(1);
                }
            } else {
                assertThat(one.path("verdict").asText()).isEqualTo("malformed");
            }
        }
        assertThat(tried).isGreaterThan(12);
        assertThat(verified.isEmpty()).isTrue();
    }

    @Test
    void the_first_accepted_heartbeat_binds_and_a_stolen_name_is_refused() {
        Signer owner = new Signer(1);
        Signer thief = new Signer(2);
        sendSigned("node-a", owner, NOW_S, NOW_S);
        sendSigned("node-a", thief, NOW_S + 60, NOW_S + 60);
        sendSigned("node-a", owner, NOW_S + 61, NOW_S + 61);

        assertThat(verified.readValuesToList()).hasSize(2);
        DeadLetter letter = dead.get(Rejection.IDENTITY).readValue();
        assertThat(letter.getDetail()).contains(owner.account()).contains(thief.account());
        assertThat(letter.getAccount()).isEqualTo(thief.account());
    }

    @Test
    void a_heartbeat_that_was_refused_does_not_bind() {
        Signer late = new Signer(1);
        Signer owner = new Signer(2);
        sendSigned("node-a", late, NOW_S - 301, NOW_S);
        byte[] forged = signed("node-a", late, NOW_S);
        sendRecord("node-a", withSignature(forged, new byte[64]), NOW_S);
        sendSigned("node-a", owner, NOW_S, NOW_S);

        assertThat(dead.get(Rejection.SKEW).readValuesToList()).hasSize(1);
        assertThat(dead.get(Rejection.SIGNATURE).readValuesToList()).hasSize(1);
        assertThat(((VerifiedHeartbeat) verified.readValue()).getAccount()).isEqualTo(owner.account());
    }

    @Test
    void bindings_outlive_a_restart() {
        sendSigned("node-a", new Signer(1), NOW_S, NOW_S);
        Map<String, byte[]> kept = new HashMap<>();
        try (KeyValueIterator<String, byte[]> all = driver.<String, byte[]>getKeyValueStore(VerifierTopology.BINDINGS)
                .all()) {
            all.forEachRemaining(entry -> kept.put(entry.key, entry.value));
        }
        driver.close();
        start(false);
        kept.forEach(driver.<String, byte[]>getKeyValueStore(VerifierTopology.BINDINGS)::put);

        sendSigned("node-a", new Signer(2), NOW_S + 60, NOW_S + 60);
        assertThat(dead.get(Rejection.IDENTITY).readValuesToList()).hasSize(1);
    }

    @Test
    void freshness_is_judged_by_the_clock_of_the_ingest_up_to_300_seconds_either_way() {
        Signer owner = new Signer(1);
        for (long off : new long[] {-301, -300, -299, 299, 300, 301}) {
            sendSigned("node-" + (off + 400), owner, NOW_S + off, NOW_S);
        }
        assertThat(verified.readValuesToList()).hasSize(4);
        assertThat(dead.get(Rejection.SKEW).readValuesToList()).hasSize(2);
    }

    @Test
    void what_cannot_be_what_the_ingest_wrote_is_poison_and_nothing_stops() {
        Signer owner = new Signer(1);
        byte[] good = signed("node-a", owner, NOW_S);
        byte[] garbage = "no avro at all".getBytes(StandardCharsets.UTF_8);
        raw.pipeInput("node-a", garbage);
        raw.pipeInput("node-a", Arrays.copyOf(good, good.length / 2));
        raw.pipeInput("node-a", null);
        raw.pipeInput("node-b", good);
        raw.pipeInput("node-a", withAccount(good, "ab".repeat(32)));
        raw.pipeInput("node-a", withPayload(good, "{ \"node_id\":\"node-a\"}"));
        raw.pipeInput("node-a", foreignRecord());
        raw.pipeInput("node-a", good);

        List<DeadLetter> letters = dead.get(Rejection.POISON).readValuesToList();
        assertThat(letters).hasSize(7).allSatisfy(letter -> {
            assertThat(letter.getDetail()).isNotBlank();
            assertThat(letter.getSourceTopic()).isEqualTo(Topics.RAW.name());
        });
        assertThat(Bytes.copy(letters.getFirst().getOriginal())).isEqualTo(garbage);
        assertThat(letters).extracting(DeadLetter::getSourceOffset).isSorted();
        assertThat(verified.readValuesToList()).hasSize(1);
    }

    @Test
    void ticks_stay_in_order_with_the_heartbeats() {
        Signer owner = new Signer(1);
        sendTick(0);
        sendSigned("node-a", owner, NOW_S, NOW_S);
        sendTick(0);
        sendTick(3);

        assertThat(verified.readValuesToList())
                .extracting(record -> record.getClass().getSimpleName())
                .containsExactly("Tick", "VerifiedHeartbeat", "Tick");
        assertThat(dead.get(Rejection.POISON).readValue().getDetail()).contains("partition 3");
    }

    @Test
    void unsigned_heartbeats_pass_only_where_allowed_and_only_until_the_name_is_bound() {
        Signer owner = new Signer(1);
        sendUnsigned("node-a", owner, NOW_S);
        assertThat(dead.get(Rejection.SIGNATURE).readValuesToList()).hasSize(1);
        driver.close();

        start(true);
        sendUnsigned("node-a", owner, NOW_S);
        sendSigned("node-a", owner, NOW_S + 1, NOW_S + 1);
        sendUnsigned("node-a", owner, NOW_S + 2);
        List<SpecificRecord> passed = verified.readValuesToList();
        assertThat(passed).hasSize(2);
        assertThat(((VerifiedHeartbeat) passed.getFirst()).getLegacy()).isTrue();
        assertThat(dead.get(Rejection.SIGNATURE).readValuesToList()).hasSize(1);
    }

    @Test
    void each_record_has_exactly_one_outcome() {
        Random random = new Random(42);
        int sent = 500;
        for (int i = 0; i < sent; i++) {
            String node = "node-" + random.nextInt(20);
            Signer signer = new Signer(random.nextInt(5) == 0 ? 99 : node.hashCode());
            switch (random.nextInt(4)) {
                case 0 -> raw.pipeInput(node, new byte[random.nextInt(30)]);
                case 1 -> sendSigned(node, signer, NOW_S + random.nextInt(800) - 400, NOW_S);
                case 2 -> sendRecord(node, withSignature(signed(node, signer, NOW_S), new byte[64]), NOW_S);
                default -> sendSigned(node, signer, NOW_S + i, NOW_S + i);
            }
        }
        int outcomes = verified.readValuesToList().size();
        for (TestOutputTopic<String, DeadLetter> topic : dead.values()) {
            int letters = topic.readValuesToList().size();
            assertThat(letters).isPositive();
            outcomes += letters;
        }
        assertThat(outcomes).isEqualTo(sent);
        Map<String, Long> counted = counters.snapshot();
        assertThat(counted.get("accepted")
                        + counted.get("signature")
                        + counted.get("skew")
                        + counted.get("identity")
                        + counted.get("poison"))
                .isEqualTo(sent);
    }

    /** To accept a change: copy the text that the failure shows into the file, and say in the commit why it changed. */
    @Test
    void the_topology_is_the_one_that_was_agreed() throws IOException {
        assertThat(topology(false).describe().toString()).isEqualTo(Files.readString(GOLDEN));
    }

    // What is sent.

    private void sendSigned(String node, Signer signer, long timestampS, long receivedAtS) {
        sendRecord(node, signed(node, signer, timestampS), receivedAtS);
    }

    private void sendUnsigned(String node, Signer signer, long timestampS) {
        byte[] payload = payload(node, signer, timestampS);
        sendRecord(node, encode(payload, new byte[0], signer.account()), timestampS);
    }

    /** Sends an encoded record with its time of receipt set. */
    private void sendRecord(String key, byte[] value, long receivedAtS) {
        SignedHeartbeat record = decode(value);
        record.put("received_at", Instant.ofEpochSecond(receivedAtS));
        raw.pipeInput(new TestRecord<>(key, encode(record), Instant.ofEpochSecond(receivedAtS)));
    }

    private void send(Reading.Read read, long receivedAtS) {
        String account = read.heartbeat().account().hex();
        sendRecord(read.heartbeat().nodeId(), encode(read.canonical(), read.signature(), account), receivedAtS);
    }

    private void sendTick(int partition) {
        Tick tick = new Tick(Instant.ofEpochSecond(NOW_S), "ingest-eu", "eu", partition);
        raw.pipeInput(null, serdes.of(Topics.RAW).serializer().serialize(null, tick));
    }

    private byte[] signed(String node, Signer signer, long timestampS) {
        byte[] payload = payload(node, signer, timestampS);
        return encode(payload, signer.sign(payload), signer.account());
    }

    private static byte[] payload(String node, Signer signer, long timestampS) {
        return ("{\"node_account\":\"" + signer.account() + "\",\"node_id\":\"" + node + "\",\"timestamp\":"
                        + timestampS + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] encode(byte[] payload, byte[] signature, String account) {
        return encode(SignedHeartbeat.newBuilder()
                .setPayload(ByteBuffer.wrap(payload))
                .setSignature(ByteBuffer.wrap(signature))
                .setAccount(account)
                .setReceivedAt(Instant.ofEpochSecond(NOW_S))
                .setRegion("eu")
                .setIngest("ingest-eu")
                .setLegacy(signature.length == 0)
                .build());
    }

    private byte[] encode(SignedHeartbeat record) {
        return serdes.of(Topics.RAW).serializer().serialize(null, record);
    }

    private SignedHeartbeat decode(byte[] value) {
        return (SignedHeartbeat) serdes.of(Topics.RAW).deserializer().deserialize(null, value);
    }

    private byte[] withSignature(byte[] value, byte[] signature) {
        SignedHeartbeat record = decode(value);
        record.put("signature", ByteBuffer.wrap(signature));
        return encode(record);
    }

    private byte[] withAccount(byte[] value, String account) {
        SignedHeartbeat record = decode(value);
        record.put("account", account);
        return encode(record);
    }

    private byte[] withPayload(byte[] value, String payload) {
        SignedHeartbeat record = decode(value);
        record.put("payload", ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)));
        return encode(record);
    }

    private byte[] foreignRecord() {
        NodeCommand command = NodeCommand.newBuilder()
                .setCorrelationId("1")
                .setNodeId("node-a")
                .setKind(CommandKind.RETIRE)
                .setIssuedBy("nobody")
                .setIssuedAt(Instant.ofEpochSecond(NOW_S))
                .build();
        return serdes.of(Topics.COMMANDS).serializer().serialize(null, command);
    }

    /** A key of a number. */
    private static final class Signer {
        private final byte[] secret = new byte[32];
        private final byte[] key = new byte[32];

        Signer(int number) {
            new Random(number).nextBytes(secret);
            Ed25519.generatePublicKey(secret, 0, key, 0);
        }

        String account() {
            return Account.ofKey(key).hex();
        }

        byte[] sign(byte[] payload) {
            byte[] hash = Bytes.sha256(payload);
            byte[] signature = new byte[64];
            Ed25519.sign(secret, 0, hash, 0, hash.length, signature, 0);
            return signature;
        }
    }
}
