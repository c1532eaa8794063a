package dev.pulse.marketplace.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.index.node.Entries;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.schemas.EventCause;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.LocationRecord;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.OwnerRecord;
import dev.pulse.schemas.serde.SingleObjectRecordSerdes;
import dev.pulse.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class EventHubTest {
    private static final WatchFilter ALL = new WatchFilter(Set.of(), Set.of());
    private static final int KEPT = 50;
    private static final int QUEUE = 20;

    private final Serde<NodeEvent> events = new SingleObjectRecordSerdes().of(Topics.EVENTS);

    private final Map<String, NodeEntry> nodes = new HashMap<>();
    private int lookedUp;

    private Optional<NodeEntry> known(String nodeId) {
        lookedUp++;
        return Optional.ofNullable(nodes.get(nodeId));
    }

    private void know(String nodeId, String farmer, String country) {
        nodes.put(
                nodeId,
                Entries.of(Records.state(nodeId, LivenessState.ONLINE, "eu", LifecycleStage.PUBLISHED)
                                .setOwner(new OwnerRecord(
                                        Records.account(farmer), "f", Records.account(nodeId), 1L, true))
                                .setLocation(new LocationRecord(country, null, null, null))
                                .build())
                        .orElseThrow());
    }

    private EventHub hub(int maxWatchers) {
        EventHub hub = new EventHub(
                Set.of(),
                events.deserializer(),
                event -> event.getNodeId() + "/" + event.getSequence(),
                this::known,
                maxWatchers,
                KEPT,
                QUEUE);
        hub.begin(Map.of(partition(0), 0L, partition(1), 0L, partition(2), 0L), Map.of());
        return hub;
    }

    private static TopicPartition partition(int partition) {
        return new TopicPartition(Topics.EVENTS.name(), partition);
    }

    /** The event of node {@code n<partition>} with the sequence {@code offset}. */
    private void happen(EventHub hub, int partition, long offset) {
        happen(hub, partition, offset, partition == 0 ? "eu" : "us");
    }

    private void happen(EventHub hub, int partition, long offset, String region) {
        NodeEvent event = Records.event(
                "n" + partition, offset, LivenessState.OFFLINE, LivenessState.ONLINE, EventCause.HEARTBEAT, region);
        hub.apply(new ConsumerRecord<>(
                Topics.EVENTS.name(),
                partition,
                offset,
                "n" + partition,
                events.serializer().serialize("t", event)));
    }

    private static List<Frame> drain(Watcher watcher) throws InterruptedException {
        List<Frame> frames = new ArrayList<>();
        while (watcher.hasNext()) {
            frames.add(watcher.next(Duration.ZERO));
        }
        return frames;
    }

    private static List<String> data(List<Frame> frames) {
        return frames.stream()
                .filter(frame -> frame.name().equals("transition"))
                .map(Frame::data)
                .toList();
    }

    @Test
    void everyWatcherGetsWhatItAskedFor() throws Exception {
        EventHub hub = hub(10);
        Watcher all = hub.watch(ALL, null, 0).orElseThrow();
        Watcher european =
                hub.watch(new WatchFilter(Set.of("eu"), Set.of()), null, 0).orElseThrow();
        Watcher one =
                hub.watch(new WatchFilter(Set.of(), Set.of("n2")), null, 0).orElseThrow();
        happen(hub, 0, 0);
        happen(hub, 1, 0);
        happen(hub, 2, 0);
        assertThat(data(drain(all))).containsExactly("n0/0", "n1/0", "n2/0");
        assertThat(data(drain(european))).containsExactly("n0/0");
        assertThat(data(drain(one))).containsExactly("n2/0");
    }

    @Test
    void aNewWatcherMayAskForTheNewestFirst() throws Exception {
        EventHub hub = hub(10);
        for (int i = 0; i < 10; i++) {
            happen(hub, i % 2, i / 2);
        }
        assertThat(data(drain(hub.watch(ALL, null, 3).orElseThrow()))).containsExactly("n1/3", "n0/4", "n1/4");
        assertThat(data(drain(hub.watch(new WatchFilter(Set.of("eu"), Set.of()), null, 2)
                        .orElseThrow())))
                .containsExactly("n0/3", "n0/4");
        assertThat(drain(hub.watch(ALL, null, 0).orElseThrow())).isEmpty();
    }

    @Test
    void whereverAClientStopsItResumesWithoutLossOrRepetitionEvenElsewhere() throws Exception {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            // Two instances read the same partitions in different orders.
            EventHub here = hub(10);
            EventHub there = hub(10);
            long[] fedHere = new long[3];
            long[] fedThere = new long[3];
            Watcher first = here.watch(ALL, null, 0).orElseThrow();
            for (int i = 0; i < 12; i++) {
                int partition = random.nextInt(3);
                happen(here, partition, fedHere[partition]++);
            }
            List<Frame> seen = drain(first);
            int stoppedAfter = 1 + random.nextInt(seen.size());
            List<String> got = new ArrayList<>(data(seen.subList(0, stoppedAfter)));
            EventCursor cursor =
                    EventCursor.parse(seen.get(stoppedAfter - 1).id()).orElseThrow();

            while (fedThere[0] + fedThere[1] + fedThere[2] < 12) {
                int partition = random.nextInt(3);
                if (fedThere[partition] < fedHere[partition]) {
                    happen(there, partition, fedThere[partition]++);
                }
            }
            Watcher second = there.watch(ALL, cursor, 0).orElseThrow();
            // Stops once more in the middle of what it had missed.
            List<Frame> missed = drain(second);
            if (!missed.isEmpty()) {
                int again = random.nextInt(missed.size());
                got.addAll(data(missed.subList(0, again + 1)));
                EventCursor next = EventCursor.parse(missed.get(again).id()).orElseThrow();
                second = there.watch(ALL, next, 0).orElseThrow();
                got.addAll(data(drain(second)));
            }
            happen(there, 1, fedThere[1]++);
            got.addAll(data(drain(second)));

            List<String> expected = new ArrayList<>();
            for (int partition = 0; partition < 3; partition++) {
                for (long offset = 0; offset < fedThere[partition]; offset++) {
                    expected.add("n" + partition + "/" + offset);
                }
            }
            assertThat(got).as("round %d", round).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void countsCarryTheCursorSoThatAFilteringClientMovesOn() throws Exception {
        EventHub hub = hub(10);
        Watcher one =
                hub.watch(new WatchFilter(Set.of(), Set.of("nobody")), null, 0).orElseThrow();
        for (int i = 0; i < 3 * KEPT; i++) {
            happen(hub, 0, i);
        }
        hub.publishStats("{}");
        List<Frame> frames = drain(one);
        assertThat(frames).extracting(Frame::name).containsExactly("stats");
        happen(hub, 0, 3 * KEPT);
        EventCursor cursor = EventCursor.parse(frames.getFirst().id()).orElseThrow();
        assertThat(data(drain(hub.watch(ALL, cursor, 0).orElseThrow()))).containsExactly("n0/" + 3 * KEPT);
    }

    @Test
    void aCursorFromTooLongAgoGetsAResetAndOneStepLaterItDoesNot() throws Exception {
        EventHub hub = hub(10);
        for (int i = 0; i < KEPT + 5; i++) {
            happen(hub, 0, i);
        }
        EventCursor reaching = new EventCursor(new long[] {5, 0, 0});
        assertThat(drain(hub.watch(ALL, reaching, 0).orElseThrow()))
                .hasSize(KEPT)
                .first()
                .extracting(Frame::data)
                .isEqualTo("n0/5");
        EventCursor tooOld = new EventCursor(new long[] {4, 0, 0});
        assertThat(drain(hub.watch(ALL, tooOld, 0).orElseThrow()))
                .extracting(Frame::name)
                .containsExactly("reset");
    }

    @Test
    void aCursorOfAnotherKafkaGetsAReset() throws Exception {
        EventHub hub = hub(10);
        happen(hub, 0, 0);
        for (long[] foreign : List.of(new long[] {9, 9, 9}, new long[] {1}, new long[] {1, 0, 0, 0})) {
            assertThat(drain(hub.watch(ALL, new EventCursor(foreign), 0).orElseThrow()))
                    .extracting(Frame::name)
                    .containsExactly("reset");
        }
    }

    @Test
    void aSlowClientIsDroppedWithALastWordAndOthersAreNot() throws Exception {
        EventHub hub = hub(10);
        Watcher slow = hub.watch(ALL, null, 0).orElseThrow();
        Watcher quick = hub.watch(ALL, null, 0).orElseThrow();
        int got = 0;
        for (int i = 0; i < QUEUE; i++) {
            happen(hub, 0, i);
            got += drain(quick).size();
        }
        assertThat(hub.watchers()).isEqualTo(2);
        happen(hub, 0, QUEUE);
        assertThat(hub.watchers()).isEqualTo(1);
        assertThat(got + drain(quick).size()).isEqualTo(QUEUE + 1);
        List<Frame> last = drain(slow);
        assertThat(last).extracting(Frame::name).containsExactly("dropped");
        assertThat(last.getFirst().last()).isTrue();
        happen(hub, 0, QUEUE + 1);
        assertThat(drain(slow)).isEmpty();
    }

    @Test
    void thereIsRoomForSoManyAndAgainWhenOneLeaves() {
        EventHub hub = hub(2);
        Watcher first = hub.watch(ALL, null, 0).orElseThrow();
        assertThat(hub.watch(ALL, null, 0)).isPresent();
        assertThat(hub.watch(ALL, null, 0)).isEmpty();
        hub.leave(first);
        assertThat(hub.watch(ALL, null, 0)).isPresent();
    }

    @Test
    void aHubThatClosesSaysSoToAll() throws Exception {
        EventHub hub = hub(2);
        Watcher watcher = hub.watch(ALL, null, 0).orElseThrow();
        hub.close();
        assertThat(drain(watcher))
                .singleElement()
                .matches(Frame::last)
                .extracting(Frame::name)
                .isEqualTo("bye");
        assertThat(hub.watch(ALL, null, 0)).isEmpty();
    }

    @Test
    void textsThatAreNoCursorsAreNone() {
        for (String text : List.of("", ".", "1.", "A", "1,2", "-1", "1".repeat(13), "1.".repeat(5_000) + "1")) {
            assertThat(EventCursor.parse(text)).as(text).isEmpty();
        }
        assertThat(EventCursor.parse("0.zz.1").orElseThrow()).hasToString("0.zz.1");
    }

    private static WatchFilter by(
            Set<LivenessState> liveness,
            Set<LifecycleStage> lifecycle,
            Set<EventCause> causes,
            Set<String> owners,
            Set<String> countries) {
        return new WatchFilter(Set.of(), Set.of(), liveness, lifecycle, causes, owners, countries);
    }

    @Test
    void whatTheEventSaysAndWhatTheIndexKnowsNarrowItAlike() throws InterruptedException {
        EventHub hub = hub(20);
        know("n0", "anna", "be");
        know("n1", "bob", null);
        Set<String> anna = Set.of(Records.account("anna"));
        Set<LivenessState> online = Set.of(LivenessState.ONLINE);
        Set<LifecycleStage> found = Set.of(LifecycleStage.DISCOVERED);
        Set<EventCause> heard = Set.of(EventCause.HEARTBEAT);
        Map<WatchFilter, List<String>> expected = Map.of(
                by(online, found, heard, Set.of(), Set.of()),
                List.of("n0/0", "n1/0", "n2/0"),
                by(Set.of(LivenessState.OFFLINE), Set.of(), Set.of(), Set.of(), Set.of()),
                List.of(),
                by(Set.of(), Set.of(LifecycleStage.RETIRED), Set.of(), Set.of(), Set.of()),
                List.of(),
                by(Set.of(), Set.of(), Set.of(EventCause.COMMAND), Set.of(), Set.of()),
                List.of(),
                by(Set.of(), Set.of(), Set.of(), anna, Set.of()),
                List.of("n0/0"),
                by(Set.of(), Set.of(), Set.of(), Set.of(), Set.of("BE", "DE")),
                List.of("n0/0"),
                by(online, Set.of(), Set.of(), Set.of(Records.account("bob")), Set.of("BE")),
                List.of(),
                new WatchFilter(Set.of("us"), Set.of(), online, found, heard, Set.of(Records.account("bob")), Set.of()),
                List.of("n1/0"));
        Map<WatchFilter, Watcher> watchers = new HashMap<>();
        expected.keySet()
                .forEach(filter ->
                        watchers.put(filter, hub.watch(filter, null, 0).orElseThrow()));
        for (int partition = 0; partition < 3; partition++) {
            happen(hub, partition, 0);
        }
        for (WatchFilter filter : expected.keySet()) {
            assertThat(data(drain(watchers.get(filter)))).as(filter.toString()).isEqualTo(expected.get(filter));
        }
        assertThat(lookedUp)
                .as("n0 and n1 once for all; n2, of which nothing is known, for each")
                .isLessThanOrEqualTo(2 + 4);

        // And so for those that come back: from the beginning on.
        EventCursor beginning = EventCursor.parse("0.0.0").orElseThrow();
        for (WatchFilter filter : expected.keySet()) {
            assertThat(data(drain(hub.watch(filter, beginning, 0).orElseThrow())))
                    .as(filter.toString())
                    .isEqualTo(expected.get(filter));
        }
    }

    @Test
    void nothingIsLookedUpWhileNobodyAsksForIt() {
        EventHub hub = hub(2);
        WatchFilter offline =
                by(Set.of(LivenessState.OFFLINE), Set.of(), Set.of(), Set.of(Records.account("anna")), Set.of());
        assertThat(hub.watch(new WatchFilter(Set.of("eu"), Set.of()), null, 0)).isPresent();
        assertThat(hub.watch(offline, null, 0)).isPresent();
        happen(hub, 0, 0);
        assertThat(lookedUp).isZero();
    }
}
