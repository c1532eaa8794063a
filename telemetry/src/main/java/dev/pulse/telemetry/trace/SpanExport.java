package dev.pulse.telemetry.trace;

import dev.pulse.schemas.about.About;
import dev.pulse.telemetry.Telemetry;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.Managed;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.InternalTelemetryVersion;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.semconv.ServiceAttributes;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The way out for a service's spans: a bounded queue, and a thread that empties it. Whoever ends a span never waits; where
 * the queue is full, the span is dropped and counted. What could not be sent is not sent again.
 */
final class SpanExport implements Managed {
    /** Spans that wait to be sent, at most. */
    static final int QUEUE = 2_048;

    /** Spans in one request, at most. */
    private static final int BATCH = 512;

    /** Longest that a span waits for others. */
    private static final Duration EVERY = Duration.ofSeconds(1);

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** A service that stops gives its last spans no longer than this. */
    private static final Duration LAST = Duration.ofSeconds(2);

    /** Longest text of an attribute: node ids and topics are shorter, and what else stands in a key is nobody's. */
    private static final int MOST_CHARACTERS = 128;

    private final SdkTracerProvider provider;

    private SpanExport(SdkTracerProvider provider) {
        this.provider = provider;
    }

    /** What makes the spans of a service, which are sent for as long as it runs, and counted in its metrics. */
    static Tracer begin(URI endpoint, Environment environment, Telemetry telemetry, About about) {
        SpanCounts counts = new SpanCounts();
        SdkMeterProvider meters =
                SdkMeterProvider.builder().registerMetricReader(counts).build();
        telemetry.counts(
                "pulse_tracing_spans_total",
                "Spans by what became of them: exported, failed to be, or dropped since the queue was full.",
                List.of("outcome"),
                counts::tell);
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint.toString().replaceFirst("/+$", "") + "/v1/traces")
                .setTimeout(TIMEOUT)
                .setRetryPolicy(null)
                .setMeterProvider(meters)
                .setInternalTelemetryVersion(InternalTelemetryVersion.LATEST)
                .build();
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.of(
                                ServiceAttributes.SERVICE_NAME,
                                "pulse-" + about.service(),
                                ServiceAttributes.SERVICE_VERSION,
                                about.version()))))
                // Who is traced is decided before there is a span.
                .setSampler(Sampler.alwaysOn())
                .setSpanLimits(SpanLimits.builder()
                        .setMaxAttributeValueLength(MOST_CHARACTERS)
                        .build())
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setMaxQueueSize(QUEUE)
                        .setMaxExportBatchSize(BATCH)
                        .setScheduleDelay(EVERY)
                        .setExporterTimeout(TIMEOUT)
                        .setMeterProvider(meters)
                        .setInternalTelemetryVersion(InternalTelemetryVersion.LATEST)
                        .build())
                .build();
        environment.lifecycle().manage(new SpanExport(provider));
        return tracer(provider);
    }

    /** Whose spans they are. */
    static Tracer tracer(TracerProvider provider) {
        return provider.get("dev.pulse");
    }

    @Override
    public void stop() {
        provider.shutdown().join(LAST.toMillis(), TimeUnit.MILLISECONDS);
    }
}
