package dev.pulse.verifier.prove;

import static dev.pulse.verifier.prove.Harness.NOW;
import static dev.pulse.verifier.prove.Harness.NOW_S;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.CommandKind;
import dev.pulse.schemas.DeadLetter;
import dev.pulse.schemas.NodeCommand;
import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.schemas.convert.Bytes;
import dev.pulse.schemas.convert.LetterRecords;
import dev.pulse.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in the raw topic: it is a dead letter that Kafka takes, and the next heartbeat is proved. */
class PoisonTest {
    /** What a producer sends in one record at most, by default: {@code max.request.size}. */
    private static final int LARGEST_RECORD = 1024 * 1024;

    private final Signer owner = new Signer(1);

    @TempDir
    private Path stateDir;

    private Harness verifier;

    @BeforeEach
    void start() {
        verifier = new Harness(stateDir, false);
    }

    @AfterEach
    void heartbeatsGoOn() {
        verifier.outcomes();
        verifier.send("node-z", owner, NOW_S);
        assertThat(verifier.outcomes()).containsExactly("accepted");
        verifier.close();
    }

    private SignedHeartbeat.Builder good() {
        return Harness.heartbeat("node-a", owner, NOW_S);
    }

    private record Case(byte[] value, String reason) {}

    private static void put(List<Case> cases, byte[] value, String reason) {
        cases.add(new Case(value, reason));
    }

    private DeadLetter poison() {
        return verifier.dead(Rejection.POISON).readValue();
    }

    @Test
    void what_the_ingest_cannot_have_written_is_poison_with_its_reason_and_its_bytes() {
        byte[] good = verifier.encode(good().build());
        List<Case> cases = new ArrayList<>();
        put(cases, "no avro at all".getBytes(StandardCharsets.UTF_8), "can't be decoded");
        put(cases, new byte[0], "can't be decoded");
        put(cases, Arrays.copyOf(good, good.length / 2), "can't be decoded");
        put(cases, Arrays.copyOf(good, good.length + 1), "further bytes");
        put(cases, command(), "can't be decoded");
        put(cases, verifier.encode(good().setAccount("ab".repeat(32)).build()), "account");
        put(
                cases,
                verifier.encode(
                        good().setPayload(text("{ \"node_id\":\"node-a\"}")).build()),
                "canonical");
        put(
                cases,
                verifier.encode(
                        good().setPayload(text("{\"node_id\":\"node-a\"}")).build()),
                "node_account");
        put(cases, verifier.encode(good().setPayload(text("")).build()), "canonical");
        put(
                cases,
                verifier.encode(Harness.heartbeat(
                                text(("{\"audience\":\"mainnet\",\"node_account\":\"" + owner.account()
                                                + "\",\"node_id\":\"node-a\",\"timestamp\":" + NOW_S + "}"))
                                        .array(),
                                new byte[64],
                                owner.account())
                        .build()),
                "another network");
        put(cases, verifier.encode(good().setLegacy(true).build()), "both");
        put(cases, verifier.encode(good().setSignature(text("")).build()), "neither");
        put(
                cases,
                verifier.encode(good().setReceivedAt(Instant.ofEpochMilli(-1)).build()),
                "before 1970");
        put(
                cases,
                verifier.encode(good().setReceivedAt(Instant.ofEpochMilli(Long.MIN_VALUE))
                        .build()),
                "before 1970");

        int offset = 0;
        for (Case one : cases) {
            verifier.raw.pipeInput(new TestRecord<>("node-a", one.value(), NOW));
            TestRecord<String, DeadLetter> dead =
                    verifier.dead(Rejection.POISON).readRecord();
            DeadLetter letter = dead.value();
            assertThat(letter.getDetail()).contains(one.reason());
            assertThat(Bytes.copy(letter.getOriginal())).isEqualTo(one.value());
            assertThat(letter.getSourceTopic()).isEqualTo(Topics.RAW.name());
            assertThat(letter.getSourcePartition()).isZero();
            assertThat(letter.getSourceOffset()).isEqualTo(offset++);
            assertThat(letter.getAt()).isEqualTo(NOW);
            assertThat(letter.getAccount()).isNull();
            assertThat(dead.key()).isEqualTo("node-a");
            assertThat(dead.timestamp()).isEqualTo(NOW.toEpochMilli());
            assertThat(verifier.outcomes()).isEmpty();
        }
        assertThat(verifier.counters.snapshot()).containsEntry("poison", (long) cases.size());
    }

    @Test
    void a_record_without_a_value_is_poison() {
        verifier.raw.pipeInput("node-a", null);
        DeadLetter letter = poison();
        assertThat(letter.getDetail()).contains("no value");
        assertThat(letter.getOriginal().remaining()).isZero();
    }

