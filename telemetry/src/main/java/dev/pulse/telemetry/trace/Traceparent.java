package dev.pulse.telemetry.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Reads and writes the W3C's {@code traceparent}. Its companion {@code tracestate} is neither read nor carried on: up to 512
 * characters of somebody else's would stand in every record.
 */
final class Traceparent {
    /** Name of the field over HTTP and of the header in Kafka. */
    static final String NAME = "traceparent";

    private static final TextMapPropagator W3C = W3CTraceContextPropagator.getInstance();

    private static final TextMapGetter<String> OF_TEXT = (text, name) -> name.equals(NAME) ? text : null;
    private static final TextMapGetter<Headers> OF_HEADERS = Traceparent::get;
    private static final TextMapSetter<Headers> TO_HEADERS = Traceparent::put;

    private Traceparent() {}

    /** What a client sends; an invalid one where that is nothing, or not well formed. */
    static SpanContext read(String text) {
        return text == null ? SpanContext.getInvalid() : context(W3C.extract(Context.root(), text, OF_TEXT));
    }

    /** What a record says of whoever wrote it; an invalid one where that is nothing, or not well formed. */
    static SpanContext read(Headers headers) {
        return headers.lastHeader(NAME) == null
                ? SpanContext.getInvalid()
                : context(W3C.extract(Context.root(), headers, OF_HEADERS));
    }

    private static SpanContext context(Context read) {
        return Span.fromContext(read).getSpanContext();
    }

    /** The parent of a span that goes on from what was read. */
    static Context parent(SpanContext read) {
        return Context.root().with(Span.wrap(read));
    }

    /** Says in a record that this span wrote it. */
    static void write(Span span, Headers headers) {
        W3C.inject(Context.root().with(span), headers, TO_HEADERS);
    }

    private static void put(Headers headers, String name, String value) {
        if (headers != null && name.equals(NAME)) {
            headers.add(name, value.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static String get(Headers headers, String name) {
        Header header = headers == null || !name.equals(NAME) ? null : headers.lastHeader(name);
        return header == null || header.value() == null
                ? null
                : new String(header.value(), StandardCharsets.ISO_8859_1);
    }
}
