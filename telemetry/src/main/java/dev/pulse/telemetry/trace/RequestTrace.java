package dev.pulse.telemetry.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import org.apache.kafka.common.header.Headers;

/** One request that is traced, or {@link #NONE}. Thread-safe. */
public final class RequestTrace {
    /** A request that is not traced: everything asked of it is nothing. */
    public static final RequestTrace NONE = new RequestTrace(null, null);

    private static final int SERVER_ERROR = 500;

    private final Tracer tracer;
    private final Span span;

    RequestTrace(Tracer tracer, Span span) {
        this.tracer = tracer;
        this.span = span;
    }

    /**
     * Begins the span of a record that is written for the request, and says so in the record's headers.
     *
     * @param topic where it is written
     * @param nodeId the node that it is about, which is its key
     */
    public Publication publish(String topic, String nodeId, Headers headers) {
        if (span == null) {
            return Publication.NONE;
        }
        Span send = tracer.spanBuilder("send " + topic)
                .setParent(Context.root().with(span))
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute(Keys.SYSTEM, Keys.KAFKA)
                .setAttribute(Keys.OPERATION, "send")
                .setAttribute(Keys.OPERATION_TYPE, "send")
                .setAttribute(Keys.DESTINATION, topic)
                .setAttribute(Keys.NODE_ID, nodeId)
                .startSpan();
        Traceparent.write(send, headers);
        return new Publication(send);
    }

    /**
     * Ends it with its answer.
     *
     * @param status HTTP status; from 500 on it is an error of ours
     */
    public void answered(int status) {
        if (span == null) {
            return;
        }
        span.setAttribute(HttpAttributes.HTTP_RESPONSE_STATUS_CODE, (long) status);
        if (status >= SERVER_ERROR) {
            span.setAttribute(ErrorAttributes.ERROR_TYPE, Integer.toString(status))
                    .setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    /** Ends it without one: the connection is gone, or the service failed. Of the cause only its class is told. */
    public void broken(Throwable cause) {
        if (span != null) {
            span.setAttribute(ErrorAttributes.ERROR_TYPE, cause.getClass().getName())
                    .setStatus(StatusCode.ERROR)
                    .end();
        }
    }
}
