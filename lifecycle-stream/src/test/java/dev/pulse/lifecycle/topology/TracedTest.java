package dev.pulse.lifecycle.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.telemetry.trace.StepTracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracedTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String VERIFIER = "00f067aa0ba902b7";

    @TempDir
    private Path dir;

    private final InMemorySpanExporter sent = InMemorySpanExporter.create();

    private static Headers traced() {
        String traceparent = "00-" + TRACE + "-" + VERIFIER + "-01";
        return new RecordHeaders().add("traceparent", traceparent.getBytes(StandardCharsets.US_ASCII));
    }

    private String last(String key) {
        return sent.getFinishedSpanItems().getLast().getAttributes().get(AttributeKey.stringKey(key));
    }

    @Test
    void aHeartbeatThatIsTracedSaysWhatItChanged() {
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(sent))
                .build();
        try (Pipeline pipe = new Pipeline(
                LifecycleSettings.of(60_000), 1, dir, StoreSuppliers.ofKafka(), new StepTracing(provider))) {
            pipe.tick();
            VerifiedHeartbeat first =
                    pipe.heartbeat("node-1", "eu", pipe.now() / 1_000).build();
            pipe.send(first, traced());
            SpanData span = sent.getFinishedSpanItems().getFirst();
            assertThat(span.getName()).isEqualTo("process pulse.heartbeats.verified");
            assertThat(span.getTraceId()).isEqualTo(TRACE);
            assertThat(span.getParentSpanId()).isEqualTo(VERIFIER);
            assertThat(last("pulse.accounted")).isEqualTo("advance");
            assertThat(last("pulse.liveness.before")).isNull();
            assertThat(last("pulse.liveness.after")).isEqualTo("online");
            assertThat(last("pulse.transition.cause")).isEqualTo("first_heartbeat");

            pipe.send(first, traced());
            assertThat(last("pulse.accounted")).isEqualTo("duplicate");
            assertThat(last("pulse.liveness.after")).isNull();
            pipe.send(pipe.heartbeat("node-1", "eu", first.getTimestamp() - 1).build(), traced());
            assertThat(last("pulse.accounted")).isEqualTo("replay");

            pipe.forget(Topics.EVENTS);
            pipe.seconds(200);
            assertThat(pipe.values(Topics.EVENTS))
                    .as("what silence and ticks bring about has no trace")
                    .hasSize(1);
            assertThat(sent.getFinishedSpanItems()).hasSize(3);

            pipe.send(pipe.heartbeat("node-1", "eu", pipe.now() / 1_000).build(), traced());
            assertThat(last("pulse.liveness.before")).isEqualTo("offline");
            assertThat(last("pulse.liveness.after")).isEqualTo("online");
            assertThat(last("pulse.transition.cause")).isEqualTo("heartbeat");
        }
    }
}
