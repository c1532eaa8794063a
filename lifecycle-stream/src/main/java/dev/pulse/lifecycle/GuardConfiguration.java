package dev.pulse.lifecycle;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pulse.domain.liveness.LivenessPolicy;
import dev.pulse.domain.region.RegionPolicy;
import io.dropwizard.util.Duration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/** The {@code guard} block: when a region counts as disturbed, and how its nodes go OFFLINE after that. */
public final class GuardConfiguration {
    @Min(1) @Max(100) @JsonProperty
    private int disturbedPercent = RegionPolicy.DEFAULT_DISTURBED_PERCENT;

    @Min(0) @Max(100) @JsonProperty
    private int calmPercent = RegionPolicy.DEFAULT_CALM_PERCENT;

    @Min(1) @JsonProperty
    private int minNodes = RegionPolicy.DEFAULT_MIN_NODES;

    @NotNull @JsonProperty
    private Duration hold = Duration.milliseconds(LivenessPolicy.DEFAULT_HOLD_MS);

    @NotNull @JsonProperty
    private Duration drain = Duration.milliseconds(LivenessPolicy.DEFAULT_DRAIN_MS);

    /** The region's policy, for a grace in milliseconds. */
    RegionPolicy policy(long graceMs) {
        return new RegionPolicy(disturbedPercent, calmPercent, minNodes, graceMs);
    }

    /** {@code hold}: how long a node stays UNKNOWN at least, in milliseconds. */
    long holdMs() {
        return hold.toMilliseconds();
    }

    /** {@code drain}: over how long the nodes of one disturbance go OFFLINE after that, in milliseconds. */
    long drainMs() {
        return drain.toMilliseconds();
    }
}
