package dev.pulse.marketplace.http.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.Browser.Answer;
import dev.pulse.marketplace.fixture.FakeLifecycle;
import dev.pulse.marketplace.fixture.FakeTopics;
import dev.pulse.marketplace.fixture.MarketRig;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.fixture.TestMarketplace;
import dev.pulse.schemas.DeadLetter;
import dev.pulse.schemas.DeadLetterReason;
import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.schemas.topic.NodePartition;
import dev.pulse.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dead letters over HTTP, from the list down to the bytes. */
@TestInstance(Lifecycle.PER_CLASS)
class LettersHttpTest {
    private static final int PARTITIONS = 4;
    private static final String SEARCH = "/api/v1/dead-letters/search";

    private final FakeTopics topics = new FakeTopics(PARTITIONS);
    private final FakeLifecycle lifecycle = new FakeLifecycle();
    private TestMarketplace market;
    private Browser browser;

    @BeforeAll
    void start() throws Exception {
        topics.beginAt(Topics.dead(Rejection.IDENTITY), NodePartition.of("node-1", PARTITIONS), 500);
        for (int i = 0; i < 25; i++) {
            bury(Rejection.SKEW, "node-" + i % 5, heartbeat("node-" + i % 5, at(i).minusSeconds(540), at(i)), at(i));
        }
        SignedHeartbeat forged = heartbeat("node-1", at(100), at(100));
        forged = new SignedHeartbeat(
                forged.getPayload(),
                ByteBuffer.wrap(new byte[64]),
                forged.getAccount(),
                forged.getReceivedAt(),
                "eu",
                "ingest-1",
                false);
        bury(Rejection.SIGNATURE, "node-1", forged, at(100));
        bury(Rejection.IDENTITY, "node-1", heartbeat("node-1", at(101), at(101)), at(101));
        bury(Rejection.POISON, "node-2", "<b>{\"a\":1}</b> ünïcode".getBytes(StandardCharsets.UTF_8), at(102));
        market = TestMarketplace.start(topics, lifecycle.uri(), 0);
        browser = new Browser(market.url());
        await().until(() -> browser.get("/ready").status() == 200);
    }

    @AfterAll
    void stop() {
        market.close();
        lifecycle.close();
    }

    private static Instant at(long seconds) {
        return Records.AT.plusSeconds(seconds);
    }

    private static SignedHeartbeat heartbeat(String nodeId, Instant signedAt, Instant receivedAt) {
        TransactionSigner signer = MarketRig.signer(nodeId);
        byte[] payload = ("{\"hostname\":\"hôst\",\"node_account\":\""
                        + signer.key().hex() + "\",\"node_id\":\"" + nodeId + "\",\"timestamp\":"
                        + signedAt.getEpochSecond() + "}")
                .getBytes(StandardCharsets.UTF_8);
        return new SignedHeartbeat(
                ByteBuffer.wrap(payload),
                ByteBuffer.wrap(signer.sign(Sha256.hash(payload))),
                signer.key().hex(),
                receivedAt,
                "eu",
                "ingest-1",
                false);
    }

    private void bury(Rejection reason, String nodeId, SignedHeartbeat heartbeat, Instant at) {
        bury(reason, nodeId, topics.serdes().of(Topics.RAW).serializer().serialize("raw", heartbeat), at);
    }

    private void bury(Rejection reason, String nodeId, byte[] original, Instant at) {
        topics.append(
                Topics.dead(reason),
                NodePartition.of(nodeId, PARTITIONS),
                nodeId,
                DeadLetter.newBuilder()
                        .setReason(DeadLetterReason.valueOf(reason.name()))
                        .setDetail("Refused as " + reason.wire() + ".")
                        .setOriginal(ByteBuffer.wrap(original))
                        .setSourceTopic(Topics.RAW.name())
                        .setSourcePartition(3)
                        .setSourceOffset(77)
                        .setAt(at)
                        .setAccount(Records.account(nodeId))
                        .build(),
                at.toEpochMilli());
    }

