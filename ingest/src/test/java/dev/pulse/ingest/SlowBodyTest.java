package dev.pulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that take their time, or go away. */
class SlowBodyTest {
    private static TestIngest ingest;

    @BeforeAll
    static void start() {
        ingest = TestIngest.acknowledging("limits: {bodyTimeout: 400ms, nodeBurst: 100}\n");
    }

    @AfterAll
    static void stop() {
        ingest.close();
    }

    @BeforeEach
    void forget() {
        ingest.kafka().clear();
    }

    @Test
    void aBodyThatStopsComingIsAnswered408AndTheConnectionClosed() {
        long before = ingest.count("body_too_slow");
        try (RawClient client = new RawClient(ingest.port())) {
            String answer = client.send(RawClient.head(500) + "{\"node_id\":").answer();
            assertThat(answer).startsWith("HTTP/1.1 408").contains("body_too_slow");
            assertThat(client.isClosedByServer()).isTrue();
        }
        assertThat(ingest.count("body_too_slow") - before).isEqualTo(1);
        assertThat(ingest.taken()).isEmpty();
    }

    @Test
    void aBodyThatDribblesIsCutOffThoughItNeverStops() {
        try (RawClient client = new RawClient(ingest.port())) {
            client.send(RawClient.head(8_000));
            await().atMost(Duration.ofSeconds(15))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> client.send("x").isAnswered());
            assertThat(client.answer()).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void aBodyInPiecesIsTakenAndTheConnectionServesOn() {
        String body = Beats.of("node-1");
        try (RawClient client = new RawClient(ingest.port())) {
            client.send(RawClient.head(body.length()) + body.substring(0, 40));
            await("the first piece has been read")
                    .until(() -> ingest.server().getThreadPool().getIdleThreads() > 0);
            assertThat(client.send(body.substring(40)).answer()).startsWith("HTTP/1.1 202");
            assertThat(client.post(body)).startsWith("HTTP/1.1 202");
        }
        assertThat(ingest.taken()).hasSize(2);
    }

    @Test
    void aClientThatAsksFirstIsToldToGoOn() {
        String body = Beats.of("node-1");
        try (RawClient client = new RawClient(ingest.port())) {
            client.send("POST /v1/heartbeats HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Expect: 100-continue\r\nContent-Length: " + body.length() + "\r\n\r\n");
            assertThat(client.answer()).startsWith("HTTP/1.1 100");
            assertThat(client.send(body).answer()).startsWith("HTTP/1.1 202");
        }
    }

    @Test
    void aClientThatGoesAwayInTheMiddleLeavesNothing() {
        long before = ingest.count("broken_request");
        try (RawClient client = new RawClient(ingest.port())) {
            client.send(RawClient.head(500) + "{\"node_id\":");
        }
        await().until(() -> ingest.count("broken_request") == before + 1);
        assertThat(ingest.taken()).isEmpty();
    }

    @Test
    void twoHeartbeatsSentAtOnceAreAnsweredInOrder() {
        String good = Beats.of("node-1");
        try (RawClient client = new RawClient(ingest.port())) {
            client.send(RawClient.head(good.length()) + good + RawClient.head(2) + "[]");
            assertThat(client.answer()).startsWith("HTTP/1.1 202");
            assertThat(client.answer()).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void anAnnouncedLengthBeyondTheLimitIsRefusedWithoutWaitingForAllOfIt() {
        try (RawClient client = new RawClient(ingest.port())) {
            client.send(RawClient.head(2_000_000_000));
            String chunk = "x".repeat(8_192);
            await().atMost(Duration.ofSeconds(15))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> client.send(chunk).isAnswered());
            assertThat(client.answer()).startsWith("HTTP/1.1 413").containsIgnoringCase("connection: close");
        }
    }
}
