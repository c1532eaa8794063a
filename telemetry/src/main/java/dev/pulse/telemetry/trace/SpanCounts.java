package dev.pulse.telemetry.trace;

import dev.pulse.telemetry.Telemetry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.semconv.ErrorAttributes;

/** What became of spans, as the queue and the exporter count it of themselves; asked for at each scrape. */
final class SpanCounts implements MetricReader {
    private static final String QUEUED = "otel.sdk.processor.span.processed";
    private static final String SENT = "otel.sdk.exporter.span.exported";
    private static final String QUEUE_FULL = "queue_full";

    private volatile CollectionRegistration registration = CollectionRegistration.noop();

    @Override
    public void register(CollectionRegistration given) {
        registration = given;
    }

    /** One row for each outcome. */
    void tell(Telemetry.Rows rows) {
        long exported = 0;
        long failed = 0;
        long dropped = 0;
        for (MetricData metric : registration.collectAllMetrics()) {
            boolean queue = metric.getName().equals(QUEUED);
            if (queue || metric.getName().equals(SENT)) {
                for (LongPointData point : metric.getLongSumData().getPoints()) {
                    String error = point.getAttributes().get(ErrorAttributes.ERROR_TYPE);
                    if (queue) {
                        dropped += QUEUE_FULL.equals(error) ? point.getValue() : 0;
                    } else if (error == null) {
                        exported += point.getValue();
                    } else {
                        failed += point.getValue();
                    }
                }
            }
        }
        rows.row((double) exported, "exported");
        rows.row((double) failed, "failed");
        rows.row((double) dropped, "dropped");
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType type) {
        return AggregationTemporality.CUMULATIVE;
    }

    @Override
    public CompletableResultCode forceFlush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}
