package dev.pulse.domain.region;

import dev.pulse.domain.liveness.ClockState;
import java.util.List;

/**
 * What a {@link RegionGuard} knows, as a value to save.
 *
 * @param clock its own observed time
 * @param disturbed whether the region is disturbed
 * @param disturbedSince since when, unix milliseconds
 * @param reports the newest census of each partition
 */
public record GuardState(ClockState clock, boolean disturbed, long disturbedSince, List<Report> reports) {
    public GuardState {
        reports = List.copyOf(reports);
    }

    /**
     * A partition's newest census.
     *
     * @param census the census
     * @param arrived when it came, observed milliseconds of the guard
     */
    public record Report(Census census, long arrived) {}
}