    @Test
    void a_heartbeat_under_a_foreign_key_is_poison_and_a_key_that_is_no_node_id_is_not_carried_on() {
        byte[] good = verifier.encode(good().build());
        for (String key : new String[] {"node-b", null, "", "Node A", "x".repeat(900_000)}) {
            verifier.raw.pipeInput(key, good);
            TestRecord<String, DeadLetter> dead =
                    verifier.dead(Rejection.POISON).readRecord();
            assertThat(dead.key()).isEqualTo("node-b".equals(key) ? "node-b" : null);
            assertThat(dead.value().getDetail()).contains("key").hasSizeLessThanOrEqualTo(LetterRecords.MAX_DETAIL);
        }
    }

    @Test
    void a_tick_of_another_partition_or_under_a_key_is_poison() {
        verifier.sendTick(null, 3);
        assertThat(poison().getDetail()).contains("partition 3");
        verifier.sendTick("node-a", 0);
        assertThat(poison().getDetail()).contains("node-a");
    }

    @Test
    void a_record_that_only_just_fits_into_the_raw_topic_has_a_letter_that_fits_too() {
        byte[] garbage = new byte[LARGEST_RECORD - 100];
        new Random(1).nextBytes(garbage);
        TestOutputTopic<String, byte[]> letters = verifier.driver.createOutputTopic(
                Topics.dead(Rejection.POISON).name(), new StringDeserializer(), new ByteArrayDeserializer());
        verifier.raw.pipeInput("node-a", garbage);

        byte[] written = letters.readValue();
        assertThat(written).hasSizeLessThan(LARGEST_RECORD - 4096);
        DeadLetter letter = serdesOf(Rejection.POISON).deserialize(null, written);
        assertThat(Bytes.copy(letter.getOriginal()))
                .isEqualTo(Arrays.copyOf(garbage, LetterRecords.MAX_ORIGINAL_BYTES));
        assertThat(letter.getDetail()).contains(garbage.length + " bytes").contains("are kept");
    }

    private Deserializer<DeadLetter> serdesOf(Rejection reason) {
        return verifier.serdes.of(Topics.dead(reason)).deserializer();
    }

    @Test
    void a_signed_heartbeat_that_would_outgrow_the_verified_topic_is_poison() {
        verifier.send(
                "node-a",
                good().setRegion("e".repeat(ProveHeartbeats.MAX_VALUE_BYTES)).build());
        assertThat(poison().getDetail()).contains("at most " + ProveHeartbeats.MAX_VALUE_BYTES);
        verifier.send("node-a", good().setRegion("e".repeat(8 * 1024)).build());
        assertThat(verifier.outcomes()).containsExactly("accepted");
    }

    @Test
    void headers_stay_behind() {
        Headers headers = new RecordHeaders().add("x", new byte[900_000]);
        byte[] good = verifier.encode(good().build());
        verifier.raw.pipeInput(new TestRecord<>("node-a", good, headers, NOW));
        verifier.raw.pipeInput(new TestRecord<>("node-b", good, headers, NOW));
        assertThat(verifier.verified.readRecord().headers()).isEmpty();
        assertThat(verifier.dead(Rejection.POISON).readRecord().headers()).isEmpty();
    }

    /** The broker refuses records that are dated more than an hour ahead; the topology would stop at that. */
    @Test
    void a_time_of_receipt_in_the_far_future_does_not_become_a_records_timestamp() {
        Instant future = Instant.ofEpochSecond(NOW_S + 1_000_000_000L);
        Stream.of(NOW_S, future.getEpochSecond())
                .forEach(timestamp -> verifier.raw.pipeInput(new TestRecord<>(
                        "node-a",
                        verifier.encode(Harness.heartbeat("node-a", owner, timestamp)
                                .setReceivedAt(future)
                                .build()),
                        NOW)));
        TestRecord<String, DeadLetter> skewed = verifier.dead(Rejection.SKEW).readRecord();
        assertThat(skewed.timestamp()).isEqualTo(NOW.toEpochMilli());
        assertThat(skewed.value().getAt()).isEqualTo(future);
        assertThat(verifier.verified.readRecord().timestamp()).isEqualTo(NOW.toEpochMilli());
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] command() {
        return verifier.serdes
                .of(Topics.COMMANDS)
                .serializer()
                .serialize(
                        null,
                        NodeCommand.newBuilder()
                                .setCorrelationId("1")
                                .setNodeId("node-a")
                                .setKind(CommandKind.RETIRE)
                                .setIssuedBy("nobody")
                                .setIssuedAt(NOW)
                                .build());
    }
}
