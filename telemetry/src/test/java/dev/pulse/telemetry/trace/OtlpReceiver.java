package dev.pulse.telemetry.trace;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A collector on loopback that takes OTLP over HTTP and keeps what it was sent: for tests. */
public final class OtlpReceiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Seen> spans = new CopyOnWriteArrayList<>();
    private final CountDownLatch answering;

    /**
     * One span.
     *
     * @param service {@code service.name} of whoever sent it
     * @param kind SERVER, PRODUCER or CONSUMER
     * @param traceId 32 hex digits
     * @param spanId 16 hex digits
     * @param parentId 16 hex digits, or empty
     * @param error whether its status says so
     * @param attributes numbers as text
     */
    public record Seen(
            String service,
            String name,
            String kind,
            String traceId,
            String spanId,
            String parentId,
            boolean error,
            Map<String, String> attributes) {}

    private OtlpReceiver(CountDownLatch answering) {
        this.answering = answering;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    /** One that answers at once. */
    public static OtlpReceiver begin() {
        return new OtlpReceiver(new CountDownLatch(0));
    }

    /** One that answers nobody before it is told to. */
    public static OtlpReceiver holding() {
        return new OtlpReceiver(new CountDownLatch(1));
    }

    /** Answers from now on. */
    public void release() {
        answering.countDown();
    }

    /** What an endpoint is configured as. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What it was sent, in the order it came. */
    public List<Seen> spans() {
        return List.copyOf(spans);
    }

    /** Of that what belongs to a trace. */
    public List<Seen> trace(String traceId) {
        return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
            answering.await();
            for (ResourceSpans of : request.getResourceSpansList()) {
                String service =
                        attributes(of.getResource().getAttributesList()).get("service.name");
                of.getScopeSpansList()
                        .forEach(scope -> scope.getSpansList().forEach(span -> spans.add(seen(service, span))));
            }
            exchange.sendResponseHeaders(200, -1);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Seen seen(String service, Span span) {
        HexFormat hex = HexFormat.of();
        return new Seen(
                service,
                span.getName(),
                span.getKind().name().replace("SPAN_KIND_", ""),
                hex.formatHex(span.getTraceId().toByteArray()),
                hex.formatHex(span.getSpanId().toByteArray()),
                hex.formatHex(span.getParentSpanId().toByteArray()),
                span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR,
                attributes(span.getAttributesList()));
    }

    private static Map<String, String> attributes(List<KeyValue> all) {
        Map<String, String> read = new TreeMap<>();
        for (KeyValue one : all) {
            AnyValue value = one.getValue();
            read.put(one.getKey(), value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue());
        }
        return read;
    }

    @Override
    public void close() {
        answering.countDown();
        server.stop(0);
    }
}
