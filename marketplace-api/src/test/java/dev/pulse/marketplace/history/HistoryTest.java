package dev.pulse.marketplace.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pulse.domain.history.Uptime;
import dev.pulse.marketplace.fixture.FakeTopics;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.index.NodeIndex;
import dev.pulse.marketplace.store.LogIdentity;
import dev.pulse.marketplace.store.StoreSettings;
import dev.pulse.schemas.EventCause;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final Instant NOW = Records.AT;
    private static final long DAY = 86_400_000;

    private final FakeTopics topics = new FakeTopics(2);
    private NodeIndex index = new NodeIndex(Set.of("eu"));
    private History history;

    @TempDir
    private Path folder;

    private static NodeEvent event(
            String nodeId, long sequence, LivenessState after, Instant at, long online, long observed) {
        LivenessState before =
                sequence == 1 ? null : after == LivenessState.ONLINE ? LivenessState.OFFLINE : LivenessState.ONLINE;
        return new NodeEvent(
                nodeId,
                sequence,
                at,
                "eu",
                before,
                after,
                before == null ? null : LifecycleStage.PUBLISHED,
                LifecycleStage.PUBLISHED,
                after == LivenessState.ONLINE ? EventCause.HEARTBEAT : EventCause.GRACE_EXPIRED,
                "A sentence.",
                online,
                observed);
    }

    /** First seen so many days ago, away for half a day after a day. */
    private void life(String nodeId, int daysAgo) {
        Instant first = NOW.minus(Duration.ofDays(daysAgo));
        send(event(nodeId, 1, LivenessState.ONLINE, first, 0, 0));
        send(event(nodeId, 2, LivenessState.OFFLINE, first.plusMillis(DAY), DAY, DAY));
        send(event(nodeId, 3, LivenessState.ONLINE, first.plusMillis(DAY * 3 / 2), DAY, DAY * 3 / 2));
    }

    private void send(NodeEvent event) {
        topics.append(Topics.EVENTS, event.getNodeId(), event);
    }

    private void open(Path in, FakeTopics kafka, LogIdentity.Source log) {
        history = History.open(
                in == null ? null : new StoreSettings(in), log, kafka, kafka.serdes(), index, InstantSource.fixed(NOW));
        history.start();
        await().until(() -> history.progress().loaded() && history.progress().lag() == 0);
    }

    private void open(Path in) {
        open(in, topics, topics.log(Topics.EVENTS));
    }

    private List<Long> sequences(String nodeId) {
        return history.transitions(nodeId, Long.MAX_VALUE, 0, 1_000).stream()
                .map(NodeEvent::getSequence)
                .toList();
    }

    @AfterEach
    void close() {
        if (history != null) {
            history.close();
        }
    }

    @Test
    void keeps_what_it_read_and_goes_on_from_there() {
        life("n-1", 10);
        life("n-10", 20);
        open(folder);
        NodeEvent newest = history.transitions("n-1", Long.MAX_VALUE, 0, 1).getFirst();
        assertThat(newest)
                .isEqualTo(event("n-1", 3, LivenessState.ONLINE, NOW.minusMillis(DAY * 17 / 2), DAY, DAY * 3 / 2));
        assertThat(sequences("n-1")).containsExactly(3L, 2L, 1L);
        assertThat(sequences("n-10")).containsExactly(3L, 2L, 1L);
        assertThat(sequences("n")).isEmpty();
        byte[] marks = index.marks("n-1");
        assertThat(marks).isNotNull();
        close();

        // Kafka has nothing of it any more, but the same offsets, and what came meanwhile.
        FakeTopics later = new FakeTopics(2);
        for (int partition = 0; partition < 2; partition++) {
            later.beginAt(Topics.EVENTS, partition, 6);
        }
        index = new NodeIndex(Set.of("eu"));
        open(folder, later, later.log(Topics.EVENTS));
        assertThat(sequences("n-1")).containsExactly(3L, 2L, 1L);
        assertThat(index.marks("n-1")).isEqualTo(marks);
        later.append(Topics.EVENTS, "n-1", event("n-1", 4, LivenessState.OFFLINE, NOW, DAY, DAY * 2));
        await().until(() -> sequences("n-1").size() == 4);
        await().untilAsserted(() -> assertThat(index.marks("n-1")).isNotEqualTo(marks));
    }

    @Test
    void what_comes_again_or_late_changes_nothing() {
        life("n-1", 10);
        open(null);
        byte[] marks = index.marks("n-1");
        life("n-1", 10);
        send(event("n-1", 2, LivenessState.OFFLINE, NOW, 7 * DAY, 8 * DAY));
        send(event("n-2", 1, LivenessState.ONLINE, NOW, 0, 0));
        await().until(() -> !sequences("n-2").isEmpty());
        assertThat(sequences("n-1")).containsExactly(3L, 2L, 1L);
        assertThat(history.transitions("n-1", 3, 0, 1).getFirst().getObservedMs())
                .isEqualTo(DAY);
        assertThat(index.marks("n-1")).isEqualTo(marks);
    }

    @Test
    void a_node_that_begins_anew_does_so_here() {
        life("n-1", 10);
        open(null);
        send(event("n-1", 1, LivenessState.ONLINE, NOW.minusSeconds(60), 0, 0));
        await().until(() -> sequences("n-1").equals(List.of(1L)));
        await().untilAsserted(() -> assertThat(index.marks("n-1")).isNull());
    }

    @Test
    void takes_out_what_is_too_old_but_for_the_one_before() {
        life("n-1", 92);
        life("n-2", 91);
        life("n-3", 90);
        life("n-4", 200);
        open(null);
        await().untilAsserted(() -> assertThat(sequences("n-4")).containsExactly(3L));
        assertThat(sequences("n-1")).as("all three are older").containsExactly(3L);
        assertThat(sequences("n-2"))
                .as("two are within 90 days, of which one by nothing")
                .containsExactly(3L, 2L, 1L);
        assertThat(sequences("n-3")).containsExactly(3L, 2L, 1L);
        assertThat(history.timeline("n-1").complete(NOW.toEpochMilli() - 90 * DAY))
                .isTrue();
    }

    @Test
    void a_walk_that_takes_out_goes_in_steps_and_keeps_the_newest() {
        try (TransitionStore store = TransitionStore.open(null)) {
            LongStream.rangeClosed(1, 50)
                    .forEach(i -> store.write(batch -> {
                        batch.put(event("a", i, LivenessState.ONLINE, NOW.plusSeconds(i), i, i));
                        batch.put(event("b", i, LivenessState.ONLINE, NOW.minusSeconds(100 - i), i, i));
                    }));
            TransitionStore.Sweep sweep = store.new Sweep();
            int steps = 1;
            while (!sweep.go(NOW.minusSeconds(60).toEpochMilli(), 20, 7)) {
                steps++;
            }
            assertThat(steps).isEqualTo(15);
            assertThat(store.all("a"))
                    .extracting(NodeEvent::getSequence)
                    .hasSize(20)
                    .startsWith(31L)
                    .endsWith(50L);
            assertThat(store.all("b"))
                    .as("from 60 seconds ago on, and the one before")
                    .extracting(NodeEvent::getSequence)
                    .startsWith(39L)
                    .endsWith(50L);
        }
    }

    @Test
    void nodes_of_other_regions_are_not_kept() {
        send(NodeEvent.newBuilder(event("n-1", 1, LivenessState.ONLINE, NOW, 0, 0))
                .setRegion("us")
                .build());
        send(NodeEvent.newBuilder(event("n-2", 1, LivenessState.OFFLINE, NOW, 0, 0))
                .setRegion("")
                .build());
        open(null);
        assertThat(sequences("n-1")).isEmpty();
        assertThat(sequences("n-2")).containsExactly(1L);
    }

    @Test
    void other_regions_are_read_anew() {
        life("n-1", 10);
        send(NodeEvent.newBuilder(event("n-2", 1, LivenessState.ONLINE, NOW, 0, 0))
                .setRegion("us")
                .build());
        open(folder);
        assertThat(sequences("n-2")).isEmpty();
        close();
        index = new NodeIndex(Set.of("eu", "us"));
        open(folder);
        assertThat(sequences("n-1")).containsExactly(3L, 2L, 1L);
        assertThat(sequences("n-2")).containsExactly(1L);
    }

    @Test
    void another_kafka_has_another_history() {
        life("n-1", 10);
        open(folder);
        close();
        FakeTopics empty = new FakeTopics(2);
        index = new NodeIndex(Set.of("eu"));
        open(folder, empty, empty.log(Topics.EVENTS));
        assertThat(sequences("n-1")).isEmpty();
        assertThat(index.marks("n-1")).isNull();
        assertThat(index.remembers()).isTrue();
    }

    @Test
    void a_topic_that_was_made_anew_has_another_history_though_it_is_longer() {
        life("n-1", 10);
        open(folder);
        close();
        FakeTopics anew = new FakeTopics(2);
        index = new NodeIndex(Set.of("eu"));
        LongStream.rangeClosed(1, 20)
                .forEach(i -> anew.append(
                        Topics.EVENTS, "n-" + (i + 10), event("n-" + (i + 10), 1, LivenessState.ONLINE, NOW, 0, 0)));
        open(folder, anew, () -> new LogIdentity("cluster", "anew", 2, null));
        assertThat(sequences("n-1")).isEmpty();
        assertThat(sequences("n-11")).as("the first in it").containsExactly(1L);
    }

    @Test
    void a_damaged_folder_is_made_anew() throws IOException {
        life("n-1", 10);
        open(folder);
        close();
        Files.writeString(folder.resolve("history").resolve("CURRENT"), "nonsense", StandardCharsets.UTF_8);
        index = new NodeIndex(Set.of("eu"));
        open(folder);
        assertThat(sequences("n-1")).containsExactly(3L, 2L, 1L);
    }

    @Test
    void a_timeline_ends_with_the_newest_state() {
        life("n-1", 10);
        open(null);
        long end = NOW.toEpochMilli();
        assertThat(history.timeline("n-1").uptime(end - 30 * DAY, end)).isEqualTo(new Uptime(DAY, DAY * 3 / 2));
        index.apply(
                "n-1",
                Records.state("n-1", LivenessState.ONLINE, "eu", LifecycleStage.PUBLISHED)
                        .setFirstSeen(NOW.minus(Duration.ofDays(10)))
                        .setOnlineMs(DAY * 19 / 2)
                        .setObservedMs(DAY * 10)
                        .setSequence(3)
                        .build());
        assertThat(history.timeline("n-1").uptime(end - 30 * DAY, end)).isEqualTo(new Uptime(DAY * 19 / 2, DAY * 10));
        assertThat(history.timeline("n-1").uptime(end - 5 * DAY, end)).isEqualTo(new Uptime(5 * DAY, 5 * DAY));
        assertThat(history.timeline("n-1").complete(end - 30 * DAY)).isTrue();
        assertThat(history.timeline("unknown").uptime(0, end)).isEqualTo(Uptime.NONE);
    }
}
