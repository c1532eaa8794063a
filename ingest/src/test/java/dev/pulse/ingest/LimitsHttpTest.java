package dev.pulse.ingest;

import static dev.pulse.ingest.TestIngest.error;
import static dev.pulse.ingest.TestIngest.json;
import static dev.pulse.ingest.TestIngest.retryAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** How often one may heartbeat, on a clock that moves when told. */
class LimitsHttpTest {
    private static final String ONE_IN_TEN_SECONDS = "limits: {nodeInterval: 10s, nodeBurst: 1}\n";

    private final AtomicLong nanos = new AtomicLong();

    private TestIngest ingest(String limits) {
        return TestIngest.acknowledging(limits, Map.of(), nanos::get);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aNodeMustLeaveItsIntervalBetweenTwo() {
        try (TestIngest ingest = ingest(ONE_IN_TEN_SECONDS)) {
            assertThat(ingest.post(Beats.of("node-1")).statusCode()).isEqualTo(202);
            HttpResponse<String> again = ingest.post(Beats.of("node-1"));
            assertThat(again.statusCode()).isEqualTo(429);
            assertThat(error(again)).isEqualTo("too_fast_node");
            assertThat(retryAfter(again)).isEqualTo(10);
            assertThat(ingest.post(Beats.of("node-2")).statusCode())
                    .as("another node of the same farm")
                    .isEqualTo(202);
            pass(Duration.ofMillis(9_999));
            assertThat(retryAfter(ingest.post(Beats.of("node-1")))).isEqualTo(1);
            pass(Duration.ofMillis(1));
            assertThat(ingest.post(Beats.of("node-1")).statusCode()).isEqualTo(202);
            assertThat(ingest.count("too_fast_node")).isEqualTo(2);
            assertThat(ingest.taken()).hasSize(3);
        }
    }

    @Test
    void whoeverSendsInANodesNameFromElsewhereUsesUpAnotherLimit() {
        try (TestIngest ingest = ingest(ONE_IN_TEN_SECONDS)) {
            try (RawClient forger = new RawClient(ingest.port(), 2)) {
                assertThat(forger.post(Beats.of("node-1"))).startsWith("HTTP/1.1 202");
                assertThat(forger.post(Beats.of("node-1"))).startsWith("HTTP/1.1 429");
            }
            assertThat(ingest.post(Beats.of("node-1")).statusCode()).isEqualTo(202);
        }
    }

    @Test
    void malformedHeartbeatsCostTheNodeNothing() {
        try (TestIngest ingest = ingest(ONE_IN_TEN_SECONDS)) {
            for (int i = 0; i < 5; i++) {
                assertThat(ingest.post(Beats.of("node-1").replace("179", "1.79"))
                                .statusCode())
                        .isEqualTo(400);
            }
            assertThat(ingest.post(Beats.of("node-1")).statusCode()).isEqualTo(202);
        }
    }

    @Test
    void aRetryAfterA503IsLetThroughAtOnce() {
        try (TestIngest ingest = TestIngest.holding(ONE_IN_TEN_SECONDS, nanos::get)) {
            CompletableFuture<HttpResponse<String>> first = ingest.send(ingest.heartbeat(Beats.of("node-1")));
            await().until(() -> ingest.kafka().errorNext(new TimeoutException("late")));
            assertThat(first.join().statusCode()).isEqualTo(503);
            CompletableFuture<HttpResponse<String>> retry = ingest.send(ingest.heartbeat(Beats.of("node-1")));
            await().until(() -> ingest.kafka().completeNext());
            assertThat(retry.join().statusCode()).isEqualTo(202);
            assertThat(ingest.post(Beats.of("node-1")).statusCode())
                    .as("and after the 202 the interval counts")
                    .isEqualTo(429);
        }
    }

    @Test
    void byDefaultANodeMaySendFourInsteadOfOne() {
        try (TestIngest ingest = ingest("")) {
            for (int i = 0; i < 4; i++) {
                assertThat(ingest.post(Beats.of("node-1")).statusCode()).isEqualTo(202);
            }
            assertThat(ingest.post(Beats.of("node-1")).statusCode()).isEqualTo(429);
            pass(Duration.ofSeconds(15));
            assertThat(ingest.post(Beats.of("node-1")).statusCode()).isEqualTo(202);
            assertThat(ingest.post(Beats.of("node-1")).statusCode()).isEqualTo(429);
        }
    }

    @Test
    void anAddressIsLimitedBeforeAnythingIsRead() {
        try (TestIngest ingest = ingest("limits: {addressPerSecond: 1, addressBurst: 3}\n")) {
            for (int i = 0; i < 3; i++) {
                assertThat(ingest.post("[]").statusCode())
                        .as("garbage counts too")
                        .isEqualTo(400);
            }
            HttpResponse<String> refused = ingest.post(Beats.of("node-1"));
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(error(refused)).isEqualTo("too_fast_address");
            assertThat(retryAfter(refused)).isBetween(1L, 5L);
            try (RawClient other = new RawClient(ingest.port(), 3)) {
                assertThat(other.post(Beats.of("node-1"))).startsWith("HTTP/1.1 202");
            }
            pass(Duration.ofSeconds(1));
            assertThat(ingest.post(Beats.of("node-2")).statusCode()).isEqualTo(202);
            assertThat(ingest.count("too_fast_address")).isEqualTo(1);
        }
    }

    @Test
    void tenThousandNamesFromOneAddressGetItsBurstAndNoMore() {
        try (TestIngest ingest =
                ingest("limits: {addressPerSecond: 1, addressBurst: 6500, nodes: 64, addresses: 8}\n")) {
            Map<Integer, Long> codes = IntStream.range(0, 10)
                    .mapToObj(batch -> IntStream.range(0, 1_000)
                            .mapToObj(i -> Beats.of("node-" + batch + "-" + i))
                            .collect(Collectors.joining("\n")))
                    .flatMap(lines -> ingest.batch(lines).body().lines())
                    .map(line -> json(line).get("code").asInt())
                    .collect(Collectors.groupingBy(code -> code, Collectors.counting()));
            assertThat(codes).isEqualTo(Map.of(202, 6_500L, 429, 3_500L));
            assertThat(ingest.taken()).hasSize(6_500);
            assertThat(ingest.count("accepted")).isEqualTo(6_500);
            assertThat(ingest.count("too_fast_address")).isEqualTo(3_500);
        }
    }
}
