package dev.pulse.marketplace.explorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.account.Account;
import dev.pulse.marketplace.fixture.FakeTopics;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.store.LogIdentity;
import dev.pulse.marketplace.store.StateStore;
import dev.pulse.marketplace.store.StoreSettings;
import dev.pulse.schemas.HoldRecord;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.OwnerRecord;
import dev.pulse.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An explorer that starts again on what it kept. */
class ExplorerStoreTest {
    private static final int PARTITIONS = 3;

    @TempDir
    private Path folder;

    private final FakeTopics topics = new FakeTopics(PARTITIONS);

    private Explorer started(Set<String> served, String topic) {
        InstantSource clock = () -> Records.AT;
        Explorer explorer = new Explorer(
                topics,
                topics.serdes(),
                new ObjectMapper(),
                clock,
                served,
                Duration.ofSeconds(60),
                10,
                StateStore.open(
                        new StoreSettings(folder),
                        () -> new LogIdentity("cluster", topic, PARTITIONS, Duration.ofDays(7)),
                        clock));
        topics.countFrom(Topics.STATE);
        explorer.start();
        await().until(() -> explorer.problem() == null);
        return explorer;
    }

    private void write(NodeState state) {
        topics.append(Topics.STATE, state.getNodeId(), state);
    }

    private static NodeState node(String id, String region) {
        return Records.state(id, LivenessState.ONLINE, region);
    }

    private static NodeState held(String id, String region) {
        return Records.state(id, LivenessState.ONLINE, region, LifecycleStage.RESERVED)
                .setOwner(new OwnerRecord(Records.account("farmer"), "green", Records.account(id), 1L, true))
                .setHolds(List.of(new HoldRecord(
                        "q", "r-" + id, Records.account("renter"), 2, 1, Records.AT, Records.AT.plusSeconds(3_600))))
                .build();
    }

    @Test
    void aRestartReadsWhatChangedAndHasAllThereWas() {
        write(node("a", "eu"));
        write(node("b", "eu"));
        write(node("gone", "eu"));
        write(held("held", "eu"));
        try (Explorer first = started(Set.of(), "topic")) {
            assertThat(topics.counted()).isEqualTo(4);
            assertThat(first.index().find("gone")).isPresent();
        }
        // While it is away.
        topics.append(Topics.STATE, "gone", null);
        write(Records.state("b", LivenessState.OFFLINE, "eu"));
        try (Explorer second = started(Set.of(), "topic")) {
            assertThat(topics.counted()).isEqualTo(2);
            assertThat(second.index().find("a")).isPresent();
            assertThat(second.index().find("b").orElseThrow().liveness().name()).isEqualTo("OFFLINE");
            assertThat(second.index().find("gone")).isEmpty();
            assertThat(second.holds().of(new Account(Records.account("renter"))))
                    .hasSize(1);
        }
        try (Explorer third = started(Set.of(), "topic")) {
            assertThat(topics.counted()).isZero();
            assertThat(third.index().find("gone")).isEmpty();
            assertThat(third.index().counts().sum(cell -> true)).isEqualTo(3);
        }
    }

    @Test
    void nodesOfOtherRegionsAreKeptForTheirReservationsAlone() {
        write(node("here", "eu"));
        write(node("there", "us"));
        write(held("there-held", "us"));
        write(node("moved", "eu"));
        write(node("moved", "us"));
        started(Set.of("eu"), "topic").close();
        try (Explorer second = started(Set.of("eu"), "topic")) {
            assertThat(topics.counted()).isZero();
            assertThat(second.index().find("here")).isPresent();
            assertThat(second.index().find("there-held")).isEmpty();
            assertThat(second.index().find("moved")).isEmpty();
            assertThat(second.holds().of("there-held").holds()).hasSize(1);
        }
    }

    @Test
    void otherRegionsOrAnotherTopicReadEverythingAnew() {
        write(node("a", "eu"));
        write(node("b", "us"));
        started(Set.of("eu"), "topic").close();
        try (Explorer wider = started(Set.of(), "topic")) {
            assertThat(topics.counted()).isEqualTo(2);
            assertThat(wider.index().find("b")).isPresent();
        }
        started(Set.of(), "made anew").close();
        assertThat(topics.counted()).isEqualTo(2);
    }

    @Test
    void whatCannotBeReadIsNotKeptAndHoldsNothingUp() {
        write(node("a", "eu"));
        topics.appendBytes(Topics.STATE, 0, "x", new byte[] {1, 2, 3}, 0);
        started(Set.of(), "topic").close();
        try (Explorer second = started(Set.of(), "topic")) {
            assertThat(topics.counted()).isZero();
            assertThat(second.index().counts().sum(cell -> true)).isEqualTo(1);
        }
    }
}
