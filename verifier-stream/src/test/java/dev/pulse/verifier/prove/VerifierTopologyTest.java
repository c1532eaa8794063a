package dev.pulse.verifier.prove;

import static dev.pulse.verifier.prove.Harness.NOW_S;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.heartbeat.Reading;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.DeadLetter;
import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.convert.Bytes;
import dev.pulse.schemas.serde.SingleObjectRecordSerdes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each verdict on its way through the topology. What is no heartbeat at all is in {@link PoisonTest}. */
class VerifierTopologyTest {
    private static final Path VECTORS = Path.of("../domain/src/test/resources/vectors/heartbeats.json");
    private static final Path GOLDEN = Path.of("src/test/resources/topology.txt");

    @TempDir
    private Path stateDir;

    private Harness verifier;

    @BeforeEach
    void start() {
        verifier = new Harness(stateDir, false);
    }

    private void restart(boolean allowLegacy) {
        verifier.close();
        verifier = new Harness(stateDir, allowLegacy);
    }

    @AfterEach
    void stop() {
        verifier.close();
    }

    @Test
    void every_vector_that_the_ingest_lets_in_ends_where_its_verdict_says() throws IOException {
        JsonNode cases = new ObjectMapper().readTree(VECTORS.toFile()).path("cases");
        HeartbeatReader reader = new HeartbeatReader("devnet", false);
        int tried = 0;
        for (JsonNode one : cases) {
            String name = one.path("name").asText();
            String verdict = one.path("verdict").asText();
            byte[] body = one.path("body").asText().getBytes(StandardCharsets.UTF_8);
            if (!(reader.read(body) instanceof Reading.Read read)) {
                assertThat(verdict).as(name).isEqualTo("malformed");
                continue;
            }
            tried++;
            Instant receivedAt = Instant.ofEpochSecond(one.path("received_at").asLong());
            SignedHeartbeat sent = Harness.heartbeat(
                            read.canonical(),
                            read.signature(),
                            read.heartbeat().account().hex())
                    .setReceivedAt(receivedAt)
                    .build();
            verifier.send(read.heartbeat().nodeId(), sent);
            if (verdict.equals("accepted")) {
                VerifiedHeartbeat record = verifier.verifiedHeartbeat();
                assertThat(record.getPayload()).as(name).isEqualTo(sent.getPayload());
                assertThat(record.getSignature()).as(name).isEqualTo(sent.getSignature());
                assertThat(record.getTimestamp())
                        .as(name)
                        .isEqualTo(read.heartbeat().timestamp());
                if (one.has("canonical")) {
                    assertThat(Bytes.copy(record.getPayload()))
                            .as(name)
                            .asString(StandardCharsets.UTF_8)
                            .isEqualTo(one.path("canonical").asText());
                }
                if (one.has("sha256")) {
                    assertThat("%016x".formatted(record.getPayloadDigest()))
                            .as(name)
                            .isEqualTo(one.path("sha256").asText().substring(0, 16));
                }
            } else {
                assertThat(verifier.outcomes()).as(name).containsExactly(verdict);
            }
        }
        assertThat(tried).isGreaterThan(12);
        assertThat(verifier.outcomes()).isEmpty();
    }

    @Test
    void what_is_proved_keeps_its_key_its_time_and_what_the_ingest_knew() {
        Instant receivedAt = Instant.ofEpochSecond(NOW_S, 123_000_000);
        verifier.send(
                "node-a",
                Harness.heartbeat("node-a", new Signer(1), NOW_S)
                        .setReceivedAt(receivedAt)
                        .setRegion("ap")
                        .setIngest("ingest-7")
                        .build());

        TestRecord<String, ?> out = verifier.verified.readRecord();
        assertThat(out.key()).isEqualTo("node-a");
        assertThat(out.timestamp()).isEqualTo(receivedAt.toEpochMilli());
        assertThat(out.value()).isInstanceOfSatisfying(VerifiedHeartbeat.class, record -> {
            assertThat(record.getNodeId()).isEqualTo("node-a");
            assertThat(record.getAccount()).isEqualTo(new Signer(1).account());
            assertThat(record.getReceivedAt()).isEqualTo(receivedAt);
            assertThat(record.getRegion()).isEqualTo("ap");
            assertThat(record.getIngest()).isEqualTo("ingest-7");
            assertThat(record.getLegacy()).isFalse();
        });
    }

