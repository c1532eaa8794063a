package dev.pulse.lifecycle.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.lifecycle.store.LastRejection;
import dev.pulse.schemas.CapacityRecord;
import dev.pulse.schemas.CommandKind;
import dev.pulse.schemas.DeadLetter;
import dev.pulse.schemas.EventCause;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.NodeOutcome;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneNodeTest {
    private static final LifecycleSettings SETTINGS = LifecycleSettings.of(60_000);

    @TempDir
    private Path dir;

    private Pipeline pipe;

    @BeforeEach
    void open() {
        pipe = new Pipeline(SETTINGS, dir);
        pipe.tick();
    }

    @AfterEach
    void close() {
        pipe.close();
    }

    private List<String> transitions() {
        return pipe.values(Topics.EVENTS).stream()
                .map(e -> e.getSequence() + " " + e.getLivenessBefore() + ">" + e.getLiveness() + " " + e.getCause())
                .toList();
    }

    @Test
    void livesAndDiesAndComesBack() {
        pipe.beat("node-1");
        assertThat(transitions()).containsExactly("1 null>ONLINE FIRST_HEARTBEAT");
        NodeState state = pipe.values(Topics.STATE).getFirst();
        assertThat(state.getLiveness()).isEqualTo(LivenessState.ONLINE);
        assertThat(state.getLifecycle()).isEqualTo(LifecycleStage.DISCOVERED);
        assertThat(state.getHostname()).isEqualTo("host-node-1");
        assertThat(state.getSequence()).isEqualTo(1);

        pipe.seconds(180);
        assertThat(transitions()).as("silent for exactly its grace").isEmpty();
        pipe.second();
        List<NodeEvent> events = pipe.values(Topics.EVENTS);
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().getCause()).isEqualTo(EventCause.GRACE_EXPIRED);
        assertThat(events.getFirst().getAt()).isEqualTo(Instant.ofEpochMilli(Pipeline.START + 181_000));
        NodeState offline = pipe.values(Topics.STATE).getLast();
        assertThat(offline.getLiveness()).isEqualTo(LivenessState.OFFLINE);
        assertThat(offline.getFlaps()).isEqualTo(1);
        assertThat(offline.getOnlineMs()).isEqualTo(181_000);

        pipe.seconds(1_000);
        assertThat(transitions()).isEmpty();
        pipe.beat("node-1");
        assertThat(transitions()).containsExactly("3 OFFLINE>ONLINE HEARTBEAT");
        pipe.seconds(180);
        assertThat(transitions()).isEmpty();
        pipe.second();
        assertThat(transitions())
                .as("its entry, far ahead while it was dead, was moved")
                .hasSize(1);
    }

    @Test
    void aPromiseKeptMeansNoEventAndFewStates() {
        pipe.beat("node-1");
        for (int minute = 0; minute < 100; minute++) {
            pipe.seconds(60);
            pipe.beat("node-1");
        }
        assertThat(transitions()).hasSize(1);
        assertThat(pipe.values(Topics.STATE))
                .as("at most one in ten minutes or so")
                .hasSizeBetween(10, 13);
    }

    @Test
    void anOfflineStateIsRefreshedToo() {
        pipe.beat("node-1");
        pipe.seconds(200);
        pipe.values(Topics.STATE);
        pipe.seconds(6_000);
        assertThat(pipe.values(Topics.STATE)).hasSize(10).allMatch(s -> s.getLiveness() == LivenessState.OFFLINE);
    }

    @Test
    void accountsEachHeartbeatOnceAndSendsReplaysToTheirTopic() {
        VerifiedHeartbeat first = pipe.beat("node-1");
        pipe.second();
        VerifiedHeartbeat second = pipe.beat("node-1");
        pipe.send(second);
        pipe.send(second);
        pipe.send(first);
        pipe.second();
        assertThat(pipe.values(Topics.VERDICTS).getLast()).satisfies(verdict -> {
            assertThat(verdict.getAdvances()).isEqualTo(2);
            assertThat(verdict.getDuplicates()).isEqualTo(2);
            assertThat(verdict.getReplays()).isEqualTo(1);
            assertThat(verdict.getOnline()).isEqualTo(1);
        });
        List<DeadLetter> replays = pipe.values(Topics.dead(Rejection.REPLAY));
        assertThat(replays).hasSize(1);
        byte[] original = pipe.serdes.of(Topics.VERIFIED).serializer().serialize(Topics.VERIFIED.name(), first);
        assertThat(replays.getFirst().getOriginal()).isEqualTo(ByteBuffer.wrap(original));
        assertThat(replays.getFirst().getSourceTopic()).isEqualTo(Topics.VERIFIED.name());
    }

    @Test
    void aNoisyNodesReplaysAreAllLettersAndTheirBytesAreBounded() {
        VerifiedHeartbeat first = pipe.beat("node-1");
        pipe.second();
        pipe.beat("node-1");
        for (int i = 0; i < 2_100; i++) {
            pipe.send(first);
        }
        List<DeadLetter> letters = pipe.values(Topics.dead(Rejection.REPLAY));
        assertThat(letters).hasSize(2_100);
        assertThat(letters.subList(0, 2_048)).allMatch(letter -> letter.getOriginalBytes() == null);
        int bytes = letters.getFirst().getOriginal().remaining();
        assertThat(letters.subList(2_048, 2_100))
                .allMatch(letter -> !letter.getOriginal().hasRemaining() && letter.getOriginalBytes() == bytes);
    }

    @Test
    void aReplayedNightKeepsNobodyAlive() {
        VerifiedHeartbeat[] night = new VerifiedHeartbeat[20];
        for (int i = 0; i < night.length; i++) {
            night[i] = pipe.beat("node-1");
            pipe.seconds(60);
        }
        transitions();
        for (VerifiedHeartbeat old : night) {
            pipe.send(old);
            pipe.seconds(60);
        }
        assertThat(transitions()).containsExactly("2 ONLINE>OFFLINE GRACE_EXPIRED");
    }

    @Test
    void aHeartbeatThatIsJudgedOnceMoreLongAfterRevivesNobody() {
        pipe.beat("node-1");
        pipe.seconds(60);
        VerifiedHeartbeat refused =
                pipe.heartbeat("node-1", "eu", pipe.now() / 1_000).build();
        VerifiedHeartbeat stranger =
                pipe.heartbeat("node-2", "eu", pipe.now() / 1_000).build();
        pipe.seconds(600);
        assertThat(transitions()).last().isEqualTo("2 ONLINE>OFFLINE GRACE_EXPIRED");
        pipe.send(refused);
        pipe.seconds(5);
        assertThat(transitions()).isEmpty();
        pipe.send(stranger);
        pipe.seconds(5);
        assertThat(transitions()).containsExactly("1 null>ONLINE FIRST_HEARTBEAT", "2 ONLINE>OFFLINE GRACE_EXPIRED");
        assertThat(pipe.values(Topics.VERDICTS).getLast().getAdvances()).isEqualTo(3);
        pipe.beat("node-1");
        assertThat(transitions()).containsExactly("3 OFFLINE>ONLINE HEARTBEAT");
    }

    @Test
    void factsAreWrittenOnChangeAndNeverOverwrittenBySilence() {
        long at = pipe.now() / 1_000;
        CapacityRecord capacity = new CapacityRecord(16L, 64L, 2_000L, 0L, 15L, 3L);
        pipe.send(pipe.heartbeat("n", "eu", at)
                .setCapacity(capacity)
                .setRunningVms(1L)
                .build());
        pipe.values(Topics.STATE);
        pipe.send(pipe.heartbeat("n", "eu", at + 1).setHostname(null).build());
        pipe.send(pipe.heartbeat("n", "eu", at + 2).setUptimeS(99L).build());
        assertThat(pipe.values(Topics.STATE)).as("nothing new").isEmpty();
        pipe.send(pipe.heartbeat("n", "eu", at + 3).setRunningVms(2L).build());
        List<NodeState> changed = pipe.values(Topics.STATE);
        assertThat(changed).hasSize(1);
        assertThat(changed.getFirst().getRunningVms()).isEqualTo(2);
        assertThat(changed.getFirst().getCapacity()).isEqualTo(capacity);
        assertThat(changed.getFirst().getHostname()).isEqualTo("host-n");
        pipe.send(pipe.heartbeat("n", "us", at + 4).build());
        assertThat(pipe.values(Topics.STATE)).extracting(NodeState::getRegion).containsExactly("us");
        pipe.second();
        assertThat(pipe.tallies.all().get(0).regions().get("us").online()).isEqualTo(1);
        assertThat(pipe.tallies.all().get(0).regions().get("eu").online()).isZero();
    }

    @Test
    void aRestartForgetsNothingAndCallsNobodyOffline() {
        pipe.close();
        pipe = new Pipeline(SETTINGS, dir, new SurvivingStores());
        pipe.tick();
        VerifiedHeartbeat beat = pipe.beat("node-1");
        pipe.seconds(30);
        pipe = pipe.restarted();
        pipe.outage(Duration.ofHours(2));
        pipe.tick();
        pipe.seconds(120);
        assertThat(transitions()).isEmpty();
        pipe.send(beat);
        pipe.second();
        assertThat(pipe.tallies.all().get(0).regions().get("eu").counts().duplicates())
                .as("the lease is still there")
                .isEqualTo(1);
        pipe.seconds(89);
        assertThat(transitions())
                .as("30 s before, 60 s held, 150 s since: exactly its grace")
                .isEmpty();
        pipe.second();
        pipe.second();
        assertThat(transitions()).containsExactly("2 ONLINE>OFFLINE GRACE_EXPIRED");
    }

    @Test
    void anOutageOfTwoMinutesCallsNobodyOffline() {
        pipe.beat("node-1");
        pipe.seconds(59);
        pipe.outage(Duration.ofMinutes(2));
        pipe.seconds(60);
        pipe.beat("node-1");
        pipe.seconds(180);
        assertThat(transitions()).hasSize(1);
    }

    @Test
    void retiredIsForGoodAndTheSameCommandTwiceIsOne() {
        pipe.command("early", "node-1", CommandKind.RETIRE);
        pipe.beat("node-1");
        pipe.command("c-1", "node-1", CommandKind.PAIR);
        pipe.command("c-2", "node-1", CommandKind.RETIRE);
        pipe.command("c-2", "node-1", CommandKind.RETIRE);
        pipe.command("c-3", "node-1", CommandKind.RETIRE);
        assertThat(pipe.values(Topics.OUTCOMES))
                .extracting(NodeOutcome::getCorrelationId, NodeOutcome::getCode, NodeOutcome::getSequence)
                .containsExactly(
                        tuple("early", "unknown_node", 0L),
                        tuple("c-1", "bad_command", 1L),
                        tuple("c-2", "ok", 2L),
                        tuple("c-2", "ok", 2L),
                        tuple("c-3", "unchanged", 2L));
        assertThat(transitions()).containsExactly("1 null>ONLINE FIRST_HEARTBEAT", "2 ONLINE>ONLINE COMMAND");
        pipe.second();
        pipe.beat("node-1");
        pipe.second();
        assertThat(pipe.values(Topics.STATE).getLast().getLifecycle()).isEqualTo(LifecycleStage.RETIRED);
        assertThat(pipe.values(Topics.VERDICTS).getLast()).satisfies(verdict -> {
            assertThat(verdict.getOnline())
                    .as("not part of its region any more")
                    .isZero();
            assertThat(verdict.getAdvances()).as("but accounted").isEqualTo(2);
        });
        pipe.seconds(200);
        assertThat(transitions()).containsExactly("3 ONLINE>OFFLINE GRACE_EXPIRED");
    }

    @Test
    void rejectionsAreRemembered() {
        pipe.beat("node-1");
        pipe.dead(Rejection.IDENTITY, "node-1", "Another account.");
        pipe.dead(Rejection.SIGNATURE, "node-1", "Does not verify.");
        pipe.dead(Rejection.SKEW, "nobody", "Ten minutes off.");
        pipe.dead(Rejection.POISON, null, "No key.");
        KeyValueStore<String, LastRejection> known = pipe.driver.getKeyValueStore(Names.REJECTIONS);
        KeyValueStore<String, LastRejection> strangers = pipe.driver.getKeyValueStore(Names.STRANGERS);
        assertThat(known.get("node-1"))
                .isEqualTo(new LastRejection(Rejection.SIGNATURE, "Does not verify.", pipe.now(), 2));
        assertThat(strangers.get("nobody").reason()).isEqualTo(Rejection.SKEW);
        assertThat(known.get("nobody")).isNull();
    }

    @Test
    void aFloodOfUnknownNamesIsBounded() {
        for (int i = 0; i < RejectionBook.MAX_STRANGERS + 500; i++) {
            pipe.dead(Rejection.SIGNATURE, "stranger-" + i, "Does not verify.");
        }
        KeyValueStore<String, LastRejection> strangers = pipe.driver.getKeyValueStore(Names.STRANGERS);
        assertThat(strangers.get("stranger-0")).isNull();
        assertThat(strangers.get("stranger-" + (RejectionBook.MAX_STRANGERS + 499)))
                .isNotNull();
        assertThat(strangers.approximateNumEntries()).isLessThanOrEqualTo(RejectionBook.MAX_STRANGERS);
    }

    @Test
    void whatCannotBeReadGoesToPoisonAndStopsNothing() {
        byte[] junk = "junk".getBytes(StandardCharsets.UTF_8);
        pipe.sendBytes(Topics.VERIFIED, "node-1", junk);
        pipe.sendBytes(Topics.VERIFIED, null, new byte[0]);
        pipe.sendBytes(Topics.VERIFIED, "node-1", null);
        pipe.sendBytes(Topics.COMMANDS, "node-1", junk);
        pipe.sendBytes(Topics.VERDICTS, "eu", junk);
        pipe.sendBytes(Topics.CENSUS, "eu", junk);
        pipe.sendBytes(Topics.dead(Rejection.SKEW), "node-1", junk);
        VerifiedHeartbeat stray = pipe.heartbeat("node-2", "eu", 1).build();
        pipe.sendBytes(
                Topics.VERIFIED,
                "node-1",
                pipe.serdes.of(Topics.VERIFIED).serializer().serialize(Topics.VERIFIED.name(), stray));
        List<DeadLetter> poison = pipe.values(Topics.dead(Rejection.POISON));
        assertThat(poison).hasSize(6);
        assertThat(poison.getFirst().getOriginal()).isEqualTo(ByteBuffer.wrap(junk));
        pipe.beat("node-1");
        assertThat(transitions()).containsExactly("1 null>ONLINE FIRST_HEARTBEAT");
    }
}
