package dev.pulse.ingest;

import static dev.pulse.ingest.TestIngest.error;
import static dev.pulse.ingest.TestIngest.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** {@code POST /v1/heartbeats:batch}. */
class BatchHttpTest {
    private static List<JsonNode> lines(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-ndjson");
        return answer.body().lines().map(TestIngest::json).toList();
    }

    private static String many(int count, String id) {
        return IntStream.range(0, count).mapToObj(i -> Beats.of(id + i)).collect(Collectors.joining("\n"));
    }

    @Test
    void answersLineByLineInOrder() {
        try (TestIngest ingest = TestIngest.acknowledging("limits: {nodeInterval: 1h, nodeBurst: 1}\n")) {
            HttpResponse<String> answer = ingest.batch(Beats.of("node-1") + "\n"
                    + "nonsense\n"
                    + "\r\n"
                    + Beats.of("node-2") + "\r\n"
                    + Beats.of("node-1") + "\n"
                    + Beats.ofSize(8_193).replace("node-1", "node-3") + "\n"
                    + Beats.ofSize(8_192).replace("node-1", "node-4"));
            List<JsonNode> lines = lines(answer);
            assertThat(lines).extracting(l -> l.get("line").asInt()).containsExactly(1, 2, 4, 5, 6, 7);
            assertThat(lines).extracting(l -> l.get("code").asInt()).containsExactly(202, 400, 202, 429, 413, 202);
            assertThat(lines)
                    .extracting(l -> l.path("error").asText())
                    .containsExactly("", "not_json", "", "too_fast_node", "too_large", "");
            assertThat(lines.getFirst().get("next_heartbeat_s").asInt()).isBetween(54, 66);
            assertThat(lines.get(3).get("retry_after_s").asInt()).isEqualTo(3600);
            assertThat(ingest.taken().stream().map(record -> record.key()))
                    .containsExactly("node-1", "node-2", "node-4");
            assertThat(ingest.count("accepted")).isEqualTo(3);
            assertThat(ingest.count("malformed")).isEqualTo(1);
            assertThat(ingest.count("too_large")).isEqualTo(1);
            assertThat(ingest.count("too_fast_node")).isEqualTo(1);
        }
    }

    @Test
    void eachLineIsAnsweredByWhatKafkaSaidOfIt() {
        try (TestIngest ingest = TestIngest.holding("")) {
            CompletableFuture<HttpResponse<String>> answer =
                    ingest.send(HttpRequest.newBuilder(ingest.uri("/v1/heartbeats:batch"))
                            .header("Content-Type", "application/x-ndjson")
                            .POST(TestIngest.bytes(many(3, "node-")))
                            .build());
            await().until(() -> ingest.taken().size() == 3);
            ingest.kafka().completeNext();
            ingest.kafka().errorNext(new TimeoutException("late"));
            assertThat(answer).isNotDone();
            ingest.kafka().completeNext();
            List<JsonNode> lines = lines(answer.join());
            assertThat(lines).extracting(l -> l.get("code").asInt()).containsExactly(202, 503, 202);
            assertThat(lines.get(1).get("error").asText()).isEqualTo("not_acknowledged");
            assertThat(lines.get(1).get("retry_after_s").asInt()).isBetween(1, 5);
        }
    }

    @Test
    void takesAThousandLinesAndNotOneMore() {
        try (TestIngest ingest = TestIngest.acknowledging()) {
            assertThat(lines(ingest.batch(many(1_000, "a"))))
                    .hasSize(1_000)
                    .allMatch(line -> line.get("code").asInt() == 202);
            HttpResponse<String> refused = ingest.batch(many(1_001, "b"));
            assertThat(refused.statusCode()).isEqualTo(413);
            assertThat(error(refused)).isEqualTo("too_large");
            assertThat(ingest.taken()).as("nothing of the second").hasSize(1_000);
        }
    }

    @Test
    void takesOneMebibyteAndNotOneByteMore() {
        try (TestIngest ingest = TestIngest.acknowledging()) {
            String full = Beats.ofSize(8_191) + "\n";
            String mebibyte = String.join("", Collections.nCopies(128, full));
            assertThat(mebibyte).hasSize(1024 * 1024);
            assertThat(lines(ingest.batch(mebibyte))).hasSize(128);
            HttpResponse<String> refused = ingest.batch(mebibyte + "\n");
            assertThat(refused.statusCode()).isEqualTo(413);
            assertThat(error(refused)).isEqualTo("too_large");
        }
    }

    @Test
    void anEmptyBatchIsRefused() {
        try (TestIngest ingest = TestIngest.acknowledging()) {
            for (String empty : List.of("", "\n", " \r\n\t\n")) {
                HttpResponse<String> answer = ingest.batch(empty);
                assertThat(answer.statusCode()).isEqualTo(400);
                assertThat(error(answer)).isEqualTo("empty_batch");
            }
        }
    }

    @Test
    void aBatchIsNoHeartbeatAndTheOtherWayRound() {
        try (TestIngest ingest = TestIngest.acknowledging()) {
            HttpResponse<String> wrong = ingest.answer(HttpRequest.newBuilder(ingest.uri("/v1/heartbeats:batch"))
                    .header("Content-Type", "application/json")
                    .POST(TestIngest.bytes(Beats.of("node-1")))
                    .build());
            assertThat(wrong.statusCode()).isEqualTo(415);
            assertThat(error(ingest.post(many(2, "a")))).isEqualTo("not_json");
        }
    }

    @Test
    void onlySoManyBatchesAreInMemoryAtOnce() {
        try (TestIngest ingest = TestIngest.holding("limits: {batchesAtOnce: 1}\n")) {
            CompletableFuture<HttpResponse<String>> first =
                    ingest.send(HttpRequest.newBuilder(ingest.uri("/v1/heartbeats:batch"))
                            .header("Content-Type", "application/x-ndjson")
                            .POST(TestIngest.bytes(Beats.of("node-1")))
                            .build());
            await().until(() -> ingest.taken().size() == 1);
            HttpResponse<String> second = ingest.batch(Beats.of("node-2"));
            assertThat(second.statusCode()).isEqualTo(503);
            assertThat(error(second)).isEqualTo("overloaded");
            assertThat(ingest.kafka().completeNext()).isTrue();
            assertThat(first.join().statusCode()).isEqualTo(200);
            for (int i = 0; i < 3; i++) {
                assertThat(ingest.batch("nonsense").statusCode())
                        .as("room again")
                        .isEqualTo(200);
                assertThat(ingest.batch("").statusCode()).isEqualTo(400);
            }
            assertThat(json(ingest.get("/v1/counters").body()).get("in_flight").asInt())
                    .isZero();
        }
    }
}
