package dev.pulse.standalone.simulate.plant;

import dev.pulse.domain.liveness.LivenessPolicy;
import dev.pulse.domain.liveness.ObservedClock;
import dev.pulse.domain.region.RegionPolicy;

/**
 * The durations that the rules go by; the rules themselves are those of the services.
 *
 * @param liveness of the liveness rule
 * @param guard of the region guard
 * @param toleranceMs a longer pause between two ticks is a gap
 */
public record Rules(LivenessPolicy liveness, RegionPolicy guard, long toleranceMs) {
    /** The defaults for an interval in milliseconds. */
    public static Rules of(long intervalMs) {
        LivenessPolicy liveness = LivenessPolicy.of(intervalMs);
        return new Rules(liveness, RegionPolicy.of(liveness.graceMs()), ObservedClock.TOLERANCE_MS);
    }
}
