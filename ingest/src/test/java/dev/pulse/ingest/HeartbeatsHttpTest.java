package dev.pulse.ingest;

import static dev.pulse.ingest.TestIngest.error;
import static dev.pulse.ingest.TestIngest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.ingest.http.HeartbeatConnectionFactory;
import dev.pulse.schemas.SignedHeartbeat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each answer of section 3 of the design, over real HTTP, with a Kafka that takes everything. */
class HeartbeatsHttpTest {
    private static TestIngest ingest;

    @BeforeAll
    static void start() {
        ingest = TestIngest.acknowledging("limits: {nodeBurst: 1000}\n");
    }

    @AfterAll
    static void stop() {
        ingest.close();
    }

    @BeforeEach
    void forget() {
        ingest.kafka().clear();
    }

    private static SignedHeartbeat only() {
        assertThat(ingest.taken()).hasSize(1);
        return (SignedHeartbeat) ingest.taken().getFirst().value();
    }

    @Test
    void acceptsWithTheTimeAndWhenToComeAgain() {
        long before = ingest.count("accepted");
        Set<Integer> next = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            HttpResponse<String> answer = ingest.post(Beats.of("node-" + i));
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
            JsonNode body = json(answer.body());
            assertThat(body.get("status").asText()).isEqualTo("accepted");
            assertThat(body.get("server_time").asLong()).isEqualTo(TestIngest.NOW.getEpochSecond());
            assertThat(body.get("next_heartbeat_s").isInt()).isTrue();
            next.add(body.get("next_heartbeat_s").asInt());
        }
        assertThat(next).as("jittered around 60").allMatch(s -> s >= 54 && s <= 66);
        assertThat(next).hasSizeGreaterThan(5);
        assertThat(ingest.count("accepted") - before).isEqualTo(50);
    }

    @Test
    void requestsThatComeTogetherOnOneConnectionAreAnsweredInTheirOrder() {
        String good = Beats.of("node-1");
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            requests.append(RawClient.head(good.length())).append(good);
            requests.append(RawClient.head(2)).append("{}");
        }
        requests.append("GET /v1/counters HTTP/1.1\r\nHost: x\r\n\r\n");
        try (RawClient client = new RawClient(ingest.port())) {
            client.send(requests.toString());
            for (int i = 0; i < 20; i++) {
                assertThat(client.answer()).startsWith("HTTP/1.1 202");
                assertThat(client.answer()).startsWith("HTTP/1.1 400");
            }
            assertThat(client.answer()).startsWith("HTTP/1.1 200").contains("accepted");
            assertThat(client.post(good)).startsWith("HTTP/1.1 202");
        }
        assertThat(ingest.taken()).hasSize(21);
    }

    @Test
    void connectionsBeginAsConnectionsOfHeartbeats() {
        assertThat(ingest.server().getConnectors()[0].getDefaultConnectionFactory())
                .isInstanceOf(HeartbeatConnectionFactory.class);
    }

    @Test
    void aHeartbeatIsHandledWithoutAHandOverToAnotherThread() {
        assertThat(ingest.server().getInvocationType()).isEqualTo(InvocationType.NON_BLOCKING);
    }

    @Test
    void theRecordIsTheEvidence() {
        ingest.post(" {\"timestamp\":1790000000, \"node_id\":\"node-7\",\"signature\":\"" + Beats.SIGNATURE
                + "\",\"b\":\"\\u00e9\",\"a\":1,\"node_account\":\"" + Beats.ACCOUNT + "\"} ");
        ProducerRecord<?, ?> record = ingest.taken().getFirst();
        assertThat(record.topic()).isEqualTo("pulse.heartbeats.raw");
        assertThat(record.key()).isEqualTo("node-7");
        assertThat(record.partition()).as("the default partitioner's choice").isNull();
        SignedHeartbeat value = only();
        assertThat(new String(value.getPayload().array(), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":1,\"b\":\"é\",\"node_account\":\"" + Beats.ACCOUNT
                        + "\",\"node_id\":\"node-7\",\"timestamp\":1790000000}");
        assertThat(value.getSignature().array()).isEqualTo(new byte[64]);
        assertThat(value.getAccount()).isEqualTo(Beats.ACCOUNT);
        assertThat(value.getReceivedAt()).isEqualTo(TestIngest.NOW);
        assertThat(value.getRegion()).isEqualTo("eu");
        assertThat(value.getIngest()).isEqualTo("ingest-test");
        assertThat(value.getLegacy()).isFalse();
    }

    @Test
    void theSignedRegionCountsWhereItIsConfigured() {
        ingest.post(Beats.of("node-1", "\"region\":\"us\","));
        assertThat(only().getRegion()).isEqualTo("us");
        ingest.kafka().clear();
        ingest.post(Beats.of("node-1", "\"region\":\"mars\","));
        assertThat(only().getRegion()).isEqualTo("eu");
    }

    static List<Beats.Case> vectors() {
        return Beats.vectors();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void everyVectorIsTakenOrMalformed(Beats.Case vector) {
        HttpResponse<String> answer = ingest.post(vector.body());
        if (vector.verdict().equals("malformed")) {
            assertThat(answer.statusCode()).isEqualTo(400);
            long counted = ingest.count("malformed_" + error(answer));
            assertThat(counted).isPositive();
            assertThat(ingest.taken()).isEmpty();
        } else {
            // The ingest proves nothing: what is badly signed or skewed is the verifier's to refuse.
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            if (vector.canonical() != null) {
                assertThat(new String(only().getPayload().array(), StandardCharsets.UTF_8))
                        .isEqualTo(vector.canonical());
            }
        }
    }

    @Test
    void eachMalformedHeartbeatIsNamedAndCounted() {
        String good = Beats.of("node-1");
        String[][] bad = {
            {"", "not_json"},
            {"[]", "not_json"},
            {"{\"a\":" + "[".repeat(20) + "]".repeat(20) + "}", "too_deep"},
            {good + "x", "not_json"},
            {good.replace("1790000000", "1.5"), "bad_number"},
            {good.replace("\"timestamp\":1790000000,", ""), "missing_field"},
            {good.replace("node-1", "Node 1"), "bad_node_id"},
            {good.replace(Beats.ACCOUNT, "hosting.dev.hero"), "bad_account"},
            {good.replace(Beats.SIGNATURE, "AAAA"), "bad_signature_encoding"},
            {Beats.of("node-1", "\"audience\":\"mainnet\","), "wrong_audience"},
            {good.replace("\"signature\":\"" + Beats.SIGNATURE + "\"", "\"x\":1"), "missing_field"},
        };
        long before = ingest.count("malformed");
        for (String[] pair : bad) {
            long ofCode = ingest.count("malformed_" + pair[1]);
            HttpResponse<String> answer = ingest.post(pair[0]);
            assertThat(answer.statusCode()).as(pair[0]).isEqualTo(400);
            assertThat(error(answer)).as(pair[0]).isEqualTo(pair[1]);
            assertThat(ingest.count("malformed_" + pair[1])).isEqualTo(ofCode + 1);
        }
        assertThat(ingest.count("malformed") - before).isEqualTo(bad.length);
        assertThat(ingest.taken()).isEmpty();
    }

    @Test
    void aKeyValueBombCostsNoMoreThanItsEightKibibytes() {
        StringBuilder bomb = new StringBuilder("{");
        for (int i = 0; bomb.length() < 8_150; i++) {
            bomb.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":{}");
        }
        HttpResponse<String> answer = ingest.post(bomb.append('}').toString());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(error(answer)).isEqualTo("missing_field");
    }

    @Test
    void takesEightKibibytesAndNotOneByteMore() {
        assertThat(ingest.post(Beats.ofSize(8192)).statusCode()).isEqualTo(202);
        long before = ingest.count("too_large");
        HttpResponse<String> answer = ingest.post(Beats.ofSize(8193));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(error(answer)).isEqualTo("too_large");
        assertThat(ingest.count("too_large") - before).isEqualTo(1);
        assertThat(ingest.taken()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {8193, 100_000, 200_000, 5_000_000})
    void aBodyOfUnknownLengthIsCutOffAtTheSameSize(int size) {
        byte[] body = Beats.ofSize(size).getBytes(StandardCharsets.UTF_8);
        HttpRequest chunked = HttpRequest.newBuilder(ingest.uri("/v1/heartbeats"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build();
        try {
            HttpResponse<String> answer = ingest.answer(chunked);
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(error(answer)).isEqualTo("too_large");
        } catch (UncheckedIOException reset) {
            assertThat(size).as("only a client that goes on sending is cut off").isGreaterThan(1_000_000);
        }
        assertThat(ingest.taken()).isEmpty();
    }

    @Test
    void aBodyOfUnknownLengthWithinTheLimitIsTaken() {
        byte[] body = Beats.ofSize(8192).getBytes(StandardCharsets.UTF_8);
        HttpRequest chunked = HttpRequest.newBuilder(ingest.uri("/v1/heartbeats"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build();
        assertThat(ingest.answer(chunked).statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/jsonp", "application/json; charset=iso-8859-1", "", "json"})
    void anotherContentTypeIsRefused(String type) {
        long before = ingest.count("unsupported_media_type");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(ingest.uri("/v1/heartbeats")).POST(TestIngest.bytes(Beats.of("node-1")));
        HttpResponse<String> answer =
                ingest.answer((type.isEmpty() ? request : request.header("Content-Type", type)).build());
        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(error(answer)).isEqualTo("unsupported_media_type");
        assertThat(ingest.count("unsupported_media_type") - before).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json; charset=utf-8", "Application/JSON", "application/json;charset=\"UTF-8\""})
    void theContentTypeMayBeWrittenInOtherWays(String type) {
        HttpRequest request = HttpRequest.newBuilder(ingest.uri("/v1/heartbeats"))
                .header("Content-Type", type)
                .POST(TestIngest.bytes(Beats.of("node-1")))
                .build();
        assertThat(ingest.answer(request).statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "identity", "x-unheard-of"})
    void nothingEncodedIsEverDecoded(String encoding) throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            gzip.write(new byte[4 * 1024 * 1024]);
        }
        HttpRequest request = HttpRequest.newBuilder(ingest.uri("/v1/heartbeats"))
                .header("Content-Type", "application/json")
                .header("Content-Encoding", encoding)
                .POST(BodyPublishers.ofByteArray(bomb.toByteArray()))
                .build();
        HttpResponse<String> answer = ingest.answer(request);
        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(error(answer)).isEqualTo("content_encoding_refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/heartbeats", "/v1/heartbeats:batch"})
    void heartbeatsAreSentWithPost(String path) {
        HttpResponse<String> answer = ingest.get(path);
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(error(answer)).isEqualTo("method_not_allowed");
        assertThat(answer.headers().firstValue("Allow")).contains("POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/heartbeat", "/v1/heartbeats/", "/v2/heartbeats", "/nothing?x=1"})
    void anUnknownPathIsNotFound(String path) {
        HttpResponse<String> answer = ingest.answer(HttpRequest.newBuilder(ingest.uri(path))
                .header("Content-Type", "application/json")
                .POST(TestIngest.bytes(Beats.of("node-1")))
                .build());
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(error(answer)).isEqualTo("not_found");
        assertThat(ingest.taken()).isEmpty();
    }

    @Test
    void theServiceSaysWhatItIs() {
        JsonNode about = json(ingest.get("/").body());
        assertThat(about.get("name").asText()).isEqualTo("ingest-test");
        assertThat(about.get("interval_s").asDouble()).isEqualTo(60);
        HttpResponse<String> wrongMethod = ingest.answer(
                HttpRequest.newBuilder(ingest.uri("/ready")).DELETE().build());
        assertThat(wrongMethod.statusCode()).isEqualTo(405);
        assertThat(error(wrongMethod)).isEqualTo("method_not_allowed");
    }

    @Test
    void anUnsignedHeartbeatIsLetInOnlyUnderTheSwitch() {
        String unsigned = Beats.of("node-1").replace(",\"signature\":\"" + Beats.SIGNATURE + "\"", "");
        assertThat(error(ingest.post(unsigned))).isEqualTo("missing_field");
        for (boolean byVariable : new boolean[] {true, false}) {
            try (TestIngest legacy = TestIngest.acknowledging(
                    byVariable ? "" : "allowLegacyHeartbeats: true\n",
                    byVariable ? Map.of("ALLOW_LEGACY_HEARTBEATS", "true") : Map.of(),
                    System::nanoTime)) {
                assertThat(legacy.post(unsigned).statusCode()).isEqualTo(202);
                SignedHeartbeat value =
                        (SignedHeartbeat) legacy.taken().getFirst().value();
                assertThat(value.getLegacy()).isTrue();
                assertThat(value.getSignature().remaining()).isZero();
                assertThat(legacy.count("accepted_legacy")).isEqualTo(1);
                assertThat(legacy.post(Beats.of("node-2")).statusCode()).isEqualTo(202);
                assertThat(((SignedHeartbeat) legacy.taken().getLast().value()).getLegacy())
                        .isFalse();
            }
        }
    }

    @Test
    void manyRequestsOnOneConnectionAreAnsweredOneByOne() {
        assertThat(IntStream.range(0, 300)
                        .mapToObj(i -> ingest.send(ingest.heartbeat(Beats.of("node-" + i))))
                        .toList())
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(202));
        assertThat(ingest.taken()).hasSize(300);
    }
}
