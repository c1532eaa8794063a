package dev.pulse.benchmarks.run.gauge;

import dev.pulse.agent.heartbeat.HeartbeatComposer;
import dev.pulse.agent.heartbeat.NodeFacts;
import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.agent.key.NodeKey;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.domain.verdict.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * From the POST of a heartbeat to the moment at which the lifecycle stream's answer for that node has it. One probe at a
 * time, asked for every ten milliseconds, since the asking costs what it measures.
 */
public final class VisibleLatency {
    private static final long ASK_MS = 10;
    private static final long LONGEST_MS = 600_000;
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI ingest;
    private final URI lifecycle;
    private final Clock clock;

    /**
     * @param ingest base address of the ingest
     * @param lifecycle base address of the lifecycle stream
     * @param clock what heartbeats are signed with
     */
    public VisibleLatency(URI ingest, URI lifecycle, Clock clock) {
        this.ingest = ingest;
        this.lifecycle = lifecycle;
        this.clock = clock;
    }

    /**
     * Sends probes until the time is over.
     *
     * @param name what the probes' node ids begin with, so that they are nobody else's
     * @return milliseconds, to 10 ms
     */
    public Histogram measure(String name, int probes, int seconds) throws IOException, InterruptedException {
        Histogram millis = new Histogram(LONGEST_MS, 3);
        long begun = System.nanoTime();
        for (int i = 0; i < probes; i++) {
            long wait = begun + (long) i * seconds * 1_000_000_000L / probes - System.nanoTime();
            if (wait > 0) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
            millis.recordValue(Math.min(LONGEST_MS, probe(name + i)));
        }
        return millis;
    }

    private long probe(String nodeId) throws IOException, InterruptedException {
        NodeIdentity identity =
                new NodeIdentity(nodeId, NodeKey.ofSeed(Sha256.hash(nodeId.getBytes(StandardCharsets.UTF_8))));
        NodeFacts facts = new NodeFacts(
                nodeId, null, "1.2.0", 1, 0, Capacity.UNKNOWN, Location.UNKNOWN, List.of(), "eu", "devnet");
        byte[] body = HeartbeatComposer.compose(identity, facts, clock.instant().getEpochSecond())
                .body();
        long sent = System.nanoTime();
        HttpResponse<Void> answer = http.send(
                HttpRequest.newBuilder(URI.create(ingest + "/v1/heartbeats"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        if (answer.statusCode() != 202) {
            throw new IOException("a probe was answered " + answer.statusCode());
        }
        HttpRequest question = HttpRequest.newBuilder(URI.create(lifecycle + "/v1/nodes/" + nodeId))
                .build();
        while (http.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() != 200) {
            if (System.nanoTime() - sent > PATIENCE_NANOS) {
                throw new IOException("a probe is not visible after 30 s");
            }
            TimeUnit.MILLISECONDS.sleep(ASK_MS);
        }
        return (System.nanoTime() - sent) / 1_000_000;
    }
}
