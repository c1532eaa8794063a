package dev.pulse.verifier.prove;

import static dev.pulse.verifier.prove.Harness.NOW_S;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.telemetry.trace.StepTracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracedTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String WRITER = "00f067aa0ba902b7";

    @TempDir
    private Path stateDir;

    private final InMemorySpanExporter sent = InMemorySpanExporter.create();

    private static Headers traced() {
        String traceparent = "00-" + TRACE + "-" + WRITER + "-01";
        return new RecordHeaders().add("traceparent", traceparent.getBytes(StandardCharsets.US_ASCII));
    }

    private SpanData last() {
        return sent.getFinishedSpanItems().getLast();
    }

    @Test
    void a_heartbeat_that_is_traced_says_its_verdict_and_goes_on() {
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(sent))
                .build();
        Signer signer = new Signer(1);
        SignedHeartbeat good = Harness.heartbeat("node-1", signer, NOW_S).build();
        SignedHeartbeat stolen =
                Harness.heartbeat("node-1", new Signer(2), NOW_S).build();
        try (Harness verifier = new Harness(stateDir, VerifierSettings.of("devnet"), new StepTracing(provider))) {
            verifier.send("node-1", good);
            assertThat(verifier.verified.readRecord().headers().toArray()).isEmpty();
            assertThat(sent.getFinishedSpanItems()).as("it begins no trace").isEmpty();

            verifier.send("node-1", good, traced());
            SpanData accepted = last();
            assertThat(accepted.getName()).isEqualTo("process pulse.heartbeats.raw");
            assertThat(accepted.getTraceId()).isEqualTo(TRACE);
            assertThat(accepted.getParentSpanId()).isEqualTo(WRITER);
            assertThat(verdict(accepted)).isEqualTo("accepted");
            TestRecord<String, SpecificRecord> out = verifier.verified.readRecord();
            assertThat(new String(out.headers().lastHeader("traceparent").value(), StandardCharsets.US_ASCII))
                    .isEqualTo("00-" + TRACE + "-" + accepted.getSpanId() + "-01");

            verifier.send("node-1", stolen, traced());
            assertThat(verdict(last())).isEqualTo("identity");
            assertThat(last().toString())
                    .as("no account is told")
                    .doesNotContain(signer.account(), stolen.getAccount());
            assertThat(verifier.dead(Rejection.IDENTITY).readRecord().headers().toArray())
                    .as("headers stay behind")
                    .isEmpty();
            assertThat(sent.getFinishedSpanItems()).hasSize(2);
        }
    }

    private static String verdict(SpanData span) {
        return span.getAttributes().get(AttributeKey.stringKey("pulse.verdict"));
    }
}
