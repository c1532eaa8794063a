package dev.pulse.domain.region;

import dev.pulse.domain.liveness.Counts;
import dev.pulse.domain.liveness.Lease;
import dev.pulse.domain.liveness.Phase;
import dev.pulse.domain.node.LifecycleState;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * One partition's headcount of each region, kept up to date as leases change; never counted anew but at start. Not safe
 * for use by several threads.
 */
public final class RegionTally {
    private static final class Sums {
        final Map<Phase, Long> phases = new EnumMap<>(Phase.class);
        Counts counts = Counts.NONE;
    }

    private final Map<String, Sums> regions = new TreeMap<>();

    /**
     * Takes note that a lease changed. A node that is only expected is in no region yet.
     *
     * @param before the lease before, or null for a node that was not counted yet
     * @param after the lease after
     */
    public void change(Lease before, Lease after) {
        if (before != null && before.heardFrom()) {
            Sums sums = of(before);
            sums.counts = sums.counts.minus(before.counts());
            count(sums, before, -1);
        }
        if (after.heardFrom()) {
            Sums sums = of(after);
            sums.counts = sums.counts.plus(after.counts());
            count(sums, after, 1);
        }
    }

    private Sums of(Lease lease) {
        return regions.computeIfAbsent(lease.region(), r -> new Sums());
    }

    private static void count(Sums sums, Lease lease, long by) {
        if (lease.standing().lifecycle() != LifecycleState.RETIRED) {
            sums.phases.merge(lease.standing().phase(), by, Long::sum);
        }
    }

    /** Each region's headcount, by name. */
    public void forEach(BiConsumer<String, Headcount> each) {
        regions.forEach((region, sums) -> each.accept(region, headcount(sums)));
    }

    /** A region's headcount; {@link Headcount#NONE} for one that no node ever counted for. */
    public Headcount of(String region) {
        Sums sums = regions.get(region);
        return sums == null ? Headcount.NONE : headcount(sums);
    }

    private static Headcount headcount(Sums sums) {
        long late = at(sums, Phase.LATE) + at(sums, Phase.DUE);
        long fell = at(sums, Phase.FELL);
        return new Headcount(
                at(sums, Phase.ON_TIME) + late,
                late,
                at(sums, Phase.UNKNOWN),
                fell + at(sums, Phase.OFFLINE),
                fell,
                sums.counts);
    }

    private static long at(Sums sums, Phase phase) {
        return sums.phases.getOrDefault(phase, 0L);
    }
}
