package dev.pulse.verifier.prove;

import static dev.pulse.verifier.prove.Harness.NOW;
import static dev.pulse.verifier.prove.Harness.NOW_S;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.rotation.RotationReader;
import dev.pulse.domain.rotation.RotationReading;
import dev.pulse.domain.verdict.Registration;
import dev.pulse.schemas.CommandKind;
import dev.pulse.schemas.NodeCommand;
import dev.pulse.schemas.NodeOutcome;
import dev.pulse.schemas.NodeRotated;
import dev.pulse.schemas.PairOrder;
import dev.pulse.schemas.RotationRecord;
import dev.pulse.schemas.convert.CommandRecords;
import dev.pulse.schemas.convert.RotationRecords;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on their way through the verifier: who gets another account, who is bound by a pairing, who is answered. */
class RotationTopologyTest {
    private static final RotationReader READER = new RotationReader("devnet", null);

    private final Signer a = new Signer(1);
    private final Signer b = new Signer(2);
    private final Signer c = new Signer(3);
    private final Signer farmer = new Signer(4);

    @TempDir
    private Path stateDir;

    private Harness verifier;
    private int commands;

    @BeforeEach
    void start() {
        verifier = new Harness(stateDir, false);
    }

    @AfterEach
    void heartbeatsGoOn() {
        verifier.outcomes();
        verifier.send(pair("node-z", c, NOW_S));
        verifier.send("node-z", c, NOW_S);
        assertThat(verifier.outcomes()).containsExactly("accepted");
        verifier.close();
    }

    private void restart(Registration registration) {
        Map<String, byte[]> changelog = verifier.changelog(VerifierTopology.BINDINGS);
        verifier.close();
        verifier = new Harness(stateDir, new VerifierSettings("devnet", true, registration));
        KeyValueStore<String, byte[]> store = verifier.driver.getKeyValueStore(VerifierTopology.BINDINGS);
        changelog.forEach(store::put);
    }

    /** A rotation by the old key, or by somebody else as the owner; issued in the second it was signed. */
    private NodeCommand rotation(String node, Signer from, Signer to, Signer by, long atS) {
        String owner = by == from ? "" : ",\"owner_account\":\"" + by.account() + "\"";
        String payload = "{\"new_account\":\"" + to.account() + "\",\"node_account\":\"" + from.account()
                + "\",\"node_id\":\"" + node + "\"" + owner + ",\"timestamp\":" + atS + "}";
        return rotation(payload, by, to, atS);
    }