    private JsonNode ok(String path) {
        Answer answer = browser.get(path);
        assertThat(answer.status()).as(path + ": " + answer.text()).isEqualTo(200);
        return answer.json();
    }

    /** The letter that a search finds first. */
    private JsonNode first(String query) {
        JsonNode letter = ok(SEARCH + query).path("letters").path(0);
        return ok("/api/v1/dead-letters/" + letter.path("reason").asText() + "/"
                + letter.path("partition").asText() + "/"
                + letter.path("offset").asText());
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    @Test
    void aSearchGoesThroughAllLettersInPages() {
        List<String> places = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = ok(SEARCH + "?size=9" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.path("letters").forEach(letter -> {
                places.add(letter.path("reason").asText() + letter.path("partition") + letter.path("offset"));
                times.add(letter.path("at").asLong());
            });
            assertThat(page.path("complete").asBoolean()).isTrue();
            cursor = page.path("next_cursor").isNull()
                    ? null
                    : page.path("next_cursor").asText();
        }
        assertThat(places).hasSize(28).doesNotHaveDuplicates();
        assertThat(times).isSortedAccordingTo((one, other) -> Long.compare(other, one));
    }

    @ParameterizedTest
    @CsvSource({
        "?reason=skew&size=100, 25",
        "?reason=signature, 1",
        "?reason=signature&reason=poison, 2",
        "?node_id=node-1, 7",
        "?node_id=node-1&reason=skew, 5",
        "?node_id=nobody, 0",
        "?since=1790000020&size=100, 8",
        "?until=1790000005, 5",
        "?since=1790000010&until=1790000012, 2",
        "?since=253402300799, 0"
    })
    void conditionsNarrow(String query, int expected) {
        JsonNode page = ok(SEARCH + query);
        assertThat(page.path("letters")).hasSize(expected);
        assertThat(page.path("next_cursor").isNull()).isTrue();
        assertThat(page.path("lag").asLong()).isZero();
    }

    @Test
    void whatMakesNoSenseIsRefusedWithAWordAndASentence() {
        String cursor = ok(SEARCH + "?reason=skew&size=1").path("next_cursor").asText();
        String cut = cursor.substring(0, cursor.length() - 2);
        String altered = cursor.substring(0, cursor.length() - 1) + (cursor.endsWith("A") ? "E" : "A");
        for (String[] bad : new String[][] {
            {"?reasn=skew", "unknown_parameter", "reasn"},
            {"?reason=late", "bad_parameter", "reason"},
            {"?reason=", "bad_parameter", "reason"},
            {"?node_id=N%C3%B6de", "bad_parameter", "node_id"},
            {"?node_id=a&node_id=b", "bad_parameter", "node_id"},
            {"?since=yesterday", "bad_parameter", "since"},
            {"?since=-1", "bad_parameter", "since"},
            {"?since=99999999999999999999", "bad_parameter", "since"},
            {"?since=5&until=5", "bad_parameter", "until"},
            {"?size=0", "bad_parameter", "size"},
            {"?size=1000000000", "bad_parameter", "size"},
            {"?size=1&size=2", "bad_parameter", "size"},
            {"?cursor=", "bad_cursor", "cursor"},
            {"?cursor=%F0%9F%92%A9", "bad_cursor", "cursor"},
            {"?cursor=" + cursor, "bad_cursor", "cursor"},
            {"?reason=skew&cursor=" + cut, "bad_cursor", "cursor"},
            {"?reason=skew&cursor=" + altered, "bad_cursor", "cursor"},
            {"?reason=skew&node_id=node-1&cursor=" + cursor, "bad_cursor", "cursor"},
        }) {
            Answer answer = browser.get(SEARCH + bad[0]);
            assertThat(answer.status()).as(bad[0] + answer.text()).isEqualTo(400);
            assertThat(answer.json().path("error").asText()).as(bad[0]).isEqualTo(bad[1]);
            assertThat(answer.json().path("detail").asText()).as(bad[0]).contains(bad[2]);
        }
    }

    @Test
    void aClockThatIsBehindIsSaidInWords() {
        JsonNode letter = first("?reason=skew&node_id=node-1");
        assertThat(texts(letter.path("findings")))
                .contains(
                        "Refused as skew.",
                        "Its clock was 9 min behind the ingest's when it came: more than 300 s, which are the most that"
                                + " is accepted.",
                        "Its signature holds: whoever has the key of the account that it claims signed these bytes.");
        assertThat(texts(letter.path("advice"))).first().asString().contains("NTP");
        assertThat(letter.path("kind").asText()).isEqualTo("signed_heartbeat");
        assertThat(letter.at("/heartbeat/payload").asText()).contains("\"hostname\":\"hôst\"");
        assertThat(letter.at("/heartbeat/ingest").asText()).isEqualTo("ingest-1");
        assertThat(letter.at("/letter/source/offset").asInt()).isEqualTo(77);
    }

    @Test
    void theBytesAreThoseThatWereRefused() {
        JsonNode letter = first("?reason=identity");
        byte[] original =
                Base64.getDecoder().decode(letter.path("original_base64").asText());
        assertThat(letter.path("whole").asBoolean()).isTrue();
        assertThat(original).hasSize(letter.at("/letter/original_bytes").asInt());
        assertThat(topics.serdes().of(Topics.RAW).deserializer().deserialize("raw", original))
                .isEqualTo(heartbeat("node-1", at(101), at(101)));
    }

    @Test
    void aForgedSignatureDoesNotHold() {
        assertThat(texts(first("?reason=signature").path("findings")))
                .anySatisfy(finding -> assertThat(finding).startsWith("Its signature does not hold"));
    }

    @Test
    void whatIsNoRecordIsShownAsTheTextThatItIs() {
        Answer answer = browser.get(SEARCH + "?reason=poison");
        JsonNode letter = first("?reason=poison");
        assertThat(letter.path("original_text").asText()).isEqualTo("<b>{\"a\":1}</b> ünïcode");
        assertThat(letter.path("kind").isNull()).isTrue();
        assertThat(letter.path("heartbeat").isNull()).isTrue();
        assertThat(texts(letter.path("findings")))
                .anySatisfy(finding -> assertThat(finding).contains("can not be decoded"));
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @ParameterizedTest
    @CsvSource({
        "skew/0/1000000, 404, unknown_letter",
        "skew/4/0, 404, unknown_letter",
        "skew/2147483647/0, 404, unknown_letter",
        "late/0/0, 400, bad_parameter",
        "skew/-1/0, 400, bad_parameter",
        "skew/0/x, 400, bad_parameter",
        "skew/0/9223372036854775808, 400, bad_parameter",
        "skew/2147483648/0, 400, bad_parameter",
        "skew/0/0?size=1, 400, unknown_parameter",
        "skew/0, 404, not_found"
    })
    void aLetterThatIsNotThereIsSaidToBe(String place, int status, String error) {
        Answer answer = browser.get("/api/v1/dead-letters/" + place);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().path("error").asText()).isEqualTo(error);
    }

    @Test
    void aLetterThatKafkaDroppedIsGone() {
        Answer answer = browser.get("/api/v1/dead-letters/identity/" + NodePartition.of("node-1", PARTITIONS) + "/499");
        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.json().path("error").asText()).isEqualTo("letter_gone");
        assertThat(answer.json().path("detail").asText()).contains("500");
    }

    @Test
    void whileKafkaIsAwayItSaysSo() {
        topics.fail(new KafkaException("away for a test"));
        try {
            for (String path : List.of(SEARCH, "/api/v1/dead-letters/skew/0/0")) {
                Answer answer = browser.get(path);
                assertThat(answer.status()).as(answer.text()).isEqualTo(503);
                assertThat(answer.json().path("error").asText()).isEqualTo("dead_letters_unavailable");
                assertThat(answer.header("Retry-After")).isNotEmpty();
            }
        } finally {
            topics.fail(null);
        }
        await().until(() -> browser.get("/ready").status() == 200);
        assertThat(ok(SEARCH + "?reason=signature").path("letters")).hasSize(1);
    }
}
