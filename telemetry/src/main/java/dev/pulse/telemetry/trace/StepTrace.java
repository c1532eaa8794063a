package dev.pulse.telemetry.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.semconv.ErrorAttributes;
import java.util.Locale;
import org.apache.kafka.common.header.Headers;

/**
 * One record that is traced while a stream deals with it, or {@link #NONE}. For the one thread that does. A record that is
 * read again, since its transaction was aborted, has a span each time.
 */
public final class StepTrace implements AutoCloseable {
    /** A record that is not traced: everything asked of it is nothing. */
    public static final StepTrace NONE = new StepTrace(null);

    private final Span span;
    private boolean done;

    StepTrace(Span span) {
        this.span = span;
    }

    /** What the verifier decided: {@code accepted}, or the reason of a rejection. */
    public void verdict(String verdict) {
        if (span != null) {
            span.setAttribute(Keys.VERDICT, verdict);
            done = true;
        }
    }

    /** What a verified heartbeat was accounted as: {@code advance}, {@code duplicate} or {@code replay}. */
    public void accounted(String as) {
        if (span != null) {
            span.setAttribute(Keys.ACCOUNTED, as);
            done = true;
        }
    }

    /**
     * What it changed; names are told in lower case.
     *
     * @param before liveness of the node before it, or null for its first
     * @param after liveness after it
     * @param cause as in {@code nodes.events}
     */
    public void transition(Enum<?> before, Enum<?> after, Enum<?> cause) {
        if (span != null) {
            span.setAttribute(Keys.BEFORE, wire(before))
                    .setAttribute(Keys.AFTER, wire(after))
                    .setAttribute(Keys.CAUSE, wire(cause));
        }
    }

    /** As metrics spell it. */
    private static String wire(Enum<?> value) {
        return value == null ? null : value.name().toLowerCase(Locale.ROOT);
    }

    /** Says in a record that is written for it that it is part of the same trace. */
    public void onto(Headers headers) {
        if (span != null) {
            Traceparent.write(span, headers);
        }
    }

    /** Ends it. One of which nothing was said what became of it has failed, and so will the transaction. */
    @Override
    public void close() {
        if (span != null) {
            if (!done) {
                span.setAttribute(ErrorAttributes.ERROR_TYPE, ErrorAttributes.ErrorTypeValues.OTHER)
                        .setStatus(StatusCode.ERROR);
            }
            span.end();
        }
    }
}
