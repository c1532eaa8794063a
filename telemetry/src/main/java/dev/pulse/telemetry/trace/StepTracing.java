package dev.pulse.telemetry.trace;

import dev.pulse.schemas.about.About;
import dev.pulse.telemetry.Telemetry;
import io.dropwizard.core.setup.Environment;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import java.util.Map;
import org.apache.kafka.common.header.Headers;

/**
 * Goes on with the traces of records that a stream reads. It begins none: a record that says nothing of a trace, and whatever
 * a timer makes happen, has none. Thread-safe.
 */
public final class StepTracing {
    private static final StepTracing OFF = new StepTracing((Tracer) null);

    private final Tracer tracer;

    private StepTracing(Tracer tracer) {
        this.tracer = tracer;
    }

    /** @param provider makes the spans */
    public StepTracing(TracerProvider provider) {
        this(SpanExport.tracer(provider));
    }

    /** No record is traced, whatever it says. */
    public static StepTracing off() {
        return OFF;
    }

    /**
     * Tracing as it is configured, for as long as the service runs; off without an endpoint.
     *
     * @param environmentVariables those of the process
     * @throws IllegalArgumentException when the endpoint is no http(s) address
     */
    public static StepTracing attach(
            Environment environment,
            Telemetry telemetry,
            About about,
            TracingSettings settings,
            Map<String, String> environmentVariables) {
        return settings.endpoint(environmentVariables)
                .map(endpoint -> new StepTracing(SpanExport.begin(endpoint, environment, telemetry, about)))
                .orElse(OFF);
    }

    /**
     * Begins the span of a record that was read, where its headers say that it is part of a trace.
     *
     * @param topic where it stands
     * @param partition where it stands
     * @param offset where it stands
     * @param nodeId its key, or null
     * @return to be closed when the record is dealt with; {@link StepTrace#NONE} where it is not traced
     */
    public StepTrace begin(Headers headers, String topic, int partition, long offset, String nodeId) {
        if (tracer == null) {
            return StepTrace.NONE;
        }
        SpanContext writer = Traceparent.read(headers);
        if (!writer.isSampled()) {
            return StepTrace.NONE;
        }
        Span span = tracer.spanBuilder("process " + topic)
                .setParent(Traceparent.parent(writer))
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute(Keys.SYSTEM, Keys.KAFKA)
                .setAttribute(Keys.OPERATION, "process")
                .setAttribute(Keys.OPERATION_TYPE, "process")
                .setAttribute(Keys.DESTINATION, topic)
                .setAttribute(Keys.PARTITION, Integer.toString(partition))
                .setAttribute(Keys.OFFSET, offset)
                .setAttribute(Keys.NODE_ID, nodeId)
                .startSpan();
        return new StepTrace(span);
    }
}
