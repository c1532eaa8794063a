package dev.pulse.ingest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pulse.domain.limit.RateLimit;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.DataSizeUnit;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDataSize;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDataSize;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The {@code limits} block: how often one may heartbeat, and how much may be held in memory. */
public final class LimitSettings {
    /** Four heartbeats for each one that was asked for: a restart, a retry, a clock that was set. */
    private static final int NODE_SHARE = 4;

    @Min(1) @Max(10_000_000) @JsonProperty
    private int addressPerSecond = 1_000;

    @Min(1) @Max(100_000_000) @JsonProperty
    private int addressBurst = 5_000;

    @Min(1) @Max(16_777_216) @JsonProperty
    private int addresses = 65_536;

    @MinDuration(value = 1, unit = TimeUnit.MILLISECONDS)
    @MaxDuration(value = 1, unit = TimeUnit.DAYS)
    @JsonProperty
    private Duration nodeInterval;

    @Min(1) @Max(10_000) @JsonProperty
    private int nodeBurst = NODE_SHARE;

    @Min(1) @Max(67_108_864) @JsonProperty
    private int nodes = 1_048_576;

    @Min(1) @Max(1_000_000) @JsonProperty
    private int inFlight = 20_000;

    @NotNull @MinDataSize(value = 8, unit = DataSizeUnit.KIBIBYTES)
    @MaxDataSize(value = 1, unit = DataSizeUnit.GIBIBYTES)
    @JsonProperty
    private DataSize inFlightBytes = DataSize.mebibytes(16);

    @Min(1) @Max(10_000) @JsonProperty
    private int batchesAtOnce = 16;

    @NotNull @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS)
    @MaxDuration(value = 5, unit = TimeUnit.MINUTES)
    @JsonProperty
    private Duration bodyTimeout = Duration.seconds(10);

    /** {@code addressPerSecond} and {@code addressBurst}: what one address may send; a farm behind NAT is one. */
    RateLimit address() {
        return named(
                "limits.addressPerSecond and limits.addressBurst",
                () -> RateLimit.perSecond(addressPerSecond, addressBurst));
    }

    /** {@code addresses}: how many addresses are remembered, 16 bytes each. */
    int addresses() {
        return addresses;
    }

    /**
     * {@code nodeInterval} and {@code nodeBurst}: how long a node must leave between two heartbeats on the average, and
     * how many it may send at once. By default a quarter of the interval.
     */
    RateLimit node(Duration interval) {
        long nanos = nodeInterval == null ? interval.toNanoseconds() / NODE_SHARE : nodeInterval.toNanoseconds();
        return named("limits.nodeInterval and limits.nodeBurst", () -> new RateLimit(nanos, nodeBurst));
    }

    /** What only the rule itself can refuse gets the names of the keys. */
    private static RateLimit named(String keys, Supplier<RateLimit> limit) {
        try {
            return limit.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(keys + ": " + e.getMessage(), e);
        }
    }

    /** {@code nodes}: how many nodes are remembered, 16 bytes each. */
    int nodes() {
        return nodes;
    }

    /** {@code inFlight}: most heartbeats that wait for Kafka; beyond, they are answered 503. */
    int inFlight() {
        return inFlight;
    }

    /** {@code inFlightBytes}: most bytes of heartbeats that wait for Kafka. */
    long inFlightBytes() {
        return inFlightBytes.toBytes();
    }

    /** {@code batchesAtOnce}: most batches in memory at once, 1 MiB each. */
    int batchesAtOnce() {
        return batchesAtOnce;
    }

    /** {@code bodyTimeout}: how long a body may take to come. */
    java.time.Duration bodyTimeout() {
        return bodyTimeout.toJavaDuration();
    }
}
