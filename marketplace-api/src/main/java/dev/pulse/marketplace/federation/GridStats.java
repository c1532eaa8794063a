package dev.pulse.marketplace.federation;

import dev.pulse.marketplace.answer.StatsAnswer;
import dev.pulse.marketplace.answer.StatsAnswer.Accounting;
import dev.pulse.marketplace.answer.StatsAnswer.RegionAnswer;
import dev.pulse.marketplace.answer.StatsAnswer.StatusCounts;
import dev.pulse.marketplace.federation.PeerFault.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** The counts of this explorer and of all its peers. */
public final class GridStats {
    private static final String QUESTION = "/api/v1/stats";
    private static final long MOST_BYTES = 256 * 1024;
    private static final int MOST_REGIONS = 1_000;
    /** Few enough to be added up, whoever says so. */
    private static final long MOST = 1L << 56;

    private final Peers peers;

    /** Over these peers. */
    public GridStats(Peers peers) {
        this.peers = peers;
    }

    /** Sums. A region that two of them serve is the sum of both; the watermark is the oldest. */
    public StatsAnswer all(Supplier<StatsAnswer> own) {
        try (Round round = peers.ask(peer -> QUESTION, MOST_BYTES)) {
            List<StatsAnswer> parts = new ArrayList<>();
            parts.add(own.get());
            parts.addAll(round.take((peer, body) -> checked(PageReader.json(body, StatsAnswer.class)))
                    .values());
            return new StatsAnswer(
                    sum(parts, StatsAnswer::online),
                    sum(parts, StatsAnswer::unknown),
                    sum(parts, StatsAnswer::offline),
                    merged(parts, StatsAnswer::regions, GridStats::both),
                    merged(parts, StatsAnswer::lifecycle, GridStats::both),
                    merged(parts, StatsAnswer::deadLetters, Long::sum),
                    new Accounting(
                            sum(parts, part -> part.heartbeats().advances()),
                            sum(parts, part -> part.heartbeats().duplicates()),
                            sum(parts, part -> part.heartbeats().replays())),
                    oldest(parts, StatsAnswer::watermark),
                    parts.getFirst().intervalS(),
                    oldest(parts, StatsAnswer::asOf),
                    sum(parts, StatsAnswer::lag),
                    !round.missing().isEmpty(),
                    round.missing());
        }
    }

    private static StatsAnswer checked(StatsAnswer answer) throws PeerFault {
        boolean whole = answer.regions() != null
                && answer.regions().size() <= MOST_REGIONS
                && answer.lifecycle() != null
                && answer.deadLetters() != null
                && answer.heartbeats() != null
                && counts(answer.online(), answer.unknown(), answer.offline(), answer.lag())
                && counts(
                        answer.heartbeats().advances(),
                        answer.heartbeats().duplicates(),
                        answer.heartbeats().replays())
                && all(answer.regions().values(), GridStats::whole)
                && all(answer.lifecycle().values(), part -> counts(part.online(), part.unknown(), part.offline()))
                && all(answer.deadLetters().values(), GridStats::counts);
        if (!whole) {
            throw new PeerFault(Reason.MALFORMED);
        }
        return answer;
    }

    private static boolean whole(RegionAnswer part) {
        return counts(part.online(), part.unknown(), part.offline(), part.late() == null ? 0 : part.late());
    }

    private static <T> boolean all(Collection<T> parts, Function<T, Boolean> check) {
        return parts.size() <= MOST_REGIONS && parts.stream().allMatch(part -> part != null && check.apply(part));
    }

    private static boolean counts(long... numbers) {
        for (long number : numbers) {
            if (number < 0 || number > MOST) {
                return false;
            }
        }
        return true;
    }

    private static long sum(List<StatsAnswer> parts, ToLongFunction<StatsAnswer> field) {
        return parts.stream().mapToLong(field).sum();
    }

    private static Long oldest(List<StatsAnswer> parts, Function<StatsAnswer, Long> field) {
        return parts.stream()
                .map(field)
                .filter(Objects::nonNull)
                .min(Long::compareTo)
                .orElse(null);
    }

    private static <V> SortedMap<String, V> merged(
            List<StatsAnswer> parts, Function<StatsAnswer, SortedMap<String, V>> field, BinaryOperator<V> both) {
        SortedMap<String, V> all = new TreeMap<>();
        for (StatsAnswer part : parts) {
            for (Map.Entry<String, V> entry : field.apply(part).entrySet()) {
                all.merge(entry.getKey(), entry.getValue(), both);
            }
        }
        return all;
    }

    private static StatusCounts both(StatusCounts one, StatusCounts other) {
        return new StatusCounts(
                one.online() + other.online(), one.unknown() + other.unknown(), one.offline() + other.offline());
    }

    private static RegionAnswer both(RegionAnswer one, RegionAnswer other) {
        return new RegionAnswer(
                one.online() + other.online(),
                one.unknown() + other.unknown(),
                one.offline() + other.offline(),
                either(one.late(), other.late(), Long::sum),
                one.disturbed() || other.disturbed(),
                either(one.disturbedSince(), other.disturbedSince(), Math::min),
                either(one.watermark(), other.watermark(), Math::min));
    }

    private static Long either(Long one, Long other, BinaryOperator<Long> both) {
        return one == null ? other : other == null ? one : both.apply(one, other);
    }
}
