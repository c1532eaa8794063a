package dev.pulse.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.glassfish.jersey.micrometer.server.DefaultJerseyTagsProvider;
import org.glassfish.jersey.micrometer.server.MetricsApplicationEventListener;
import org.glassfish.jersey.server.monitoring.ApplicationEventListener;

/** Times the requests that Jersey answers, by method, path template and status. */
public final class HttpMetrics {
    private static final String NAME = "http.server.requests";
    private static final String METHOD = "method";

    /** A request may come with any word as its method: those that nobody answers to are one. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** The answers of an explorer take milliseconds. */
    private static final double[] BUCKETS = Stream.of(1, 2, 5, 10, 20, 50, 100, 250, 500, 1_000, 5_000)
            .mapToDouble(ms -> Duration.ofMillis(ms).toNanos())
            .toArray();

    private HttpMetrics() {}

    /** To be registered with Jersey, once. */
    public static ApplicationEventListener of(Telemetry telemetry) {
        return new MetricsApplicationEventListener(telemetry.registry(), new DefaultJerseyTagsProvider(), NAME, true);
    }

    /** What keeps a stranger from making series. */
    static MeterFilter fewLabels() {
        return new Few();
    }

    /** What a stranger sends makes no series, and no exception's name does either: the status says enough. */
    private static final class Few implements MeterFilter {
        @Override
        public Meter.Id map(Meter.Id id) {
            if (!id.getName().equals(NAME)) {
                return id;
            }
            List<Tag> few = id.getTags().stream()
                    .filter(tag ->
                            !tag.getKey().equals("exception") && !tag.getKey().equals("outcome"))
                    .map(tag -> tag.getKey().equals(METHOD) && !METHODS.contains(tag.getValue())
                            ? Tag.of(METHOD, "OTHER")
                            : tag)
                    .toList();
            return id.replaceTags(few);
        }

        @Override
        public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
            return id.getName().equals(NAME)
                    ? DistributionStatisticConfig.builder()
                            .serviceLevelObjectives(BUCKETS)
                            .build()
                            .merge(config)
                    : config;
        }
    }
}
