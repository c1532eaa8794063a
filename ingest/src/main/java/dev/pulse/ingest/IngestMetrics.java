package dev.pulse.ingest;

import dev.pulse.ingest.log.RawLog;
import dev.pulse.ingest.log.Ticker;
import dev.pulse.telemetry.KafkaSums;
import dev.pulse.telemetry.Telemetry;
import java.util.List;

/** What an ingest is asked at each scrape. What it counts as it happens is in {@code take.Counters}. */
final class IngestMetrics {
    private static final String PRODUCER = "producer-metrics";

    private IngestMetrics() {}

    static void watch(Telemetry telemetry, RawLog log, Ticker ticker) {
        telemetry.gauge("pulse_ingest_in_flight", "Heartbeats that wait for Kafka's acknowledgement.", log::inFlight);
        telemetry.gauge(
                "pulse_ingest_in_flight_limit", "Most that may wait; further ones are answered 503.", log::limit);
        telemetry.gauge(
                "pulse_ingest_ready",
                "1 while Kafka acknowledges this ingest's ticks, otherwise 0.",
                () -> ticker.isReady() ? 1 : 0);
        telemetry.counts(
                "pulse_ingest_ticks_total",
                "Periods by whether their ticks were written, or withheld since heartbeats were refused or stalled.",
                List.of("end"),
                rows -> {
                    rows.row((double) ticker.written(), "written");
                    rows.row((double) ticker.withheld(), "withheld");
                });
        KafkaSums producer = new KafkaSums(telemetry, log::producerMetrics);
        producer.count(
                "pulse_ingest_producer_errors_total",
                "Heartbeats that the producer gave up on.",
                "",
                KafkaSums.Of.all(PRODUCER, "record-error-total"));
        producer.count(
                "pulse_ingest_producer_retries_total",
                "Heartbeats that the producer sent again.",
                "",
                KafkaSums.Of.all(PRODUCER, "record-retry-total"));
        producer.sum(
                "pulse_ingest_producer_buffer_available_bytes",
                "What is free of the producer's buffer.",
                "",
                KafkaSums.Of.all(PRODUCER, "buffer-available-bytes"));
    }
}
