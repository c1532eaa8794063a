package dev.pulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pulse.telemetry.trace.OtlpReceiver;
import dev.pulse.telemetry.trace.OtlpReceiver.Seen;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Heartbeats whose clients ask for a trace, by each of the ways that a request can take. */
@Timeout(60)
class TracedHttpTest {
    private static final String CLIENT = "00f067aa0ba902b7";
    private static final Duration SOON = Duration.ofSeconds(20);

    private static String trace(int number) {
        return String.format("%032x", number);
    }

    private static String traceparent(int number, String flags) {
        return "00-" + trace(number) + "-" + CLIENT + "-" + flags;
    }

    /** As plain as a node's, so that it is read in front of the server. */
    private static String plain(String body, String field) {
        return RawClient.head(body.length()).replace("Host: x\r\n", "Host: x\r\n" + field + "\r\n") + body;
    }

    private static TestIngest ingest(OtlpReceiver collector) {
        return TestIngest.acknowledging("tracing: {endpoint: \"" + collector.address() + "\"}\n");
    }

    private static List<String> traceparents(TestIngest ingest) {
        return ingest.taken().stream()
                .map(ProducerRecord::headers)
                .flatMap(headers -> Stream.of(headers.toArray()))
                .map(TracedHttpTest::text)
                .toList();
    }

    private static String text(Header header) {
        return header.key() + " " + new String(header.value(), StandardCharsets.US_ASCII);
    }

    private static List<Seen> spans(OtlpReceiver collector, int number, int count) {
        await().atMost(SOON).until(() -> collector.trace(trace(number)).size() == count);
        return collector.trace(trace(number));
    }

    private static Seen only(List<Seen> spans, String kind) {
        List<Seen> found =
                spans.stream().filter(span -> span.kind().equals(kind)).toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static void assertOneHeartbeat(List<Seen> spans, String nodeId) {
        Seen request = only(spans, "SERVER");
        Seen send = only(spans, "PRODUCER");
        assertThat(request.service()).isEqualTo("pulse-ingest");
        assertThat(request.parentId()).isEqualTo(CLIENT);
        assertThat(request.attributes())
                .containsEntry("http.response.status_code", "202")
                .containsEntry("http.route", "/v1/heartbeats")
                .containsEntry("url.scheme", "http");
        assertThat(send.parentId()).isEqualTo(request.spanId());
        assertThat(send.name()).isEqualTo("send pulse.heartbeats.raw");
        assertThat(send.attributes())
                .containsEntry("messaging.system.name", "kafka")
                .containsEntry("messaging.destination.name", "pulse.heartbeats.raw")
                .containsEntry("pulse.node_id", nodeId)
                .containsKey("kafka.offset");
    }

    @Test
    void theRecordGoesOnWithTheTraceOfItsRequest() {
        try (OtlpReceiver collector = OtlpReceiver.begin();
                TestIngest ingest = ingest(collector);
                RawClient client = new RawClient(ingest.port())) {
            String plain = plain(Beats.of("node-1"), "TraceParent: " + traceparent(1, "01") + " ");
            assertThat(client.send(plain).answer()).startsWith("HTTP/1.1 202");
            assertThat(ingest.answer(with(ingest.heartbeat(Beats.of("node-2")), traceparent(2, "01")))
                            .statusCode())
                    .isEqualTo(202);
            HttpRequest lines = with(
                    HttpRequest.newBuilder(ingest.uri("/v1/heartbeats:batch"))
                            .header("Content-Type", "application/x-ndjson")
                            .POST(TestIngest.bytes(Beats.of("node-3") + "\n" + Beats.of("node-4")))
                            .build(),
                    traceparent(3, "01"));
            assertThat(ingest.answer(lines).statusCode()).isEqualTo(200);
            String malformed = plain("{}", "traceparent: " + traceparent(4, "01"));
            assertThat(client.send(malformed).answer()).startsWith("HTTP/1.1 400");

            List<Seen> straight = spans(collector, 1, 2);
            List<Seen> general = spans(collector, 2, 2);
            List<Seen> batch = spans(collector, 3, 3);
            assertOneHeartbeat(straight, "node-1");
            assertOneHeartbeat(general, "node-2");
            assertThat(only(batch, "SERVER").attributes()).containsEntry("http.route", "/v1/heartbeats:batch");
            assertThat(only(spans(collector, 4, 1), "SERVER").attributes())
                    .containsEntry("http.response.status_code", "400");
            assertThat(traceparents(ingest))
                    .containsExactlyElementsOf(Stream.of(straight, general, batch)
                            .flatMap(List::stream)
                            .filter(span -> span.kind().equals("PRODUCER"))
                            .map(span -> "traceparent 00-" + span.traceId() + "-" + span.spanId() + "-01")
                            .toList());
            assertThat(collector.spans().toString())
                    .as("nothing that is somebody's secret or address")
                    .doesNotContain(Beats.ACCOUNT, Beats.SIGNATURE, "127.0.0.1");
        }
    }

    /** The JDK's client asks for HTTP/2 along with it, so that the general connection takes it. */
    private static HttpRequest with(HttpRequest request, String traceparent) {
        return HttpRequest.newBuilder(request, (name, value) -> true)
                .header("traceparent", traceparent)
                .build();
    }

    @Test
    void whoDoesNotAskIsNotTracedAndARecordSaysNothing() {
        try (OtlpReceiver collector = OtlpReceiver.begin();
                TestIngest ingest = ingest(collector);
                TestIngest off = TestIngest.acknowledging();
                RawClient client = new RawClient(ingest.port());
                RawClient toOff = new RawClient(off.port())) {
            assertThat(client.post(Beats.of("node-1"))).startsWith("HTTP/1.1 202");
            assertThat(client.send(plain(Beats.of("node-2"), "traceparent: " + traceparent(1, "00")))
                            .answer())
                    .startsWith("HTTP/1.1 202");
            assertThat(toOff.send(plain(Beats.of("node-1"), "traceparent: " + traceparent(1, "01")))
                            .answer())
                    .startsWith("HTTP/1.1 202");
            assertThat(toOff.get("/admin/metrics")).doesNotContain("pulse_tracing");
            assertThat(client.get("/admin/metrics"))
                    .contains(
                            "pulse_tracing_spans_total{outcome=\"exported\"} 0.0",
                            "pulse_tracing_spans_total{outcome=\"dropped\"} 0.0");
            assertThat(ingest.taken()).hasSize(2);
            assertThat(off.taken()).hasSize(1);
            assertThat(traceparents(ingest)).isEmpty();
            assertThat(traceparents(off)).isEmpty();
        }
    }
}
