package dev.pulse.lifecycle;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pulse.domain.liveness.LivenessPolicy;
import dev.pulse.domain.liveness.ObservedClock;
import dev.pulse.lifecycle.topology.LifecycleSettings;
import dev.pulse.streams.StreamsServiceConfiguration;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.concurrent.TimeUnit;

/** The lifecycle stream's configuration (docs/reference/lifecycle.md). */
public final class LifecycleConfiguration extends StreamsServiceConfiguration {
    @NotNull @MinDuration(value = 1, unit = TimeUnit.SECONDS)
    @JsonProperty
    private Duration interval = Duration.seconds(60);

    @Min(2) @Max(100) @JsonProperty
    private int graceIntervals = LivenessPolicy.GRACE_INTERVALS;

    @NotNull @MinDuration(value = 1, unit = TimeUnit.SECONDS)
    @JsonProperty
    private Duration refresh = Duration.milliseconds(LivenessPolicy.DEFAULT_REFRESH_MS);

    @Valid @NotNull @JsonProperty
    private GuardConfiguration guard = new GuardConfiguration();

    /**
     * {@code interval}, {@code graceIntervals}, {@code refresh} and {@code guard} together.
     *
     * @throws IllegalArgumentException naming the value that is outside its range
     */
    public LifecycleSettings settings() {
        long intervalMs = interval.toMilliseconds();
        LivenessPolicy liveness = new LivenessPolicy(
                intervalMs, intervalMs * graceIntervals, guard.holdMs(), guard.drainMs(), refresh.toMilliseconds());
        return new LifecycleSettings(
                liveness, guard.policy(liveness.graceMs()), ObservedClock.TOLERANCE_MS, letterQuota());
    }
}
