package dev.pulse.lifecycle.topology;

import dev.pulse.domain.liveness.LivenessPolicy;
import dev.pulse.domain.region.RegionPolicy;

/**
 * What the topology is told.
 *
 * @param liveness the durations of the liveness rule
 * @param region when a region counts as disturbed
 * @param partitions the one partition count of all co-partitioned topics
 */
public record LifecycleSettings(LivenessPolicy liveness, RegionPolicy region, int partitions) {
    /** The defaults for an interval in milliseconds. */
    public static LifecycleSettings of(long intervalMs, int partitions) {
        LivenessPolicy liveness = LivenessPolicy.of(intervalMs);
        return new LifecycleSettings(liveness, RegionPolicy.of(liveness.graceMs()), partitions);
    }
}
