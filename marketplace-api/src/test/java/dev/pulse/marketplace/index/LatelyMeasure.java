package dev.pulse.marketplace.index;

import dev.pulse.domain.history.Step;
import dev.pulse.domain.history.Unit;
import dev.pulse.domain.history.Uptime;
import dev.pulse.domain.liveness.Liveness;
import dev.pulse.domain.node.LifecycleState;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.index.node.Condition;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.node.NodeFilter;
import dev.pulse.marketplace.index.search.NodeSearch;
import dev.pulse.marketplace.index.search.NodeSearch.Sort;
import dev.pulse.marketplace.index.uptime.DayMarks;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LocationRecord;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.convert.States;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What the marks of a million nodes take and what searches by them cost (docs/decisions/0025-uptime-from-what-events-say.md): a
 * program, not a test. Of the nodes 70 % were never away, 29 % up to eight times in 90 days, and one in a hundred every half day.
 */
final class LatelyMeasure {
    private static final long DAY = Unit.DAY.ms();
    private static final long TODAY = Instant.parse("2026-06-01T00:00:00Z").toEpochMilli();
    private static final long NOW = TODAY + DAY / 3;
    private static final int ROUNDS = 40;

    private LatelyMeasure() {}

    public static void main(String[] arguments) {
        int nodes = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
        Random random = new Random(1);
        NodeIndex index = new NodeIndex(Set.of());
        Map<String, byte[]> marks = new HashMap<>();
        long events = 0;
        long bytes = 0;
        for (int i = 0; i < nodes; i++) {
            String id = "node-" + i;
            List<Step> steps = life(random);
            events += steps.size();
            byte[] mine = DayMarks.of(steps);
            if (mine != null) {
                marks.put(id, mine);
                bytes += mine.length;
            }
            index.take(id, state(id, steps, i));
        }
        index.show();
        System.out.printf(
                Locale.ROOT,
                "%,d nodes, %,d events; %,d have marks, %.1f bytes each%n",
                nodes,
                events,
                marks.size(),
                1.0 * bytes / marks.size());
        long before = used();
        long begun = System.nanoTime();
        index.mark(marks);
        System.out.printf(Locale.ROOT, "shown in %d ms%n", (System.nanoTime() - begun) / 1_000_000);
        index.today(TODAY);
        long after = used();
        System.out.printf(
                Locale.ROOT,
                "memory: %.1f bytes a node; %d had marks%n",
                (double) (after - before) / nodes,
                marks.size());
        measure(index, "no window, uptime_min=99.5", new Condition.Between(NodeField.UPTIME, 9_950, Uptime.ALWAYS));
        for (int days : new int[] {1, 7, 30, 90}) {
            measure(index, "uptime_min=99.5&window=" + days + "d", uptime(days, 9_950));
        }
        measure(index, "flap_max=1&window=30d", new Condition.Lately(NodeField.FLAPS, 30, 0, 1));
        measure(
                index,
                "uptime_min=99.5&window=30d&status=online&country=..",
                uptime(30, 9_950),
                new Condition.AnyOf(NodeField.STATUS, Set.of("ONLINE")),
                new Condition.AnyOf(NodeField.COUNTRY, Set.of("c7")));
    }

    private static Condition uptime(int days, long least) {
        return new Condition.Lately(NodeField.UPTIME, days, least, Uptime.ALWAYS);
    }

    private static void measure(NodeIndex index, String what, Condition... conditions) {
        NodeFilter filter = NodeFilter.of(conditions);
        once(index, what + "&count=true", new NodeSearch(filter, Sort.BY_ID, null, 50, null, true, Set.of()));
        Sort best = new Sort(NodeField.UPTIME, true, null);
        once(index, what + "&sort=-uptime", new NodeSearch(filter, best, null, 50, null, false, Set.of()));
        once(index, what, new NodeSearch(filter, Sort.BY_ID, null, 50, null, false, Set.of()));
    }

    private static void once(NodeIndex index, String what, NodeSearch search) {
        long[] took = new long[ROUNDS];
        Long count = null;
        for (int warm = 0; warm < 2; warm++) {
            for (int i = 0; i < ROUNDS; i++) {
                long begun = System.nanoTime();
                count = index.search(search).count();
                took[i] = System.nanoTime() - begun;
            }
        }
        Arrays.sort(took);
        System.out.printf(
                Locale.ROOT,
                "%-70s p50 %7.2f ms  worst %7.2f ms  %s%n",
                what,
                took[ROUNDS / 2] / 1e6,
                took[ROUNDS - 1] / 1e6,
                count);
    }

    private static List<Step> life(Random random) {
        long at = NOW - random.nextLong(DAY, 200 * DAY) / 1_000 * 1_000;
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(1, at, null, Liveness.ONLINE, LifecycleState.DISCOVERED, 0, 0));
        int kind = random.nextInt(100);
        int absences = kind < 70 ? 0 : kind < 99 ? 1 + random.nextInt(8) : 180;
        long horizon = Math.max(at, NOW - 90 * DAY);
        long online = 0;
        long observed = 0;
        long each = (NOW - horizon) / (absences + 1);
        for (int i = 0; i < absences; i++) {
            long up = each / 2 + random.nextLong(each / 2 + 1);
            long away = Math.min(each / 4, 180_000 + random.nextLong(6 * Unit.HOUR.ms()));
            long begin = i == 0 ? horizon + up : steps.getLast().at() + up;
            online += begin - steps.getLast().at();
            observed += begin - steps.getLast().at();
            steps.add(step(2 * i + 2, begin, Liveness.ONLINE, Liveness.OFFLINE, online, observed));
            observed += away;
            steps.add(step(2 * i + 3, begin + away, Liveness.OFFLINE, Liveness.ONLINE, online, observed));
        }
        return steps;
    }

    private static Step step(long sequence, long at, Liveness before, Liveness after, long online, long observed) {
        return new Step(sequence, at, before, after, LifecycleState.PUBLISHED, online, observed);
    }

    private static NodeState state(String id, List<Step> steps, int number) {
        Step last = steps.getLast();
        long passed = NOW - last.at();
        return Records.state(id, States.liveness(last.liveness()), "r" + number % 3, LifecycleStage.PUBLISHED)
                .setSequence(last.sequence())
                .setFirstSeen(Instant.ofEpochMilli(steps.getFirst().at()))
                .setOnlineMs(last.onlineMs() + passed)
                .setObservedMs(last.observedMs() + passed)
                .setWrittenAt(Instant.ofEpochMilli(NOW))
                .setLocation(new LocationRecord("c" + number % 40, null, 0, 0))
                .build();
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
