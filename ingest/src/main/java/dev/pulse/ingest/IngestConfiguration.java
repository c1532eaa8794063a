package dev.pulse.ingest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pulse.domain.region.Regions;
import dev.pulse.ingest.log.LogSettings;
import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.schemas.kafka.TopicSettings;
import dev.pulse.schemas.serde.RegistrySettings;
import dev.pulse.telemetry.trace.RequestTracingSettings;
import io.dropwizard.core.Configuration;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The ingest's configuration (docs/reference/http-ingest.md). */
public final class IngestConfiguration extends Configuration {
    private static final String NAME = "[a-z0-9][a-z0-9._-]{0,63}";

    @Valid @NotNull @JsonProperty
    private KafkaSettings kafka;

    @Valid @NotNull @JsonProperty
    private RegistrySettings registry;

    @JsonProperty
    private boolean createTopics;

    @Min(1) @Max(10_000) @JsonProperty
    private int partitions = 8;

    @Min(1) @Max(10) @JsonProperty
    private int replicationFactor = 1;

    @NotNull @Pattern(regexp = NAME) @JsonProperty
    private String name = "ingest";

    @NotNull @Pattern(regexp = NAME) @JsonProperty
    private String region;

    @NotEmpty @JsonProperty
    private List<@NotNull @Pattern(regexp = NAME) String> regions;

    @NotNull @MinDuration(value = 1, unit = TimeUnit.SECONDS)
    @MaxDuration(value = 1, unit = TimeUnit.DAYS)
    @JsonProperty
    private Duration interval = Duration.seconds(60);

    @NotNull @JsonProperty
    private String audience = "devnet";

    @JsonProperty
    private boolean allowLegacyHeartbeats;

    @NotNull @MinDuration(value = 1, unit = TimeUnit.SECONDS)
    @MaxDuration(value = 60, unit = TimeUnit.SECONDS)
    @JsonProperty
    private Duration ackTimeout = Duration.seconds(10);

    @NotNull @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS)
    @MaxDuration(value = 1, unit = TimeUnit.SECONDS)
    @JsonProperty
    private Duration tick = Duration.milliseconds(250);

    @Valid @NotNull @JsonProperty
    private LimitSettings limits = new LimitSettings();

    @Valid @NotNull @JsonProperty
    private RequestTracingSettings tracing = new RequestTracingSettings();

    /** Whether {@code region} is one of {@code regions}. */
    @ValidationMethod(message = "region must be one of regions")
    public boolean isRegionKnown() {
        return region == null || regions == null || regions.contains(region);
    }

    /** {@code name}: what this ingest is called in records and ticks. Two ingests must not share one. */
    public String name() {
        return name;
    }

    /** {@code region} and {@code regions}: where it stands, and all there are. */
    public Regions regions() {
        return new Regions(region, Set.copyOf(regions));
    }

    /** {@code interval}: the time between two heartbeats of a node. */
    public Duration interval() {
        return interval;
    }

    /** {@code audience}: the network that a heartbeat must be made for, where it names one. */
    public String audience() {
        return audience;
    }

    /** {@code allowLegacyHeartbeats}: whether unsigned heartbeats are let in, marked as such. */
    public boolean allowLegacyHeartbeats() {
        return allowLegacyHeartbeats;
    }

    /** {@code limits}: how often one may heartbeat, and how much is held in memory. */
    public LimitSettings limits() {
        return limits;
    }

    /** {@code tracing}: where traces are sent, and which requests have one. */
    public RequestTracingSettings tracing() {
        return tracing;
    }

    /** {@code tick}: how often every partition gets a tick. */
    public Duration tick() {
        return tick;
    }

    /** {@code kafka}, {@code registry}, {@code createTopics} with its numbers, {@code ackTimeout}, {@code tick}. */
    public LogSettings log() {
        return new LogSettings(
                name,
                kafka,
                registry,
                createTopics ? new TopicSettings(partitions, replicationFactor) : null,
                ackTimeout.toJavaDuration(),
                tick.toJavaDuration(),
                limits.inFlightBytes());
    }
}
