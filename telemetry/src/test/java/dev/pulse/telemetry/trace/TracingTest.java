package dev.pulse.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.schemas.about.About;
import dev.pulse.telemetry.Telemetry;
import io.dropwizard.core.setup.Environment;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracingTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CLIENT = "00f067aa0ba902b7";
    private static final String PATH = "/v1/heartbeats";
    private static final RecordMetadata THERE = new RecordMetadata(new TopicPartition("raw", 3), 42, 0, 0, 0, 0);
    private static final About ABOUT = new About("test", "1.2.3", "abc", Instant.EPOCH);

    private final InMemorySpanExporter sent = InMemorySpanExporter.create();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(sent))
            .build();

    private static String traceparent(String flags) {
        return "00-" + TRACE + "-" + CLIENT + "-" + flags;
    }

    private RequestTracing requests(double ratio, double random) {
        return new RequestTracing(provider, ratio, 2, () -> 0, () -> random);
    }

    private SpanData only() {
        assertThat(sent.getFinishedSpanItems()).hasSize(1);
        return sent.getFinishedSpanItems().getFirst();
    }

    @Test
    void aClientThatAsksIsPartOfItsOwnTraceAndWithinABound() {
        RequestTracing tracing = requests(0, 0);
        tracing.begin(traceparent("01"), PATH, "https").answered(202);
        SpanData span = only();
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo(CLIENT);
        assertThat(span.getName()).isEqualTo("POST /v1/heartbeats");
        assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(text(span))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "http.request.method",
                        "POST",
                        "http.route",
                        PATH,
                        "url.path",
                        PATH,
                        "url.scheme",
                        "https",
                        "http.response.status_code",
                        "202"));
        assertThat(tracing.begin(traceparent("01"), PATH, "http")).isNotSameAs(RequestTrace.NONE);
        assertThat(tracing.begin(traceparent("01"), PATH, "http"))
                .as("the third at once, where two may be")
                .isSameAs(RequestTrace.NONE);
    }

    @Test
    void aClientThatAsksNotToBeTracedIsNot() {
        assertThat(requests(1, 0).begin(traceparent("00"), PATH, "http")).isSameAs(RequestTrace.NONE);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, false", "0.25, 0.2499, true", "0.25, 0.25, false", "1, 0.9999, true"})
    void allOthersAreTracedByRatio(double ratio, double random, boolean traced) {
        for (String said : new String[] {null, "", "00-" + TRACE, "00-" + "0".repeat(32) + "-" + CLIENT + "-01"}) {
            RequestTrace trace = requests(ratio, random).begin(said, PATH, "http");
            assertThat(trace != RequestTrace.NONE).as("with %s", said).isEqualTo(traced);
            trace.answered(202);
        }
        assertThat(sent.getFinishedSpanItems())
                .hasSize(traced ? 4 : 0)
                .allSatisfy(span ->
                        assertThat(span.getParentSpanContext().isValid()).isFalse());
    }

    @Test
    void aRecordGoesOnWithTheTraceAndSoDoesWhoeverReadsIt() {
        RecordHeaders raw = new RecordHeaders();
        RequestTrace request = requests(1, 0).begin(null, PATH, "http");
        request.publish("raw", "node-1", raw).acknowledged(THERE);
        RecordHeaders verified = new RecordHeaders();
        try (StepTrace step = new StepTracing(provider).begin(raw, "raw", 3, 42, "node-1")) {
            step.verdict("accepted");
            step.onto(verified);
        }
        List<SpanData> spans = sent.getFinishedSpanItems();
        SpanData send = spans.getFirst();
        SpanData process = spans.getLast();
        assertThat(send.getName()).isEqualTo("send raw");
        assertThat(send.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(text(send)).containsEntry("kafka.offset", "42").containsEntry("pulse.node_id", "node-1");
        assertThat(process.getName()).isEqualTo("process raw");
        assertThat(process.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(process.getTraceId()).isEqualTo(send.getTraceId());
        assertThat(process.getParentSpanId()).isEqualTo(send.getSpanId());
        assertThat(text(process))
                .containsEntry("messaging.destination.partition.id", "3")
                .containsEntry("pulse.verdict", "accepted");
        assertThat(new String(verified.lastHeader("traceparent").value(), StandardCharsets.US_ASCII))
                .startsWith("00-" + process.getTraceId() + "-" + process.getSpanId() + "-");
        assertThat(verified.toArray()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"})
    void aRecordThatIsPartOfNoTraceBeginsNone(String header) {
        StepTracing tracing = new StepTracing(provider);
        RecordHeaders headers = new RecordHeaders();
        assertThat(tracing.begin(headers, "raw", 0, 0, null)).isSameAs(StepTrace.NONE);
        headers.add("traceparent", header.getBytes(StandardCharsets.US_ASCII));
        assertThat(tracing.begin(headers, "raw", 0, 0, null)).isSameAs(StepTrace.NONE);
        headers.add("traceparent", null);
        assertThat(tracing.begin(headers, "raw", 0, 0, null)).isSameAs(StepTrace.NONE);
    }

    @Test
    void whatFailedSaysByWhichClassAndNothingElse() {
        RequestTrace request = requests(1, 0).begin(null, PATH, "http");
        request.publish("raw", "node-1", new RecordHeaders()).failed(new TimeoutException("broker 10.0.0.1 is away"));
        request.answered(503);
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", traceparent("01").getBytes(StandardCharsets.US_ASCII));
        new StepTracing(provider).begin(headers, "raw", 0, 0, null).close();
        requests(1, 0).begin(null, PATH, "http").broken(new IOException("reset by 10.0.0.2"));
        assertThat(sent.getFinishedSpanItems())
                .allSatisfy(span -> {
                    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
                    assertThat(span.toString()).doesNotContain("10.0.0.");
                })
                .extracting(span -> text(span).get("error.type"))
                .containsExactly(TimeoutException.class.getName(), "503", "_OTHER", IOException.class.getName());
    }

    private static Map<String, String> text(SpanData span) {
        return span.getAttributes().asMap().entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> ((AttributeKey<?>) entry.getKey()).getKey(),
                        entry -> entry.getValue().toString()));
    }

    @Test
    void withoutAnEndpointThereIsNothing() throws Exception {
        Telemetry telemetry = Telemetry.of(ABOUT);
        Environment environment = new Environment("test");
        TracingSettings none = new ObjectMapper().readValue("{\"endpoint\":\" \"}", TracingSettings.class);
        StepTracing steps = StepTracing.attach(environment, telemetry, ABOUT, none, Map.of());
        RequestTracing requests = RequestTracing.attach(
                environment,
                telemetry,
                ABOUT,
                new RequestTracingSettings(),
                Map.of(TracingSettings.VARIABLE, ""),
                () -> 0);
        assertThat(requests.isOn()).isFalse();
        RequestTrace trace = requests.begin(traceparent("01"), PATH, "http");
        RecordHeaders headers = new RecordHeaders();
        trace.publish("raw", "node-1", headers).acknowledged(THERE);
        trace.answered(202);
        assertThat(headers.toArray()).isEmpty();
        headers.add("traceparent", traceparent("01").getBytes(StandardCharsets.US_ASCII));
        assertThat(steps.begin(headers, "raw", 0, 0, "node-1")).isSameAs(StepTrace.NONE);
        assertThat(telemetry.scrape()).doesNotContain("pulse_tracing");
        assertThat(environment.lifecycle().getManagedObjects())
                .as("nothing runs")
                .hasSameSizeAs(new Environment("other").lifecycle().getManagedObjects());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "1.1", "NaN", "a tenth"})
    void aRatioThatIsNoneIsRefusedByName(String ratio) {
        RequestTracingSettings settings = new RequestTracingSettings();
        String variable = RequestTracingSettings.RATIO_VARIABLE;
        assertThat(settings.ratio(Map.of(variable, "0.25"))).isEqualTo(0.25);
        assertThat(settings.ratio(Map.of(variable, " "))).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.ratio(Map.of(variable, ratio)))
                .withMessage(variable + " must be 0 to 1, not " + ratio);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:4318", "ftp://a", "http://", "a b"})
    void anEndpointThatIsNoneIsRefusedByName(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TracingSettings().endpoint(Map.of(TracingSettings.VARIABLE, address)))
                .withMessageContaining(TracingSettings.VARIABLE)
                .withMessageContaining(address);
    }

    private static void stop(Environment environment) throws Exception {
        for (LifeCycle managed : environment.lifecycle().getManagedObjects()) {
            managed.start();
            managed.stop();
        }
    }

    private static double count(Telemetry telemetry, String outcome) {
        String row = "pulse_tracing_spans_total{outcome=\"" + outcome + "\"} ";
        return telemetry
                .scrape()
                .lines()
                .filter(line -> line.startsWith(row))
                .mapToDouble(line -> Double.parseDouble(line.substring(row.length())))
                .sum();
    }

    @Test
    void spansAreSentAndCountedAndDroppedWhereNobodyTakesThem() throws Exception {
        Environment environment = new Environment("test");
        Telemetry telemetry = Telemetry.of(ABOUT);
        RequestTracingSettings settings = new ObjectMapper()
                .readValue("{\"endpoint\":\"http://127.0.0.1:1\",\"ratio\":1}", RequestTracingSettings.class);
        Duration soon = Duration.ofSeconds(20);
        try (OtlpReceiver receiver = OtlpReceiver.holding()) {
            RequestTracing tracing = RequestTracing.attach(
                    environment,
                    telemetry,
                    ABOUT,
                    settings,
                    Map.of(TracingSettings.VARIABLE, receiver.address() + "/"),
                    () -> 0);
            // More than wait, are on their way and are gathered for it.
            for (int i = 0; i < 2 * SpanExport.QUEUE; i++) {
                tracing.begin(null, PATH, "http").answered(202);
            }
            assertThat(count(telemetry, "dropped"))
                    .as("while nobody takes them")
                    .isPositive();
            receiver.release();
            await().atMost(soon)
                    .until(() -> count(telemetry, "exported") > 0
                            && count(telemetry, "exported") + count(telemetry, "failed") + count(telemetry, "dropped")
                                    == 2 * SpanExport.QUEUE);
            assertThat(receiver.spans().getFirst().service()).isEqualTo("pulse-test");
        }
        stop(environment);
    }

    @Test
    void whatCouldNotBeSentIsCounted() throws Exception {
        Environment environment = new Environment("test");
        Telemetry telemetry = Telemetry.of(ABOUT);
        OtlpReceiver gone = OtlpReceiver.begin();
        gone.close();
        RequestTracingSettings settings = new ObjectMapper()
                .readValue("{\"endpoint\":\"" + gone.address() + "\",\"ratio\":1}", RequestTracingSettings.class);
        RequestTracing tracing = RequestTracing.attach(environment, telemetry, ABOUT, settings, Map.of(), () -> 0);
        tracing.begin(null, PATH, "http").answered(202);
        stop(environment);
        await().atMost(Duration.ofSeconds(20)).until(() -> count(telemetry, "failed") == 1);
    }
}
