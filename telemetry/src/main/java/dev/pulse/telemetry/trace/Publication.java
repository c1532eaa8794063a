package dev.pulse.telemetry.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.semconv.ErrorAttributes;
import org.apache.kafka.clients.producer.RecordMetadata;

/** One record on its way to Kafka whose request is traced, or {@link #NONE}. Thread-safe. */
public final class Publication {
    /** A record that is not traced: everything asked of it is nothing. */
    public static final Publication NONE = new Publication(null);

    private final Span span;

    Publication(Span span) {
        this.span = span;
    }

    /** Ends it: Kafka has the record, there. */
    public void acknowledged(RecordMetadata there) {
        if (span != null) {
            span.setAttribute(Keys.PARTITION, Integer.toString(there.partition()))
                    .setAttribute(Keys.OFFSET, there.offset())
                    .end();
        }
    }

    /** Ends it: Kafka did not acknowledge it. Of the cause only its class is told, since its words may hold addresses. */
    public void failed(Throwable cause) {
        if (span != null) {
            span.setAttribute(ErrorAttributes.ERROR_TYPE, cause.getClass().getName())
                    .setStatus(StatusCode.ERROR)
                    .end();
        }
    }
}
