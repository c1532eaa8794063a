package dev.pulse.marketplace.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.domain.history.Reading;
import dev.pulse.domain.history.Step;
import dev.pulse.domain.history.Timeline;
import dev.pulse.domain.history.Unit;
import dev.pulse.domain.history.Uptime;
import dev.pulse.domain.liveness.Liveness;
import dev.pulse.domain.node.LifecycleState;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.index.node.Condition;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.node.NodeFilter;
import dev.pulse.marketplace.index.search.NodeFound;
import dev.pulse.marketplace.index.search.NodeSearch;
import dev.pulse.marketplace.index.search.NodeSearch.Place;
import dev.pulse.marketplace.index.search.NodeSearch.Sort;
import dev.pulse.marketplace.index.uptime.DayMarks;
import dev.pulse.marketplace.index.uptime.Windows;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.convert.States;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the index says of nodes' uptime in some days against the timelines of the same transitions. */
class LatelyTest {
    private static final long DAY = Unit.DAY.ms();
    private static final long TODAY = Instant.parse("2026-06-01T00:00:00Z").toEpochMilli();
    private static final long NOW = TODAY + 7 * 3_600_000L;
    private static final int NODES = 200;

    private final Map<String, Timeline> model = new HashMap<>();
    private final NodeIndex index = new NodeIndex(Set.of());

    /** A life as its transitions tell it, in whole seconds. */
    private record Life(List<Step> steps, Reading now) {
        static Life of(Random random) {
            long at = NOW - 1_000 * random.nextLong(1, 200 * DAY / 1_000);
            List<Step> steps = new ArrayList<>();
            Liveness liveness = Liveness.ONLINE;
            boolean paused = false;
            steps.add(new Step(1, at, null, liveness, LifecycleState.DISCOVERED, 0, 0));
            long online = 0;
            long observed = 0;
            // A third is never away, a few are away all the time.
            int kind = random.nextInt(6);
            int most = kind < 2 ? 1 : kind < 5 ? 12 : 400;
            for (int i = 2; i <= most; i++) {
                long passed = 1_000 * random.nextLong(1, (kind < 5 ? 30 * DAY : DAY) / 1_000);
                if (at + passed > NOW) {
                    break;
                }
                at += passed;
                long seen = paused ? 0 : random.nextInt(5) == 0 ? random.nextLong(passed) : passed;
                observed += seen;
                online += liveness == Liveness.ONLINE ? seen : 0;
                Liveness next = List.of(Liveness.values()).get(random.nextInt(3));
                paused = random.nextInt(6) == 0;
                LifecycleState stage = paused ? LifecycleState.MAINTENANCE : LifecycleState.PUBLISHED;
                steps.add(new Step(i, at, liveness, next, stage, online, observed));
                liveness = next;
            }
            long seen = paused ? 0 : NOW - at;
            return new Life(
                    steps, new Reading(NOW, online + (liveness == Liveness.ONLINE ? seen : 0), observed + seen));
        }

        NodeState state(String nodeId) {
            Step last = steps.getLast();
            return Records.state(nodeId, States.liveness(last.liveness()), "eu", LifecycleStage.PUBLISHED)
                    .setFirstSeen(Instant.ofEpochMilli(steps.getFirst().at()))
                    .setOnlineMs(now.onlineMs())
                    .setObservedMs(now.observedMs())
                    .setWrittenAt(Instant.ofEpochMilli(now.at()))
                    .build();
        }
    }

    private void fill(Random random) {
        for (int i = 0; i < NODES; i++) {
            String id = "n-" + i;
            Life life = Life.of(random);
            byte[] marks = DayMarks.of(life.steps());
            if (marks != null && random.nextBoolean()) {
                int known = 1 + random.nextInt(life.steps().size());
                byte[] grown = DayMarks.of(life.steps().subList(0, known));
                if (grown != null) {
                    for (Step step : life.steps().subList(known, life.steps().size())) {
                        grown = DayMarks.plus(grown, step);
                    }
                    assertThat(grown).as("one by one").isEqualTo(marks);
                }
            }
            Map<String, byte[]> mine = new HashMap<>();
            mine.put(id, marks);
            if (random.nextBoolean()) {
                // Transitions may be read before the state.
                index.mark(mine);
                index.apply(id, life.state(id));
            } else {
                index.apply(id, life.state(id));
                index.mark(mine);
            }
            model.put(id, Timeline.of(life.steps(), life.steps().getFirst().at(), life.now()));
        }
        index.today(TODAY);
    }

    private NodeFound search(NodeFilter filter, Sort sort, Place after, int size) {
        return index.search(new NodeSearch(filter, sort, after, size, null, true, Set.of()));
    }

