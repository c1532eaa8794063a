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
 * @param letters how many KiB of originals the dead letters of a node may keep
 */
public record LifecycleSettings(LivenessPolicy liveness, RegionPolicy region, long tickToleranceMs, RateLimit letters) {
    /** With the default quota of dead letters. */
    public LifecycleSettings(LivenessPolicy liveness, RegionPolicy region, long tickToleranceMs) {
        this(liveness, region, tickToleranceMs, LetterQuota.defaults());
    }

    /** The defaults for an interval in milliseconds. */
    public static LifecycleSettings of(long intervalMs) {
        LivenessPolicy liveness = LivenessPolicy.of(intervalMs);
        return new LifecycleSettings(liveness, RegionPolicy.of(liveness.graceMs()), ObservedClock.TOLERANCE_MS);
    }
}
