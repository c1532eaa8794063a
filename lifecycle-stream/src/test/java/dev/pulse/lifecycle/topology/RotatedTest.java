package dev.pulse.lifecycle.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.life.Command;
import dev.pulse.domain.life.Hold;
import dev.pulse.domain.life.Offer;
import dev.pulse.domain.life.Ownership;
import dev.pulse.domain.life.Ownership.Proof;
import dev.pulse.domain.life.Window;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.CommandKind;
import dev.pulse.schemas.DeadLetter;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.NodeOutcome;
import dev.pulse.schemas.NodeRotated;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.RotationRecord;
import dev.pulse.schemas.convert.CommandRecords;
import dev.pulse.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose account the verifier has changed: what stays, what follows, and who is answered. */
class RotatedTest {
    private static final LifecycleSettings SETTINGS = LifecycleSettings.of(60_000);
    private static final String OLD = Pipeline.ACCOUNT;
    private static final String NEW = "cd".repeat(Account.KEY_LENGTH);
    private static final Account FARMER = new Account("fa".repeat(32));
    private static final Account RENTER = new Account("ee".repeat(32));
    private static final Ownership OWNER = owner(OLD, Pipeline.START / 1_000);
    private static final Offer OFFER = new Offer("l-1", "market", 60, 2, "basic", Pipeline.START);

    @TempDir
    private Path dir;

    private Pipeline pipe;
    private int commands;

    @BeforeEach
    void open() {
        pipe = new Pipeline(SETTINGS, dir, new SurvivingStores());
        pipe.tick();
    }

    @AfterEach
    void close() {
        pipe.close();
    }

    private static Ownership owner(String identity, long signedAt) {
        Proof proof = new Proof("{\"node_account\":\"" + identity + "\"}", "c2ln");
        return new Ownership(FARMER, "farm-1", new Account(identity), signedAt, proof);
    }

    private String ask(Command command) {
        pipe.command("c-" + commands++, "n", command);
        return outcome().getCode();
    }

    private NodeOutcome outcome() {
        return pipe.values(Topics.OUTCOMES).getLast();
    }

    private NodeState state() {
        return pipe.values(Topics.STATE).getLast();
    }

    private NodeOutcome rotate(String correlationId) {
        pipe.rotated(correlationId, "n", OLD, NEW, null);
        return outcome();
    }

    private void beat(String account) {
        pipe.second();
        pipe.send(pipe.heartbeat("n", "eu", pipe.now() / 1_000)
                .setAccount(account)
                .build());
    }

    private void pair() {
        beat(OLD);
        assertThat(ask(new Command.Pair(OWNER))).isEqualTo("ok");
    }

    @Test
    void a_node_that_is_on_offer_and_rented_stays_so() {
        pair();
        assertThat(ask(new Command.Publish(FARMER, OFFER))).isEqualTo("ok");
        Hold hold = new Hold(
                "q",
                "r-q",
                RENTER,
                1,
                1,
                pipe.now(),
                pipe.now() + Duration.ofHours(1).toMillis());
        assertThat(ask(new Command.Reserve(hold))).isEqualTo("ok");
        NodeState before = state();
        pipe.values(Topics.EVENTS);

        NodeOutcome outcome = rotate("r-1");
        assertThat(outcome.getDone()).isTrue();
        assertThat(outcome.getCode()).isEqualTo("ok");
        assertThat(outcome.getCorrelationId()).isEqualTo("r-1");
        assertThat(outcome.getSequence()).isEqualTo(before.getSequence() + 1);
        assertThat(pipe.values(Topics.EVENTS)).singleElement().satisfies(event -> {
            assertThat(event.getSequence()).isEqualTo(outcome.getSequence());
            assertThat(event.getCause()).hasToString("ROTATED");
            assertThat(event.getLivenessBefore()).isEqualTo(LivenessState.ONLINE);
            assertThat(event.getLiveness()).isEqualTo(LivenessState.ONLINE);
            assertThat(event.getLifecycleBefore()).isEqualTo(LifecycleStage.RESERVED);
            assertThat(event.getLifecycle()).isEqualTo(LifecycleStage.RESERVED);
            assertThat(event.getDetail()).contains(OLD, NEW, "old key");
        });
        NodeState after = state();
        assertThat(after.getAccount()).isEqualTo(NEW);
        assertThat(after.getSequence()).isEqualTo(outcome.getSequence());
        assertThat(after.getOwner().getIdentity()).isEqualTo(NEW);
        assertThat(after.getOwner().getFarmer()).isEqualTo(FARMER.hex());
        assertThat(after.getOwner().getProved()).as("by the old account").isFalse();
        assertThat(after.getOffer()).isEqualTo(before.getOffer());
        assertThat(after.getHolds()).isEqualTo(before.getHolds());
        assertThat(after.getLifecycle()).isEqualTo(LifecycleStage.RESERVED);

        beat(NEW);
        assertThat(pipe.values(Topics.EVENTS)).as("its heartbeats go on").isEmpty();
        assertThat(pipe.values(Topics.STATE)).isEmpty();
        Offer dearer = new Offer("l-1", "market", 61, 2, null, Pipeline.START);
        assertThat(ask(new Command.Publish(FARMER, dearer)))
                .as("nor is it anybody else's")
                .isEqualTo("ok");
        assertThat(state().getHolds()).hasSize(1);
    }

