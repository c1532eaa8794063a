package dev.pulse.ingest;

import static dev.pulse.ingest.TestIngest.error;
import static dev.pulse.ingest.TestIngest.retryAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.eclipse.jetty.server.AbstractConnector;
import org.junit.jupiter.api.Test;

/** A Kafka that is late, refuses, is full or is not there. */
class KafkaTroubleTest {
    private static void assertUnavailable(HttpResponse<String> answer, String code) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(error(answer)).isEqualTo(code);
        assertThat(retryAfter(answer)).isBetween(1L, 5L);
    }

    @Test
    void nothingIsAcceptedBeforeKafkaAcknowledgedIt() {
        try (TestIngest ingest = TestIngest.holding("")) {
            CompletableFuture<HttpResponse<String>> answer = ingest.send(ingest.heartbeat(Beats.of("node-1")));
            await().until(() -> ingest.taken().size() == 1);
            assertThat(ingest.count("in_flight")).isEqualTo(1);
            assertThat(ingest.count("accepted")).isZero();
            assertThat(answer).isNotDone();
            assertThat(ingest.kafka().completeNext()).isTrue();
            assertThat(answer.join().statusCode()).isEqualTo(202);
            assertThat(ingest.count("accepted")).isEqualTo(1);
            assertThat(ingest.count("in_flight")).isZero();
        }
    }

    @Test
    void whatKafkaDoesNotAcknowledgeInTimeIsToBeSentAgain() {
        try (TestIngest ingest = TestIngest.holding("")) {
            Set<Long> waits = new HashSet<>();
            for (int i = 0; i < 40; i++) {
                CompletableFuture<HttpResponse<String>> answer = ingest.send(ingest.heartbeat(Beats.of("node-" + i)));
                await().until(() -> ingest.kafka().errorNext(new TimeoutException("10000 ms have passed")));
                assertUnavailable(answer.join(), "not_acknowledged");
                waits.add(retryAfter(answer.join()));
            }
            assertThat(waits).as("jittered").hasSizeGreaterThan(1);
            assertThat(ingest.count("unavailable_not_acknowledged")).isEqualTo(40);
            assertThat(ingest.count("accepted")).isZero();
            assertThat(ingest.log().isBroken()).isFalse();
        }
    }

    @Test
    void aNodeThatIsNotServedMayLookForAnotherIngest() {
        try (TestIngest ingest = TestIngest.holding("");
                RawClient late = new RawClient(ingest.port());
                RawClient refused = new RawClient(ingest.port())) {
            String body = Beats.of("node-1");
            late.send(RawClient.head(body.length()) + body);
            await().until(() -> ingest.kafka().errorNext(new TimeoutException("late")));
            assertThat(late.answer()).startsWith("HTTP/1.1 503").contains("Connection: close");
            assertThat(late.isClosedByServer()).isTrue();
            ingest.log().shut();
            String two = RawClient.head(body.length()) + body;
            assertThat(refused.send(two + two).answer())
                    .startsWith("HTTP/1.1 503")
                    .contains("Connection: close");
            assertThat(refused.isClosedByServer())
                    .as("the second one has no answer")
                    .isTrue();
        }
    }

    @Test
    void whatIsUnderWayWhenItStopsGetsItsAnswer() throws InterruptedException {
        try (TestIngest ingest = TestIngest.holding("");
                RawClient client = new RawClient(ingest.port())) {
            String body = Beats.of("node-1");
            client.send(RawClient.head(body.length()) + body);
            await().until(() -> ingest.taken().size() == 1);
            Thread stopping = Thread.ofPlatform().start(ingest::close);
            await().until(() -> ingest.server().isStopping());
            assertThat(ingest.kafka().completeNext()).isTrue();
            assertThat(client.answer()).startsWith("HTTP/1.1 202");
            assertThat(client.isClosedByServer()).isTrue();
            stopping.join();
        }
    }

    @Test
    void aConnectionIsIdleOnlyWhileNothingOfItWaitsForKafka() {
        try (TestIngest ingest = TestIngest.holding("")) {
            ((AbstractConnector) ingest.server().getConnectors()[0]).setIdleTimeout(300);
            try (RawClient waiting = new RawClient(ingest.port())) {
                String body = Beats.of("node-1");
                waiting.send(RawClient.head(body.length()) + body);
                await().until(() -> ingest.taken().size() == 1);
                for (int i = 0; i < 3; i++) {
                    try (RawClient idle = new RawClient(ingest.port())) {
                        assertThat(idle.isClosedByServer()).isTrue();
                    }
                }
                assertThat(ingest.kafka().completeNext()).isTrue();
                assertThat(waiting.answer()).startsWith("HTTP/1.1 202");
                assertThat(waiting.isClosedByServer()).isTrue();
            }
        }
    }

    @Test
    void whatIsInFlightIsBoundedByNumber() {
        try (TestIngest ingest = TestIngest.holding("limits: {inFlight: 3}\n")) {
            List<CompletableFuture<HttpResponse<String>>> waiting = IntStream.range(0, 3)
                    .mapToObj(i -> ingest.send(ingest.heartbeat(Beats.of("node-" + i))))
                    .toList();
            await().until(() -> ingest.taken().size() == 3);
            assertUnavailable(ingest.post(Beats.of("node-3")), "overloaded");
            assertThat(ingest.taken()).as("the producer never saw it").hasSize(3);
            ingest.kafka().completeNext();
            CompletableFuture<HttpResponse<String>> next = ingest.send(ingest.heartbeat(Beats.of("node-3")));
            await().until(() -> ingest.taken().size() == 4);
            while (ingest.kafka().completeNext()) {
                // Acknowledges the rest.
            }
            waiting.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(202));
            assertThat(next.join().statusCode()).isEqualTo(202);
            assertThat(ingest.count("unavailable_overloaded")).isEqualTo(1);
            assertThat(ingest.count("in_flight")).isZero();
        }
    }

    @Test
    void whatIsInFlightIsBoundedByBytes() {
        try (TestIngest ingest = TestIngest.holding("limits: {inFlightBytes: 9KiB}\n")) {
            CompletableFuture<HttpResponse<String>> large = ingest.send(ingest.heartbeat(Beats.ofSize(8_192)));
            await().until(() -> ingest.taken().size() == 1);
            assertUnavailable(ingest.post(Beats.ofSize(8_192)), "overloaded");
            CompletableFuture<HttpResponse<String>> small = ingest.send(ingest.heartbeat(Beats.of("node-2")));
            await().until(() -> ingest.taken().size() == 2);
            ingest.kafka().completeNext();
            ingest.kafka().completeNext();
            assertThat(large.join().statusCode()).isEqualTo(202);
            assertThat(small.join().statusCode()).isEqualTo(202);
        }
    }

    @Test
    void aProducerThatCanNotGoOnIsNoticed() {
        try (TestIngest ingest = TestIngest.acknowledging()) {
            ingest.kafka().sendException = new KafkaException("an earlier request has failed for good");
            assertUnavailable(ingest.post(Beats.of("node-1")), "not_acknowledged");
            assertThat(ingest.log().isBroken()).isTrue();
            assertThat(ingest.log().inFlight()).isZero();
            ingest.kafka().sendException = null;
            ingest.open();
            assertThat(ingest.log().isBroken()).isFalse();
            assertThat(ingest.post(Beats.of("node-1")).statusCode()).isEqualTo(202);
        }
    }

    @Test
    void aRecordThatCanNotBeWrittenIsNotTheProducersEnd() {
        try (TestIngest ingest = TestIngest.acknowledging()) {
            ingest.kafka().sendException = new SerializationException("the registry was asked in vain");
            assertUnavailable(ingest.post(Beats.of("node-1")), "not_acknowledged");
            assertThat(ingest.log().isBroken()).isFalse();
        }
    }

    @Test
    void aProducerThatWasClosedIsNoticed() {
        try (TestIngest ingest = TestIngest.acknowledging()) {
            ingest.kafka().close();
            assertUnavailable(ingest.post(Beats.of("node-1")), "not_acknowledged");
            assertThat(ingest.log().isBroken()).isTrue();
        }
    }

    @Test
    void withoutAConnectionEverythingIsAnsweredAndNothingTaken() {
        try (TestIngest ingest = TestIngest.acknowledging()) {
            ingest.log().shut();
            assertUnavailable(ingest.post(Beats.of("node-1")), "not_ready");
            assertThat(ingest.count("unavailable_not_ready")).isEqualTo(1);
            assertThat(ingest.post("[]").statusCode())
                    .as("what is wrong is said all the same")
                    .isEqualTo(400);
        }
    }

    @Test
    void readinessFollowsTheTicks() {
        try (TestIngest ingest = TestIngest.acknowledging()) {
            assertThat(ingest.get("/ready").statusCode()).isEqualTo(503);
            assertThat(ingest.get("/admin/healthcheck").statusCode()).isEqualTo(500);
            ingest.ticker().tick();
            assertThat(ingest.get("/ready").statusCode()).isEqualTo(200);
            assertThat(ingest.get("/admin/healthcheck").statusCode()).isEqualTo(200);
        }
    }
}