    private NodeCommand rotation(String payload, Signer by, Signer to, long issuedAtS) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        RotationReading reading = READER.read(bytes, text(by.sign(bytes)), text(to.sign(bytes)));
        assertThat(reading).isInstanceOf(RotationReading.Read.class);
        return RotationRecords.command(
                "c-" + commands++, "market-1", issuedAtS * 1_000, (RotationReading.Read) reading);
    }

    private static String text(byte[] signature) {
        return Base64.getEncoder().encodeToString(signature);
    }

    private NodeCommand rotate(Signer from, Signer to, long atS) {
        return rotation("node-a", from, to, from, atS);
    }

    private NodeCommand pair(String node, Signer identity, long atS) {
        return command(node, CommandKind.PAIR, atS)
                .setPair(PairOrder.newBuilder()
                        .setFarmer(farmer.account())
                        .setFarmId("green")
                        .setIdentity(identity.account())
                        .setSignedAt(atS)
                        .build())
                .build();
    }

    private NodeCommand.Builder command(String node, CommandKind kind, long atS) {
        return NodeCommand.newBuilder()
                .setCorrelationId("c-" + commands++)
                .setNodeId(node)
                .setKind(kind)
                .setIssuedBy("market-1")
                .setIssuedAt(Instant.ofEpochSecond(atS));
    }

    private static NodeCommand with(NodeCommand command, RotationRecord rotation) {
        return NodeCommand.newBuilder(command).setRotate(rotation).build();
    }

    @Test
    void the_new_account_takes_the_old_ones_place_also_where_the_old_pair_was_remembered() {
        verifier.send("node-a", a, NOW_S);
        verifier.send("node-a", a, NOW_S + 1);
        verifier.send("node-b", a, NOW_S + 1);
        assertThat(verifier.outcomes()).containsExactly("accepted", "accepted", "accepted");
        verifier.send(rotate(a, b, NOW_S + 2));
        assertThat(verifier.outcomes()).containsExactly("rotated");
        for (long at = NOW_S + 3; at < NOW_S + 6; at++) {
            verifier.send("node-a", a, at);
            verifier.send("node-a", b, at);
            assertThat(verifier.outcomes()).containsExactly("accepted", "identity");
        }
        verifier.send("node-b", a, NOW_S + 6);
        assertThat(verifier.outcomes()).as("another node of the same account").containsExactly("accepted");
        assertThat(verifier.counters.snapshot()).containsEntry("rotated", 1L).containsEntry("rotations_refused", 0L);
    }

    @Test
    void the_lifecycle_stream_is_told_among_the_nodes_heartbeats_with_the_whole_word_for_it() {
        verifier.send("node-a", a, NOW_S);
        verifier.verified.readRecord();
        NodeCommand command = rotation("node-a", a, b, farmer, NOW_S + 2);
        verifier.send(command);
        TestRecord<String, ?> told = verifier.verified.readRecord();
        assertThat(told.key()).isEqualTo("node-a");
        assertThat(told.timestamp()).isEqualTo((NOW_S + 2) * 1_000);
        assertThat(told.value()).isInstanceOfSatisfying(NodeRotated.class, rotated -> {
            assertThat(rotated.getNodeId()).isEqualTo("node-a");
            assertThat(rotated.getRotation()).isEqualTo(command.getRotate());
            assertThat(rotated.getRotation().getAccount()).isEqualTo(a.account());
            assertThat(rotated.getRotation().getNewAccount()).isEqualTo(b.account());
            assertThat(rotated.getRotation().getOwner()).isEqualTo(farmer.account());
            assertThat(rotated.getCorrelationId()).isEqualTo(command.getCorrelationId());
            assertThat(rotated.getIssuedBy()).isEqualTo("market-1");
            assertThat(rotated.getIssuedAt()).isEqualTo(command.getIssuedAt());
        });
        assertThat(verifier.answers.isEmpty()).as("who carries it on answers").isTrue();
    }

    @Test
    void what_is_refused_is_answered_here_with_the_reason_and_binds_nothing() {
        verifier.send("node-a", a, NOW_S);
        verifier.outcomes();
        NodeCommand command = rotate(c, b, NOW_S);
        verifier.send(command);
        TestRecord<String, NodeOutcome> refused = verifier.answers.readRecord();
        assertThat(refused.key()).isEqualTo("node-a");
        assertThat(refused.timestamp()).isEqualTo(NOW.toEpochMilli());
        assertThat(refused.value().getCorrelationId()).isEqualTo(command.getCorrelationId());
        assertThat(refused.value().getNodeId()).isEqualTo("node-a");
        assertThat(refused.value().getDone()).isFalse();
        assertThat(refused.value().getCode()).isEqualTo("wrong_account");
        assertThat(refused.value().getDetail()).contains(a.account(), c.account());
        assertThat(refused.value().getSequence()).isZero();

        verifier.send(rotation("node-a", c, b, farmer, NOW_S));
        assertThat(verifier.outcomes()).as("an owner must know it too").containsExactly("wrong_account");
        verifier.send(rotation("node-x", a, b, a, NOW_S));
        assertThat(verifier.outcomes()).containsExactly("unknown_node");
        verifier.send("node-a", b, NOW_S + 1);
        verifier.send("node-a", a, NOW_S + 1);
        assertThat(verifier.outcomes()).containsExactly("accepted", "identity");
        assertThat(verifier.counters.snapshot())
                .containsEntry("rotations_refused", 3L)
                .containsEntry("rotated", 0L);
    }

    @Test
    void both_signatures_are_proved_again() {
        verifier.send("node-a", a, NOW_S);
        verifier.outcomes();
        NodeCommand good = rotate(a, b, NOW_S);
        RotationRecord word = good.getRotate();
        String foreign = text(c.sign(word.getPayload().getBytes(StandardCharsets.UTF_8)));
        for (RotationRecord bad : List.of(
                RotationRecord.newBuilder(word).setSignature(foreign).build(),
                RotationRecord.newBuilder(word).setNewSignature(foreign).build(),
                RotationRecord.newBuilder(word)
                        .setSignature(word.getNewSignature())
                        .setNewSignature(word.getSignature())
                        .build())) {
            verifier.send(with(good, bad));
            assertThat(verifier.outcomes()).containsExactly("signature");
        }
        NodeCommand owners = rotation("node-a", a, b, farmer, NOW_S);
        verifier.send(with(
                owners,
                RotationRecord.newBuilder(owners.getRotate())
                        .setSignature(
                                text(a.sign(owners.getRotate().getPayload().getBytes(StandardCharsets.UTF_8))))
                        .build()));
        assertThat(verifier.outcomes()).containsExactly("signature");
        verifier.send(good);
        assertThat(verifier.outcomes()).containsExactly("rotated");
    }

    @Test
    void its_age_is_judged_by_the_clock_of_who_took_it_however_late_it_is_read() {
        verifier.send("node-a", a, NOW_S);
        verifier.outcomes();
        String payload = rotate(a, b, NOW_S).getRotate().getPayload();
        for (long off : new long[] {-301, 301}) {
            verifier.send(rotation(payload, a, b, NOW_S + off));
            assertThat(verifier.outcomes()).as("%d s off", off).containsExactly("stale");
        }
        NodeCommand taken = rotation(payload, a, b, NOW_S + 300);
        verifier.commands.pipeInput(new TestRecord<>("node-a", verifier.encode(taken), NOW.plusSeconds(90_000)));
        assertThat(verifier.outcomes()).containsExactly("rotated");
    }

    @Test
    void the_same_again_is_told_again_and_one_that_was_recorded_rolls_nothing_back() {
        verifier.send("node-a", a, NOW_S);
        NodeCommand first = rotate(a, b, NOW_S + 1);
        verifier.send(first);
        verifier.send(first);
        verifier.send(rotate(a, b, NOW_S + 2));
        assertThat(verifier.outcomes()).containsExactly("accepted", "rotated", "rotated", "rotated");
        assertThat(verifier.counters.snapshot()).as("done once").containsEntry("rotated", 1L);

        verifier.send(rotate(b, c, NOW_S + 3));
        assertThat(verifier.outcomes()).containsExactly("rotated");
        verifier.send(first);
        assertThat(verifier.outcomes()).containsExactly("wrong_account");
        verifier.send("node-a", c, NOW_S + 4);
        assertThat(verifier.outcomes()).containsExactly("accepted");

        verifier.send(rotate(c, a, NOW_S + 5));
        assertThat(verifier.outcomes()).as("back to the first account").containsExactly("rotated");
        verifier.send(first);
        verifier.send(rotate(a, b, NOW_S + 5));
        assertThat(verifier.outcomes()).containsExactly("stale_rotation", "stale_rotation");
        verifier.send("node-a", a, NOW_S + 6);
        verifier.send("node-a", b, NOW_S + 6);
        assertThat(verifier.outcomes()).containsExactly("accepted", "identity");
        verifier.send(rotate(a, b, NOW_S + 6));
        assertThat(verifier.outcomes()).containsExactly("rotated");
    }

    @Test
    void a_restart_changes_nothing_of_it() {
        verifier.send("node-a", a, NOW_S);
        NodeCommand first = rotate(a, b, NOW_S + 1);
        verifier.send(first);
        verifier.send(rotate(b, a, NOW_S + 2));
        verifier.send("node-b", b, NOW_S);
        restart(Registration.OPEN);
        verifier.send(first);
        assertThat(verifier.outcomes()).containsExactly("stale_rotation");
        verifier.send("node-a", b, NOW_S + 3);
        verifier.send("node-a", a, NOW_S + 3);
        verifier.send("node-b", b, NOW_S + 3);
        assertThat(verifier.outcomes()).containsExactly("accepted", "accepted", "identity");
    }

    @Test
    void a_command_that_says_otherwise_than_its_rotation_is_a_bad_one() {
        verifier.send("node-a", a, NOW_S);
        verifier.outcomes();
        NodeCommand good = rotate(a, b, NOW_S);
        RotationRecord word = good.getRotate();
        List<NodeCommand> bad = new ArrayList<>(List.of(
                with(good, null),
                with(
                        good,
                        RotationRecord.newBuilder(word).setAccount(c.account()).build()),
                with(
                        good,
                        RotationRecord.newBuilder(word)
                                .setNewAccount(c.account())
                                .build()),
                with(good, RotationRecord.newBuilder(word).setOwner(c.account()).build()),
                with(good, RotationRecord.newBuilder(word).setPayload("").build()),
                with(
                        good,
                        RotationRecord.newBuilder(word)
                                .setPayload(word.getPayload() + " ")
                                .build()),
                with(good, RotationRecord.newBuilder(word).setSignature("").build()),
                with(
                        good,
                        RotationRecord.newBuilder(word).setNewSignature("AA==").build()),
                with(
                        good,
                        RotationRecord.newBuilder(word)
                                .setPayload(word.getPayload().replace("{", "{\"audience\":\"mainnet\","))
                                .build())));
        bad.add(NodeCommand.newBuilder(good).setNodeId("node-b").build());
        bad.add(NodeCommand.newBuilder(good).setNodeId("Not A Node").build());
        for (NodeCommand command : bad) {
            verifier.send(command);
            assertThat(verifier.outcomes()).as(command.toString()).containsExactly("bad_command");
        }
    }

    @Test
    void what_is_the_lifecycle_streams_is_not_answered_here() {
        verifier.send("node-a", a, NOW_S);
        verifier.outcomes();
        for (CommandKind kind : CommandKind.values()) {
            if (kind != CommandKind.ROTATE) {
                verifier.send(command("node-a", kind, NOW_S).build());
            }
        }
        NodeCommand good = rotate(a, b, NOW_S);
        byte[] bytes = verifier.encode(good);
        verifier.commands.pipeInput("node-a", null);
        verifier.commands.pipeInput("node-a", new byte[0]);
        verifier.commands.pipeInput("node-a", "no avro at all".getBytes(StandardCharsets.UTF_8));
        verifier.commands.pipeInput("node-a", Arrays.copyOf(bytes, bytes.length / 2));
        verifier.commands.pipeInput("node-a", Arrays.copyOf(bytes, bytes.length + 1));
        verifier.commands.pipeInput("node-b", bytes);
        verifier.commands.pipeInput(null, bytes);
        verifier.commands.pipeInput(
                "node-a",
                verifier.encode(NodeCommand.newBuilder(good)
                        .setIssuedBy("x".repeat(CommandRecords.MAX_BYTES))
                        .build()));
        assertThat(verifier.outcomes()).isEmpty();
        verifier.send(NodeCommand.newBuilder(good)
                .setIssuedBy("x".repeat(CommandRecords.MAX_BYTES / 2))
                .build());
        assertThat(verifier.outcomes()).containsExactly("rotated");
    }

    @Test
    void where_the_first_heartbeat_binds_a_pairing_binds_nothing() {
        verifier.send(pair("node-a", a, NOW_S));
        verifier.send("node-a", b, NOW_S);
        assertThat(verifier.outcomes()).containsExactly("accepted");
        assertThat(verifier.counters.snapshot()).containsEntry("registered", 0L).containsEntry("bound", 1L);
    }

    @Test
    void where_the_ledger_registers_a_pairing_binds_and_nothing_else_does() {
        restart(Registration.LEDGER);
        verifier.send("node-a", a, NOW_S);
        verifier.sendUnsigned("node-a", a, NOW_S);
        assertThat(verifier.outcomes()).containsExactly("identity", "identity");
        verifier.send(pair("node-a", a, NOW_S));
        verifier.send("node-a", a, NOW_S + 1);
        verifier.send("node-a", b, NOW_S + 1);
        verifier.sendUnsigned("node-a", a, NOW_S + 2);
        assertThat(verifier.outcomes()).containsExactlyInAnyOrder("accepted", "identity", "signature");
        verifier.send(pair("node-a", b, NOW_S + 3));
        verifier.send("node-a", b, NOW_S + 4);
        assertThat(verifier.outcomes()).as("a name that is taken stays").containsExactly("identity");
        assertThat(verifier.counters.snapshot()).containsEntry("registered", 1L).containsEntry("bound", 0L);
    }

    @Test
    void a_node_that_was_registered_and_never_heard_from_gets_another_account() {
        restart(Registration.LEDGER);
        verifier.send(pair("node-a", a, NOW_S));
        verifier.send(rotation("node-a", a, b, farmer, NOW_S + 1));
        verifier.send(pair("node-a", a, NOW_S));
        verifier.send("node-a", a, NOW_S + 2);
        verifier.send("node-a", b, NOW_S + 2);
        assertThat(verifier.outcomes()).containsExactly("rotated", "accepted", "identity");
    }

    @Test
    void a_pairing_that_makes_no_sense_binds_nothing() {
        restart(Registration.LEDGER);
        NodeCommand good = pair("node-a", a, NOW_S);
        for (String identity : List.of("node.near", "", "0".repeat(64))) {
            verifier.send(NodeCommand.newBuilder(good)
                    .setPair(PairOrder.newBuilder(good.getPair())
                            .setIdentity(identity)
                            .build())
                    .build());
        }
        verifier.send(NodeCommand.newBuilder(good).setPair(null).build());
        verifier.send(NodeCommand.newBuilder(good).setNodeId("Not A Node").build());
        KeyValueStore<String, byte[]> store = verifier.driver.getKeyValueStore(VerifierTopology.BINDINGS);
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            assertThat(all).isExhausted();
        }
        assertThat(verifier.outcomes()).isEmpty();
    }
}
