package dev.pulse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.schemas.about.About;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class TelemetryTest {
    private final Telemetry telemetry = Telemetry.of(new About("test", "1.2.3", "abc", Instant.EPOCH));

    private List<String> lines(String family) {
        return telemetry
                .scrape()
                .lines()
                .filter(line -> line.startsWith(family))
                .toList();
    }

    @Test
    void says_what_it_was_built_from() {
        assertThat(lines("pulse_build_info"))
                .containsExactly("pulse_build_info{commit=\"abc\",service=\"test\",version=\"1.2.3\"} 1.0");
    }

    @Test
    void a_source_is_asked_at_each_scrape_with_the_rows_there_are_then() {
        Map<String, Double> nodes = new LinkedHashMap<>();
        telemetry.rows(
                "pulse_nodes",
                "Nodes.",
                List.of("region"),
                rows -> nodes.forEach((region, count) -> rows.row(count, region)));
        assertThat(lines("pulse_nodes")).isEmpty();
        nodes.put("eu", 3.0);
        nodes.put("us", Double.NaN);
        assertThat(lines("pulse_nodes")).containsExactly("pulse_nodes{region=\"eu\"} 3.0");
    }

    @Test
    void a_source_that_fails_costs_its_own_family_only() {
        telemetry.gauge("pulse_broken", "Broken.", () -> {
            throw new IllegalStateException("not started");
        });
        telemetry.gauge("pulse_whole", "Whole.", () -> 1);
        assertThat(lines("pulse_broken")).isEmpty();
        assertThat(lines("pulse_whole")).containsExactly("pulse_whole 1.0");
    }

    @Test
    void a_label_that_is_none_does_not_flood_the_scrape() {
        telemetry.rows(
                "pulse_flood",
                "Too many.",
                List.of("node"),
                rows -> IntStream.range(0, Telemetry.MAX_ROWS + 1).forEach(i -> rows.row(i, "node-" + i)));
        assertThat(lines("pulse_flood")).hasSize(Telemetry.MAX_ROWS);
    }

    @Test
    void what_is_counted_by_micrometer_stands_in_the_same_scrape() {
        Counter.builder("pulse.things")
                .tag("outcome", "good")
                .register(telemetry.registry())
                .increment();
        assertThat(lines("pulse_things")).containsExactly("pulse_things_total{outcome=\"good\"} 1.0");
    }

    @Test
    void a_latency_has_its_buckets_from_the_start_and_never_less_than_nothing() {
        Latency latency = new Latency(telemetry.registry(), "pulse.wait", "A wait.");
        latency.record(-7);
        latency.record(20);
        assertThat(lines("pulse_wait_seconds"))
                .contains(
                        "pulse_wait_seconds_bucket{le=\"0.005\"} 1",
                        "pulse_wait_seconds_bucket{le=\"0.025\"} 2",
                        "pulse_wait_seconds_bucket{le=\"600.0\"} 2",
                        "pulse_wait_seconds_count 2",
                        "pulse_wait_seconds_sum 0.02");
    }

    @Test
    void what_a_stranger_sends_makes_no_series() {
        for (String method : List.of("GET", "BREW", "PROPFIND")) {
            Timer.builder("http.server.requests")
                    .tags(
                            "method",
                            method,
                            "uri",
                            "/v1/nodes",
                            "status",
                            "200",
                            "exception",
                            "E" + method,
                            "outcome",
                            "x")
                    .register(telemetry.registry())
                    .record(Duration.ofMillis(3));
        }
        assertThat(lines("http_server_requests_seconds_count"))
                .containsExactlyInAnyOrder(
                        "http_server_requests_seconds_count{method=\"GET\",status=\"200\",uri=\"/v1/nodes\"} 1",
                        "http_server_requests_seconds_count{method=\"OTHER\",status=\"200\",uri=\"/v1/nodes\"} 2");
        assertThat(lines("http_server_requests_seconds_bucket{method=\"GET\""))
                .anySatisfy(line -> assertThat(line).contains("le=\"0.005\"").endsWith(" 1"));
    }

    @Test
    void kafkas_own_metrics_are_summed_over_its_clients() {
        Map<MetricName, Metric> kafka = new LinkedHashMap<>();
        put(kafka, "fetch", "lag", Map.of("client-id", "a-consumer", "topic", "raw", "partition", "0"), 5.0);
        put(kafka, "fetch", "lag", Map.of("client-id", "b-consumer", "topic", "raw", "partition", "1"), 7.0);
        put(kafka, "fetch", "lag", Map.of("client-id", "a-consumer", "topic", "commands", "partition", "0"), 1.0);
        put(kafka, "fetch", "lag", Map.of("client-id", "a-restore-consumer", "topic", "raw"), 100.0);
        put(kafka, "fetch", "lag", Map.of("client-id", "a-consumer"), 99.0);
        put(kafka, "fetch", "lag", Map.of("client-id", "a-consumer", "topic", "with.a.point"), 3.0);
        put(kafka, "fetch", "lag", Map.of("client-id", "a-consumer", "topic", "with_a_point"), 3.0);
        put(kafka, "fetch", "version", Map.of("client-id", "a-consumer", "topic", "raw"), "4.3.1");
        put(kafka, "other", "sent", Map.of("client-id", "a-consumer"), 1_000.0);
        put(kafka, "other", "sent", Map.of("client-id", "a-consumer", "topic", "raw"), 1_000.0);
        KafkaSums sums = new KafkaSums(telemetry, () -> kafka);
        KafkaSums.Of lag =
                KafkaSums.Of.by("topic", "fetch", "lag").ofClients("-consumer").notOfClients("-restore-consumer");
        sums.sum("pulse_lag", "Lag.", "topic", lag);
        sums.max("pulse_worst", "Worst.", "topic", lag);
        sums.count("pulse_sent_total", "Sent.", "", KafkaSums.Of.all("other", "sent"));
        assertThat(lines("pulse_lag"))
                .containsExactly(
                        "pulse_lag{topic=\"commands\"} 1.0",
                        "pulse_lag{topic=\"raw\"} 12.0",
                        "pulse_lag{topic=\"with.a.point\"} 3.0");
        assertThat(lines("pulse_worst"))
                .contains("pulse_worst{topic=\"commands\"} 1.0", "pulse_worst{topic=\"raw\"} 7.0");
        assertThat(lines("pulse_sent")).containsExactly("pulse_sent_total 1000.0");
    }

    private static void put(
            Map<MetricName, Metric> kafka, String group, String name, Map<String, String> tags, Object value) {
        MetricName metricName = new MetricName(name, group, "", tags);
        kafka.put(metricName, new Metric() {
            @Override
            public MetricName metricName() {
                return metricName;
            }

            @Override
            public Object metricValue() {
                return value;
            }
        });
    }
}