    private static NodeFilter in(int days, NodeField field, long least, long most) {
        return NodeFilter.of(new Condition.Lately(field, days, least, most));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void says_what_the_timelines_say(long seed) {
        Random random = new Random(seed);
        fill(random);
        for (int days : Windows.DAYS) {
            long begin = TODAY - days * DAY;
            NodeFound all = search(in(days, NodeField.UPTIME, Uptime.UNSAID, Uptime.ALWAYS), Sort.BY_ID, null, NODES);
            assertThat(all.nodes()).hasSize(NODES);
            Map<String, Uptime> said = new HashMap<>();
            for (int i = 0; i < NODES; i++) {
                String id = all.nodes().get(i).nodeId();
                Uptime mine = all.lately().get(i);
                Uptime expected = model.get(id).uptime(begin, NOW);
                if (index.marks(id) == null) {
                    // Never away: how much of it was observed is spread over all of its time.
                    assertThat(mine.hundredths()).as(id + " in " + days).isEqualTo(expected.hundredths());
                    said.put(id, mine);
                    continue;
                }
                assertThat(mine.observedMs()).as(id + " in " + days).isCloseTo(expected.observedMs(), within(4L));
                assertThat(mine.onlineMs()).as(id + " in " + days).isCloseTo(expected.onlineMs(), within(4L));
                assertThat(mine.onlineMs()).isBetween(0L, mine.observedMs());
                said.put(id, mine);
            }
            long least = random.nextInt(Uptime.ALWAYS + 1);
            NodeFound good = search(in(days, NodeField.UPTIME, least, Uptime.ALWAYS), Sort.BY_ID, null, NODES);
            assertThat(good.nodes())
                    .extracting(node -> node.nodeId())
                    .containsExactlyInAnyOrderElementsOf(said.entrySet().stream()
                            .filter(each -> each.getValue().hundredths() >= least)
                            .map(Map.Entry::getKey)
                            .toList());
            int most = random.nextInt(4);
            NodeFound calm = search(in(days, NodeField.FLAPS, 0, most), Sort.BY_ID, null, NODES);
            assertThat(calm.nodes())
                    .extracting(node -> node.nodeId())
                    .containsExactlyInAnyOrderElementsOf(model.entrySet().stream()
                            .filter(each -> each.getValue().flaps(begin, NOW) <= most)
                            .map(Map.Entry::getKey)
                            .toList());
            sorted(days, random.nextBoolean(), said);
        }
    }

    private void sorted(int days, boolean down, Map<String, Uptime> said) {
        NodeFilter filter = in(days, NodeField.UPTIME, Uptime.UNSAID, Uptime.ALWAYS);
        Sort sort = new Sort(NodeField.UPTIME, down, null);
        List<String> ids = new ArrayList<>();
        Place after = null;
        do {
            NodeFound page = search(filter, sort, after, 7);
            page.nodes().forEach(node -> ids.add(node.nodeId()));
            after = page.next();
        } while (after != null);
        assertThat(ids).doesNotHaveDuplicates().hasSize(NODES);
        List<Integer> values = ids.stream().map(id -> said.get(id).hundredths()).toList();
        List<Integer> known =
                values.stream().filter(value -> value != Uptime.UNSAID).toList();
        assertThat(values.subList(0, known.size()))
                .as("what is not known comes last")
                .isEqualTo(known);
        assertThat(known).isSortedAccordingTo(down ? Comparator.<Integer>reverseOrder() : Comparator.naturalOrder());
    }

    @Test
    void a_day_goes_by_without_any_event() {
        long fell = TODAY - 30 * DAY + 3_600_000;
        List<Step> steps = List.of(
                new Step(1, TODAY - 60 * DAY, null, Liveness.ONLINE, LifecycleState.DISCOVERED, 0, 0),
                new Step(2, fell, Liveness.ONLINE, Liveness.OFFLINE, LifecycleState.DISCOVERED, 30 * DAY, 30 * DAY),
                new Step(
                        3,
                        fell + DAY / 2,
                        Liveness.OFFLINE,
                        Liveness.ONLINE,
                        LifecycleState.DISCOVERED,
                        30 * DAY,
                        30 * DAY + DAY / 2));
        Life life = new Life(steps, new Reading(NOW, 59 * DAY, 59 * DAY + DAY / 2));
        index.apply("n", life.state("n"));
        Map<String, byte[]> marks = new HashMap<>();
        marks.put("n", DayMarks.of(steps));
        index.mark(marks);
        assertThat(index.remembers()).isFalse();
        index.today(TODAY);
        NodeFilter flawless = in(30, NodeField.UPTIME, Uptime.ALWAYS, Uptime.ALWAYS);
        assertThat(search(flawless, Sort.BY_ID, null, 10).count()).isZero();
        assertThat(search(in(30, NodeField.FLAPS, 0, 0), Sort.BY_ID, null, 10).count())
                .isZero();
        long version = index.version();
        index.today(TODAY);
        assertThat(index.version()).isEqualTo(version);
        index.today(TODAY + DAY);
        assertThat(index.version()).as("answers are others").isNotEqualTo(version);
        assertThat(search(flawless, Sort.BY_ID, null, 10).count()).isOne();
        assertThat(search(in(30, NodeField.FLAPS, 0, 0), Sort.BY_ID, null, 10).count())
                .isOne();
    }

    @Test
    void marks_stay_with_their_node_whatever_becomes_of_its_row() {
        Random random = new Random(11);
        fill(random);
        List<String> ids = List.copyOf(model.keySet());
        Map<String, byte[]> before = new HashMap<>();
        ids.forEach(id -> before.put(id, index.marks(id)));
        assertThat(before.values()).anyMatch(marks -> marks == null).anyMatch(marks -> marks != null);
        Map<String, NodeState> states = new HashMap<>();
        for (String id : ids.subList(0, 50)) {
            index.apply(id, null);
            states.put(id, Records.state(id, LivenessState.ONLINE, "eu"));
        }
        index.apply("other", Records.state("other", LivenessState.ONLINE, "eu"));
        assertThat(index.marks("other")).isNull();
        states.forEach(index::apply);
        ids.forEach(id -> assertThat(index.marks(id)).as(id).isEqualTo(before.get(id)));
        index.clear();
        ids.forEach(id -> assertThat(index.marks(id)).as(id).isEqualTo(before.get(id)));
        ids.forEach(id -> index.apply(id, Records.state(id, LivenessState.ONLINE, "eu")));
        ids.forEach(id -> assertThat(index.marks(id)).as(id).isEqualTo(before.get(id)));
    }
}