    @Test
    void the_same_again_is_answered_and_changes_nothing() {
        pair();
        NodeOutcome first = rotate("r-1");
        assertThat(rotate("r-1")).as("the same command").isEqualTo(first);
        pipe.values(Topics.EVENTS);
        pipe.values(Topics.STATE);
        NodeOutcome again = rotate("r-2");
        assertThat(again.getDone()).isTrue();
        assertThat(again.getCode()).isEqualTo("unchanged");
        assertThat(again.getSequence()).isEqualTo(first.getSequence());
        assertThat(pipe.values(Topics.EVENTS)).isEmpty();
        assertThat(pipe.values(Topics.STATE)).isEmpty();
    }

    @Test
    void it_pairs_again_by_its_new_account_and_not_by_the_old_one() {
        pair();
        rotate("r-1");
        assertThat(ask(new Command.Pair(owner(OLD, OWNER.signedAt() + 60)))).isEqualTo("wrong_account");
        assertThat(ask(new Command.Pair(owner(NEW, OWNER.signedAt() + 61)))).isEqualTo("ok");
        assertThat(state().getOwner().getProved()).isTrue();
        assertThat(ask(new Command.Pair(owner(NEW, OWNER.signedAt() + 62)))).isEqualTo("unchanged");
    }

    @Test
    void a_node_that_nobody_paired_has_another_account_and_no_life_yet() {
        beat(OLD);
        pipe.values(Topics.EVENTS);
        NodeOutcome outcome = rotate("r-1");
        assertThat(outcome.getCode()).isEqualTo("ok");
        assertThat(pipe.values(Topics.EVENTS))
                .singleElement()
                .extracting(NodeEvent::getLifecycle)
                .isEqualTo(LifecycleStage.DISCOVERED);
        assertThat(state()).satisfies(state -> {
            assertThat(state.getAccount()).isEqualTo(NEW);
            assertThat(state.getOwner()).isNull();
        });
        pipe = pipe.restarted();
        assertThat(ask(new Command.Pair(OWNER))).isEqualTo("wrong_account");
        assertThat(ask(new Command.Pair(owner(NEW, 1)))).isEqualTo("ok");
    }

    @Test
    void the_owner_of_the_farm_is_named() {
        pair();
        pipe.values(Topics.EVENTS);
        pipe.rotated("r-1", "n", OLD, NEW, FARMER.hex());
        assertThat(pipe.values(Topics.EVENTS))
                .singleElement()
                .satisfies(event -> assertThat(event.getDetail()).contains("owner of its farm"));
    }

    @Test
    void a_window_and_a_retirement_are_none_of_its_business() {
        pair();
        assertThat(ask(new Command.Maintain(new Window(pipe.now(), pipe.now() + 600_000))))
                .isEqualTo("ok");
        NodeState before = state();
        assertThat(rotate("r-1").getCode()).isEqualTo("ok");
        assertThat(state()).satisfies(state -> {
            assertThat(state.getLifecycle()).isEqualTo(LifecycleStage.MAINTENANCE);
            assertThat(state.getMaintenance()).isEqualTo(before.getMaintenance());
            assertThat(state.getObservedMs()).isEqualTo(before.getObservedMs());
        });
        assertThat(ask(new Command.Retire())).isEqualTo("ok");
        pipe.rotated("r-2", "n", NEW, OLD, null);
        assertThat(outcome().getCode()).isEqualTo("ok");
        assertThat(state()).satisfies(state -> {
            assertThat(state.getLifecycle()).isEqualTo(LifecycleStage.RETIRED);
            assertThat(state.getAccount()).isEqualTo(OLD);
        });
    }

    @Test
    void a_node_whose_pairing_is_still_on_its_way_is_answered_too() {
        NodeOutcome outcome = rotate("r-1");
        assertThat(outcome.getDone()).isTrue();
        assertThat(outcome.getSequence()).isZero();
        assertThat(pipe.values(Topics.EVENTS)).isEmpty();
        assertThat(ask(new Command.Pair(OWNER))).isEqualTo("ok");
        assertThat(rotate("r-2").getCode()).as("sent again it is followed").isEqualTo("ok");
        assertThat(state().getOwner().getIdentity()).isEqualTo(NEW);
    }

    @Test
    void the_command_itself_is_the_verifiers_to_answer() {
        pair();
        pipe.command("r-1", "n", CommandKind.ROTATE);
        assertThat(pipe.values(Topics.OUTCOMES)).isEmpty();
    }

    @Test
    void what_the_verifier_cannot_have_written_is_poison_and_a_command_that_is_too_long() {
        pair();
        NodeRotated good = pipe.rotated("r-1", "n", OLD, NEW, null);
        pipe.values(Topics.OUTCOMES);
        for (NodeRotated bad : List.of(
                NodeRotated.newBuilder(good).setNodeId("other").build(),
                NodeRotated.newBuilder(good)
                        .setRotation(rotation("node.near", NEW))
                        .build(),
                NodeRotated.newBuilder(good).setRotation(rotation(OLD, "")).build())) {
            pipe.sendBytes(
                    Topics.VERIFIED,
                    "n",
                    pipe.serdes.of(Topics.VERIFIED).serializer().serialize(null, bad));
        }
        pipe.sendBytes(Topics.COMMANDS, "n", new byte[CommandRecords.MAX_BYTES + 1]);
        assertThat(pipe.values(Topics.dead(Rejection.POISON)))
                .hasSize(4)
                .extracting(DeadLetter::getDetail)
                .last()
                .asString()
                .contains("at most " + CommandRecords.MAX_BYTES);
        assertThat(pipe.values(Topics.OUTCOMES)).isEmpty();
        assertThat(ask(new Command.Maintain(new Window(pipe.now(), pipe.now() + 1_000))))
                .isEqualTo("ok");
    }

    private static RotationRecord rotation(String from, String to) {
        return new RotationRecord(from, to, null, "{}", "c2ln", "c2ln");
    }
}
