package dev.pulse.streams;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pulse.domain.letter.LetterQuota;
import dev.pulse.domain.limit.RateLimit;
import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.schemas.kafka.TopicSettings;
import dev.pulse.schemas.serde.RegistrySettings;
import dev.pulse.telemetry.trace.TracingSettings;
import io.dropwizard.core.Configuration;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the configurations of the services that run a topology have in common; each extends it with its own keys. The
 * ranges are those of {@link StreamSettings} and {@link TopicSettings}.
 */
public abstract class StreamsServiceConfiguration extends Configuration {
    @Valid @NotNull @JsonProperty
    private KafkaSettings kafka;

    @Valid @NotNull @JsonProperty
    private RegistrySettings registry;

    @NotNull @JsonProperty
    private Path stateDir;

    @Valid @NotNull @JsonProperty
    private TracingSettings tracing = new TracingSettings();

    @Min(1) @Max(64) @JsonProperty
    private int threads = 1;

    @Min(0) @Max(4) @JsonProperty
    private int standbyReplicas;

    @Pattern(regexp = "(https://)?[^\\s/]+:\\d{1,5}", message = "must be host:port, or https://host:port")
    @JsonProperty
    private String applicationServer;

    @NotNull @JsonProperty
    private Duration commitInterval = Duration.milliseconds(100);

    @NotNull @JsonProperty
    private DataSize recordCache = DataSize.mebibytes(8);

    @NotNull @JsonProperty
    private DataSize rocksDbMemory = DataSize.mebibytes(32);

    @NotNull @JsonProperty
    private Map<String, String> streams = Map.of();

    @JsonProperty
    private boolean createTopics;

    @Min(1) @Max(10_000) @JsonProperty
    private int partitions = 8;

    @Min(1) @Max(10) @JsonProperty
    private int replicationFactor = 1;

    @Min(1) @Max(1_048_576) @JsonProperty
    private int letterBurstKiB = LetterQuota.DEFAULT_BURST_KIB;

    @Min(1) @Max(1_048_576) @JsonProperty
    private int letterKiBPerHour = LetterQuota.DEFAULT_KIB_PER_HOUR;

    /** {@code kafka}: how to reach Kafka. Required. */
    public KafkaSettings kafka() {
        return kafka;
    }

    /** {@code registry}: how to reach the schema registry. Required. */
    public RegistrySettings registry() {
        return registry;
    }

    /** {@code tracing}: where traces are sent. */
    public TracingSettings tracing() {
        return tracing;
    }

    /** {@code threads}: stream threads. */
    public int threads() {
        return threads;
    }

    /** {@code applicationServer}: {@code host:port} or {@code https://host:port} for other instances, if there are others. */
    public Optional<String> applicationServer() {
        return Optional.ofNullable(applicationServer);
    }

    /**
     * {@code letterBurstKiB} and {@code letterKiBPerHour}: how much the dead letters of one node may keep of what was
     * refused.
     *
     * @throws IllegalArgumentException where the first takes more than 30 days to come back at the second
     */
    public RateLimit letterQuota() {
        return LetterQuota.limit(letterBurstKiB, letterKiBPerHour);
    }

    /**
     * {@code partitions} and {@code replicationFactor} where {@code createTopics} is true, otherwise empty: this service
     * then waits for whoever makes the topics.
     */
    public Optional<TopicSettings> topicsToCreate() {
        return createTopics ? Optional.of(new TopicSettings(partitions, replicationFactor)) : Optional.empty();
    }

    /**
     * {@code stateDir}, {@code threads}, {@code standbyReplicas}, {@code applicationServer}, {@code commitInterval},
     * {@code recordCache}, {@code rocksDbMemory} and {@code streams} (overrides) together.
     *
     * @throws IllegalArgumentException naming the key that is outside its range
     */
    public StreamSettings streamSettings(String applicationId) {
        return new StreamSettings(
                applicationId,
                stateDir,
                threads,
                standbyReplicas,
                applicationServer,
                commitInterval.toJavaDuration(),
                recordCache.toBytes(),
                rocksDbMemory.toBytes(),
                streams);
    }
}
