package dev.pulse.marketplace.explorer;

import dev.pulse.domain.liveness.Liveness;
import dev.pulse.domain.node.LifecycleState;
import dev.pulse.marketplace.answer.Answers;
import dev.pulse.marketplace.answer.StatsAnswer;
import dev.pulse.marketplace.answer.StatsAnswer.Accounting;
import dev.pulse.marketplace.answer.StatsAnswer.RegionAnswer;
import dev.pulse.marketplace.answer.StatsAnswer.StatusCounts;
import dev.pulse.marketplace.board.DeadLetterBoard;
import dev.pulse.marketplace.board.RegionBoard;
import dev.pulse.marketplace.follow.Progress;
import dev.pulse.marketplace.follow.TopicFollower;
import dev.pulse.marketplace.index.NodeIndex;
import dev.pulse.marketplace.index.node.NodeCounts;
import dev.pulse.schemas.RegionVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** The counts, put together from what the readers hold. Costs the same for any number of nodes. */
public final class StatsView {
    private final NodeIndex index;
    private final RegionBoard regions;
    private final DeadLetterBoard deadLetters;
    private final TopicFollower state;
    private final Duration interval;

    StatsView(
            NodeIndex index, RegionBoard regions, DeadLetterBoard deadLetters, TopicFollower state, Duration interval) {
        this.index = index;
        this.regions = regions;
        this.deadLetters = deadLetters;
        this.state = state;
        this.interval = interval;
    }

    /** The counts now. */
    public StatsAnswer now() {
        // Progress first: what is counted afterwards is at least as new as it says.
        Progress progress = state.progress();
        NodeCounts counts = index.counts();
        SortedMap<String, RegionVerdict> verdicts = regions.newest();
        StatusCounts all = status(counts, cell -> true);
        return new StatsAnswer(
                all.online(),
                all.unknown(),
                all.offline(),
                regions(counts, verdicts),
                lifecycle(counts),
                deadLetters(),
                new Accounting(
                        sum(verdicts, RegionVerdict::getAdvances),
                        sum(verdicts, RegionVerdict::getDuplicates),
                        sum(verdicts, RegionVerdict::getReplays)),
                // A region that its last node has left is judged no more, and holds nothing up.
                verdicts.values().stream()
                        .filter(verdict -> counts.regions().contains(verdict.getRegion()))
                        .map(RegionVerdict::getAsOf)
                        .min(Instant::compareTo)
                        .map(Instant::getEpochSecond)
                        .orElse(null),
                interval.toSeconds(),
                Answers.seconds(progress.asOf()),
                progress.lag(),
                false,
                List.of());
    }

    private static StatusCounts status(NodeCounts counts, Predicate<NodeCounts.Cell> wanted) {
        return new StatusCounts(
                count(counts, wanted, Liveness.ONLINE),
                count(counts, wanted, Liveness.UNKNOWN),
                count(counts, wanted, Liveness.OFFLINE));
    }

    private static long count(NodeCounts counts, Predicate<NodeCounts.Cell> wanted, Liveness liveness) {
        return counts.sum(cell -> cell.liveness() == liveness && wanted.test(cell));
    }

    private static SortedMap<String, RegionAnswer> regions(NodeCounts counts, Map<String, RegionVerdict> verdicts) {
        TreeSet<String> names = new TreeSet<>(counts.regions());
        names.addAll(verdicts.keySet());
        SortedMap<String, RegionAnswer> all = new TreeMap<>();
        for (String name : names) {
            StatusCounts status = status(counts, cell -> cell.region().equals(name));
            RegionVerdict verdict = verdicts.get(name);
            all.put(
                    name,
                    new RegionAnswer(
                            status.online(),
                            status.unknown(),
                            status.offline(),
                            verdict == null ? null : verdict.getLate(),
                            verdict != null && verdict.getDisturbed(),
                            verdict == null ? null : Answers.seconds(verdict.getDisturbedSince()),
                            verdict == null ? null : Answers.seconds(verdict.getAsOf())));
        }
        return all;
    }

    private static SortedMap<String, StatusCounts> lifecycle(NodeCounts counts) {
        SortedMap<String, StatusCounts> all = new TreeMap<>();
        for (LifecycleState lifecycle : LifecycleState.values()) {
            all.put(Answers.word(lifecycle), status(counts, cell -> cell.lifecycle() == lifecycle));
        }
        return all;
    }

    private SortedMap<String, Long> deadLetters() {
        SortedMap<String, Long> all = new TreeMap<>();
        deadLetters.counts().forEach((reason, count) -> all.put(reason.wire(), count));
        return all;
    }

    private static long sum(Map<String, RegionVerdict> verdicts, ToLongFunction<RegionVerdict> field) {
        return verdicts.values().stream().mapToLong(field).sum();
    }
}
