package dev.pulse.telemetry.trace;

import dev.pulse.schemas.about.About;
import dev.pulse.telemetry.Telemetry;
import io.dropwizard.core.setup.Environment;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.UrlAttributes;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Decides which requests are traced, and begins their traces. A client that sends a {@code traceparent} has decided already:
 * one that asks to be traced is, within a bound, since anybody may ask; one that asks not to be is not. All others are
 * traced by ratio. Thread-safe.
 */
public final class RequestTracing {
    /** Name of the field in which a client says what it is part of. */
    public static final String TRACEPARENT = Traceparent.NAME;

    private static final RequestTracing OFF = new RequestTracing(null, 0, null, null);

    private final Tracer tracer;
    private final double ratio;
    private final Budget requested;
    private final DoubleSupplier random;

    private RequestTracing(Tracer tracer, double ratio, Budget requested, DoubleSupplier random) {
        this.tracer = tracer;
        this.ratio = ratio;
        this.requested = requested;
        this.random = random;
    }

    /**
     * Tracing of a service's requests.
     *
     * @param provider makes the spans
     * @param ratio share of the requests that nobody decided on, 0 to 1
     * @param requestedPerSecond requests a second that are traced since their clients ask for it, at most
     * @param nanoTime a clock that never goes back
     * @param random numbers from 0 to below 1
     */
    public RequestTracing(
            TracerProvider provider,
            double ratio,
            int requestedPerSecond,
            LongSupplier nanoTime,
            DoubleSupplier random) {
        this(SpanExport.tracer(provider), ratio, new Budget(requestedPerSecond, nanoTime), random);
    }

    /** No request is traced. */
    public static RequestTracing off() {
        return OFF;
    }

    /**
     * Tracing as it is configured, for as long as the service runs; off without an endpoint.
     *
     * @param environmentVariables those of the process
     * @param nanoTime a clock that never goes back
     * @throws IllegalArgumentException when the endpoint is no http(s) address, or the ratio no number from 0 to 1
     */
    public static RequestTracing attach(
            Environment environment,
            Telemetry telemetry,
            About about,
            RequestTracingSettings settings,
            Map<String, String> environmentVariables,
            LongSupplier nanoTime) {
        return settings.endpoint(environmentVariables)
                .map(endpoint -> new RequestTracing(
                        SpanExport.begin(endpoint, environment, telemetry, about),
                        settings.ratio(environmentVariables),
                        new Budget(settings.requestedPerSecond(), nanoTime),
                        () -> ThreadLocalRandom.current().nextDouble()))
                .orElse(OFF);
    }

    /** Whether any request may be traced: where not, nothing need be looked up for {@link #begin}. */
    public boolean isOn() {
        return tracer != null;
    }

    /**
     * Begins the trace of a POST request that has just come, or goes on with its client's.
     *
     * @param traceparent what the client says it is part of, or null
     * @param path the request's path, one of a fixed few
     * @param scheme {@code http} or {@code https}
     * @return {@link RequestTrace#NONE} where it is not traced
     */
    public RequestTrace begin(String traceparent, String path, String scheme) {
        if (tracer == null) {
            return RequestTrace.NONE;
        }
        SpanContext client = Traceparent.read(traceparent);
        boolean traced = client.isValid() ? client.isSampled() && requested.take() : random.getAsDouble() < ratio;
        if (!traced) {
            return RequestTrace.NONE;
        }
        Span span = tracer.spanBuilder("POST " + path)
                .setParent(Traceparent.parent(client))
                .setSpanKind(SpanKind.SERVER)
                .setAttribute(HttpAttributes.HTTP_REQUEST_METHOD, "POST")
                .setAttribute(HttpAttributes.HTTP_ROUTE, path)
                .setAttribute(UrlAttributes.URL_PATH, path)
                .setAttribute(UrlAttributes.URL_SCHEME, scheme)
                .startSpan();
        return new RequestTrace(tracer, span);
    }
}