    @Test
    void the_first_accepted_heartbeat_binds_and_a_stolen_name_is_refused() {
        Signer owner = new Signer(1);
        Signer thief = new Signer(2);
        verifier.send("node-a", owner, NOW_S);
        verifier.send("node-a", thief, NOW_S + 60);
        verifier.send("node-a", owner, NOW_S + 61);
        verifier.send("node-b", thief, NOW_S + 62);

        assertThat(verifier.verified.readValuesToList()).hasSize(3);
        TestRecord<String, DeadLetter> stolen =
                verifier.dead(Rejection.IDENTITY).readRecord();
        assertThat(stolen.key()).isEqualTo("node-a");
        assertThat(stolen.timestamp()).isEqualTo((NOW_S + 60) * 1000);
        DeadLetter letter = stolen.value();
        assertThat(letter.getDetail()).contains(owner.account()).contains(thief.account());
        assertThat(letter.getAccount()).isEqualTo(thief.account());
        assertThat(letter.getAt()).isEqualTo(Instant.ofEpochSecond(NOW_S + 60));
        assertThat(letter.getSourceOffset()).isEqualTo(1);
        assertThat(verifier.counters.snapshot()).containsEntry("bound", 2L).containsEntry("identity", 1L);
    }

    @Test
    void a_heartbeat_that_was_refused_does_not_bind() {
        Signer late = new Signer(1);
        Signer owner = new Signer(2);
        verifier.send("node-a", late, NOW_S - 301, NOW_S);
        verifier.send(
                "node-a",
                Harness.heartbeat("node-a", late, NOW_S)
                        .setSignature(ByteBuffer.wrap(new byte[64]))
                        .build());
        verifier.send("node-a", owner, NOW_S);

        assertThat(verifier.verifiedHeartbeat().getAccount()).isEqualTo(owner.account());
        assertThat(verifier.outcomes()).containsExactlyInAnyOrder("skew", "signature");
    }

    /** A restart reads the bindings back from the changelog; here the test carries them over. */
    @Test
    void bindings_outlive_a_restart_through_their_changelog() {
        verifier.send("node-a", new Signer(1), NOW_S);
        Map<String, byte[]> changelog = verifier.driver
                .createOutputTopic(
                        Harness.APPLICATION + "-" + VerifierTopology.BINDINGS + "-changelog",
                        new StringDeserializer(),
                        new ByteArrayDeserializer())
                .readKeyValuesToMap();
        assertThat(changelog).containsOnlyKeys("node-a");
        assertThat(changelog.get("node-a")).hasSize(40);

        restart(false);
        KeyValueStore<String, byte[]> store = verifier.driver.getKeyValueStore(VerifierTopology.BINDINGS);
        assertThat(store.get("node-a"))
                .as("the driver begins with empty stores")
                .isNull();
        changelog.forEach(store::put);
        verifier.send("node-a", new Signer(2), NOW_S + 60);
        assertThat(verifier.outcomes()).containsExactly("identity");
    }

    @Test
    void freshness_is_judged_by_the_clock_of_the_ingest_up_to_300_seconds_either_way() {
        for (long off : new long[] {-301, -300, -299, 299, 300, 301}) {
            verifier.send("node-" + (off + 400), new Signer(1), NOW_S + off, NOW_S);
            assertThat(verifier.outcomes())
                    .as("%d s off", off)
                    .containsExactly(Math.abs(off) > 300 ? "skew" : "accepted");
        }
    }

    @Test
    void a_heartbeat_that_came_in_time_is_fresh_however_late_it_is_read() {
        verifier.driver.advanceWallClockTime(Duration.ofDays(1));
        verifier.send("node-a", new Signer(1), NOW_S - 300, NOW_S);
        assertThat(verifier.outcomes()).containsExactly("accepted");
    }

