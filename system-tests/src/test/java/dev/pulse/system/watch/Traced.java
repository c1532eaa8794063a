package dev.pulse.system.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pulse.agent.heartbeat.HeartbeatComposer;
import dev.pulse.agent.heartbeat.NodeFacts;
import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.agent.key.NodeKey;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.system.Http;
import dev.pulse.telemetry.trace.OtlpReceiver;
import dev.pulse.telemetry.trace.OtlpReceiver.Seen;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One heartbeat's way through a running grid as a collector sees it. */
public final class Traced {
    private static final String NODE = "traced-1";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CLIENT = "00f067aa0ba902b7";

    private Traced() {}

    /** A heartbeat whose client asks for it has one trace, from the request to what it changed. */
    public static void assertWhole(String ingest, OtlpReceiver collector) {
        NodeFacts facts = new NodeFacts(
                "host-1", null, "1.0.0", 60, 1, Capacity.UNKNOWN, Location.UNKNOWN, List.of(), "eu", "devnet");
        byte[] body = HeartbeatComposer.compose(
                        new NodeIdentity(NODE, NodeKey.generate(new SecureRandom())),
                        facts,
                        Instant.now().getEpochSecond())
                .body();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(ingest + "/v1/heartbeats"))
                .header("Content-Type", "application/json")
                .header("traceparent", "00-" + TRACE + "-" + CLIENT + "-01")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        assertThat(Http.send(request).statusCode()).isEqualTo(202);

        await("the whole trace has come")
                .atMost(Duration.ofSeconds(60))
                .until(() -> collector.trace(TRACE).size() == 4);
        Map<String, Seen> spans = new TreeMap<>();
        collector.trace(TRACE).forEach(span -> spans.put(span.service() + " " + span.name(), span));
        String parent = CLIENT;
        for (String next : List.of(
                "pulse-ingest POST /v1/heartbeats",
                "pulse-ingest send pulse.heartbeats.raw",
                "pulse-verifier process pulse.heartbeats.raw",
                "pulse-lifecycle process pulse.heartbeats.verified")) {
            assertThat(spans).containsKey(next);
            assertThat(spans.get(next).parentId()).as("parent of %s", next).isEqualTo(parent);
            assertThat(spans.get(next).error()).as(next).isFalse();
            parent = spans.get(next).spanId();
        }
        assertThat(spans.get("pulse-verifier process pulse.heartbeats.raw").attributes())
                .containsEntry("pulse.verdict", "accepted")
                .containsEntry("pulse.node_id", NODE);
        assertThat(spans.get("pulse-lifecycle process pulse.heartbeats.verified")
                        .attributes())
                .containsEntry("pulse.accounted", "advance")
                .containsEntry("pulse.transition.cause", "first_heartbeat")
                .containsEntry("pulse.liveness.after", "online");
        assertThat(collector.spans()).as("nobody else asked").hasSize(4);
    }
}
