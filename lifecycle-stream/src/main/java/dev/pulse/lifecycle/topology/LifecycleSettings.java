package dev.pulse.lifecycle.topology;

import dev.pulse.domain.letter.LetterQuota;
import dev.pulse.domain.limit.RateLimit;
import dev.pulse.domain.liveness.LivenessPolicy;
import dev.pulse.domain.liveness.ObservedClock;
import dev.pulse.domain.region.RegionPolicy;

/**
 * What the topology is told.
 *
 * @param liveness the durations of the liveness rule
 * @param region when a region counts as disturbed
 * @param tickToleranceMs a longer pause between two ticks is a gap ({@link ObservedClock#TOLERANCE_MS})
 * @param partitions the one partition count of all co-partitioned topics
 * @param letters how many KiB of originals the dead letters of a node may keep
 */
public record LifecycleSettings(
        LivenessPolicy liveness, RegionPolicy region, long tickToleranceMs, int partitions, RateLimit letters) {
    /** With the default quota of dead letters. */
    public LifecycleSettings(LivenessPolicy liveness, RegionPolicy region, long tickToleranceMs, int partitions) {
        this(liveness, region, tickToleranceMs, partitions, LetterQuota.defaults());
    }

    /** The defaults for an interval in milliseconds. */
    public static LifecycleSettings of(long intervalMs, int partitions) {
        LivenessPolicy liveness = LivenessPolicy.of(intervalMs);
        return new LifecycleSettings(
                liveness, RegionPolicy.of(liveness.graceMs()), ObservedClock.TOLERANCE_MS, partitions);
    }
}