    @Test
    void ticks_stay_in_order_with_the_heartbeats_around_them() {
        verifier.sendTick(null, 0);
        verifier.send("node-a", new Signer(1), NOW_S);
        verifier.sendTick(null, 0);

        assertThat(verifier.outcomes()).containsExactly("tick", "accepted", "tick");
        assertThat(verifier.counters.snapshot()).containsEntry("ticks", 2L);
    }

    @Test
    void unsigned_heartbeats_pass_only_where_allowed_and_only_until_the_name_is_bound() {
        Signer owner = new Signer(1);
        verifier.sendUnsigned("node-a", owner, NOW_S);
        assertThat(verifier.outcomes()).containsExactly("signature");

        restart(true);
        verifier.sendUnsigned("node-a", owner, NOW_S);
        assertThat(verifier.verifiedHeartbeat().getLegacy()).isTrue();
        verifier.send("node-a", new Signer(2), NOW_S + 1);
        assertThat(verifier.outcomes()).as("an unsigned one has not bound").containsExactly("accepted");
        verifier.sendUnsigned("node-a", owner, NOW_S + 2);
        assertThat(verifier.outcomes()).containsExactly("identity");
        verifier.sendUnsigned("node-a", new Signer(2), NOW_S + 3);
        assertThat(verifier.outcomes()).containsExactly("signature");
    }

    @Test
    void each_record_of_a_random_mixture_has_exactly_the_one_outcome_of_a_naive_model() {
        Random random = new Random(42);
        Map<String, Integer> bound = new HashMap<>();
        Map<String, Long> expectedCounts = new HashMap<>();
        for (int i = 0; i < 600; i++) {
            int number = random.nextInt(15);
            String node = "node-" + number;
            int signer = random.nextInt(5) == 0 ? 99 : number;
            long off = random.nextInt(3) == 0 ? random.nextInt(640) - 320 : 0;
            String expected;
            switch (random.nextInt(5)) {
                case 0 -> {
                    byte[] garbage = new byte[random.nextInt(30)];
                    random.nextBytes(garbage);
                    verifier.raw.pipeInput(node, garbage);
                    expected = "poison";
                }
                case 1 -> {
                    verifier.sendTick(null, 0);
                    expected = "tick";
                }
                case 2 -> {
                    byte[] payload = Harness.payload(node, new Signer(signer), NOW_S + off);
                    byte[] signature = new Signer(signer).sign(payload);
                    signature[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
                    verifier.send(
                            node,
                            Harness.heartbeat(payload, signature, new Signer(signer).account())
                                    .build());
                    expected = verdict(bound, node, signer, off, false);
                }
                default -> {
                    verifier.send(node, new Signer(signer), NOW_S + off, NOW_S);
                    expected = verdict(bound, node, signer, off, true);
                }
            }
            assertThat(verifier.outcomes()).as("record %d", i).containsExactly(expected);
            expectedCounts.merge(expected.equals("tick") ? "ticks" : expected, 1L, Long::sum);
        }
        assertThat(expectedCounts).containsOnlyKeys("accepted", "ticks", "signature", "skew", "identity", "poison");
        assertThat(verifier.counters.snapshot())
                .containsAllEntriesOf(expectedCounts)
                .containsEntry("bound", (long) bound.size());
    }

    private static String verdict(Map<String, Integer> bound, String node, int signer, long off, boolean holds) {
        if (Math.abs(off) > 300) {
            return "skew";
        }
        if (bound.getOrDefault(node, signer) != signer) {
            return "identity";
        }
        if (!holds) {
            return "signature";
        }
        bound.put(node, signer);
        return "accepted";
    }

    @Test
    void the_topology_is_the_one_that_was_agreed() throws IOException {
        String now = Harness.topology(
                        new SingleObjectRecordSerdes(),
                        new VerdictCounters(new SimpleMeterRegistry()),
                        VerifierSettings.of("devnet"))
                .describe()
                .toString();
        assertThat(now)
                .as(
                        "To accept a change: put the text below into %s, and say in the commit why it changed.%n%s",
                        GOLDEN, now)
                .isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void bindings_are_the_only_state() {
        assertThat(verifier.driver.getAllStateStores()).containsOnlyKeys(VerifierTopology.BINDINGS);
        assertThat(List.copyOf(verifier.driver.getAllStateStores().values())).allMatch(StateStore::persistent);
    }
}
