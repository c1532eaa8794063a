package dev.pulse.marketplace.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.Browser.Answer;
import dev.pulse.marketplace.fixture.FakeLifecycle;
import dev.pulse.marketplace.fixture.FakeTopics;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.fixture.Shell;
import dev.pulse.marketplace.fixture.TestMarketplace;
import dev.pulse.schemas.DeadLetterReason;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.TimeoutException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real application over HTTP. */
@TestInstance(Lifecycle.PER_CLASS)
class ExplorerHttpTest {
    private final FakeTopics topics = new FakeTopics(4);
    private final FakeLifecycle lifecycle = new FakeLifecycle();
    private TestMarketplace market;
    private Browser browser;
    private long evidence;
    private VerifiedHeartbeat proved;

    @BeforeAll
    void start() throws Exception {
        for (int i = 0; i < 30; i++) {
            String id = "node-%04d".formatted(i);
            LivenessState liveness =
                    i < 20 ? LivenessState.ONLINE : i < 25 ? LivenessState.UNKNOWN : LivenessState.OFFLINE;
            topics.append(Topics.STATE, id, Records.state(id, liveness, i % 2 == 0 ? "eu" : "us"));
        }
        topics.append(Topics.STATE, "gone", Records.state("gone", LivenessState.ONLINE, "eu"));
        topics.append(Topics.STATE, "gone", null);
        topics.appendBytes(Topics.STATE, 1, "garbage", new byte[] {1, 2, 3}, 0);
        topics.append(Topics.VERDICTS, 0, "eu", Records.verdict("eu", Records.AT, 10, 100, false), 0);
        topics.append(Topics.VERDICTS, 0, "eu", Records.verdict("eu", Records.AT.plusSeconds(1), 10, 110, true), 0);
        topics.append(Topics.VERDICTS, 0, "us", Records.verdict("us", Records.AT.plusSeconds(1), 10, 50, false), 0);
        for (int i = 0; i < 8; i++) {
            topics.append(
                    Topics.dead(Rejection.SKEW),
                    i % 4,
                    "node-000" + i,
                    Records.dead(
                            topics, DeadLetterReason.SKEW, "node-000" + i, "Late by " + i, Records.AT.plusSeconds(i)),
                    Records.AT.plusSeconds(i).toEpochMilli());
        }
        topics.appendBytes(Topics.dead(Rejection.POISON), 0, null, new byte[] {9, 9}, Records.AT.toEpochMilli());
        proved = Records.verified("node-0001", Records.AT);
        evidence = topics.append(Topics.VERIFIED, 2, "node-0001", proved, 0);
        market = TestMarketplace.start(topics, lifecycle.uri(), 0);
        browser = new Browser(market.url());
        await().until(() -> browser.get("/ready").status() == 200);
    }

    @AfterAll
    void stop() {
        market.close();
        lifecycle.close();
    }

    private JsonNode ok(String path) {
        Answer answer = browser.get(path);
        assertThat(answer.status()).as(path + ": " + answer.text()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void countsAddUpAndCarryTheirFreshness() {
        JsonNode stats = ok("/api/v1/stats");
        assertThat(stats.path("online").asInt()).isEqualTo(20);
        assertThat(stats.path("unknown").asInt()).isEqualTo(5);
        assertThat(stats.path("offline").asInt()).isEqualTo(5);
        assertThat(stats.at("/regions/eu/online").asInt()).isEqualTo(10);
        assertThat(stats.at("/regions/eu/disturbed").asBoolean()).isTrue();
        assertThat(stats.at("/regions/us/disturbed").asBoolean()).isFalse();
        assertThat(stats.at("/lifecycle/discovered/online").asInt()).isEqualTo(20);
        assertThat(stats.at("/dead_letters/skew").asInt()).isEqualTo(8);
        assertThat(stats.at("/dead_letters/signature").asInt()).isZero();
        assertThat(stats.at("/heartbeats/advances").asInt()).isEqualTo(160);
        assertThat(stats.path("watermark").asLong()).isEqualTo(Records.AT.getEpochSecond() + 1);
        assertThat(stats.path("lag").asInt()).isZero();
        assertThat(stats.path("as_of").asLong()).isCloseTo(Instant.now().getEpochSecond(), Offset.offset(5L));
    }

    @Test
    void pagesHoldEveryNodeOnce() {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = ok("/api/v1/nodes?size=7" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.path("nodes").forEach(node -> ids.add(node.path("node_id").asText()));
            assertThat(page.path("as_of").isIntegralNumber()).isTrue();
            cursor = page.path("next_cursor").isNull()
                    ? null
                    : page.path("next_cursor").asText();
        }
        assertThat(ids).hasSize(30).doesNotHaveDuplicates().isSorted();
    }

    @ParameterizedTest
    @CsvSource({
        "status=online, 20",
        "status=online&status=offline, 25",
        "status=unknown&region=eu, 3",
        "region=eu&region=us, 30",
        "region=nowhere, 0",
        "lifecycle=retired, 0",
        "node_id=node-0003&node_id=node-0004&node_id=nobody, 2",
        "hostname_prefix=HOST-node-000, 10",
        "country=be&status=offline, 5",
    })
    void filtersNarrow(String query, int expected) {
        assertThat(ok("/api/v1/nodes?size=500&" + query).path("nodes")).hasSize(expected);
    }

    @Test
    void accountAndAddressFindTheirNode() {
        assertThat(ok("/api/v1/nodes?account=" + Records.account("node-0007"))
                        .at("/nodes/0/node_id")
                        .asText())
                .isEqualTo("node-0007");
        String address = ok("/api/v1/nodes/node-0009").at("/node/mycelium_ip").asText();
        assertThat(ok("/api/v1/nodes?mycelium_ip=" + address.toUpperCase(Locale.ROOT))
                        .at("/nodes/0/node_id")
                        .asText())
                .isEqualTo("node-0009");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/nodes?statsu=online|400|unknown_parameter|statsu",
                "/api/v1/nodes?status=on|400|bad_parameter|status",
                "/api/v1/nodes?size=0|400|bad_parameter|size",
                "/api/v1/nodes?size=501|400|bad_parameter|size",
                "/api/v1/nodes?size=x|400|bad_parameter|size",
                "/api/v1/nodes?size=1&size=2|400|bad_parameter|size",
                "/api/v1/nodes?account=hosting.dev.hero|400|bad_parameter|account",
                "/api/v1/nodes?node_id=UPPER|400|bad_parameter|node_id",
                "/api/v1/nodes?region=|400|bad_parameter|region",
                "/api/v1/nodes?cursor=abc|400|bad_cursor|cursor",
                "/api/v1/nodes?cursor=%20|400|bad_cursor|cursor",
                "/api/v1/nodes/nobody|404|unknown_node|nobody",
                "/api/v1/nodes/UPPER|400|bad_parameter|id",
                "/api/v1/nodes/node-0001?x=1|400|unknown_parameter|takes none",
                "/api/v1/nodes/nobody/diagnosis|404|unknown_node|nobody",
                "/api/v1/nodes/nobody/proof|404|unknown_node|nobody",
                "/api/v1/stats?region=eu|400|bad_parameter|region",
                "/api/v1/stats?online=1|400|unknown_parameter|online",
                "/api/v1/history?seconds=901|400|bad_parameter|seconds",
                "/api/v1/dead-letters?newest=21|400|bad_parameter|newest",
                "/api/v1/events?nodeid=a|400|unknown_parameter|nodeid",
                "/api/v1/events?recent=201|400|bad_parameter|recent",
                "/api/v1/nothing|404|not_found|/api/docs",
                "/nothing|404|not_found|/api/docs",
                "/web/../index.html|404|not_found|/api/docs",
            })
    void whatMakesNoSenseIsRefusedWithAWordAndASentence(String path, int status, String error, String named) {
        Answer answer = browser.get(path);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path("error").asText()).isEqualTo(error);
        assertThat(answer.json().path("detail").asText()).contains(named);
    }

    @Test
    void anUnknownParameterIsAnsweredWithTheKnownOnes() {
        assertThat(browser.get("/api/v1/nodes?regoin=eu").json().path("detail").asText())
                .contains("regoin")
                .contains("account, city, city_contains, count, country, country_contains, cursor, exclude, facets, ")
                .contains("uptime_min, version, window.");
    }

    @Test
    void moreValuesThanAreTakenAreRefused() {
        String many = "node_id=a&".repeat(501);
        assertThat(browser.get("/api/v1/nodes?" + many.substring(0, many.length() - 1))
                        .status())
                .isIn(400, 414);
    }

    @Test
    void deadLettersShowTheNewestOfEachReason() {
        JsonNode reasons = ok("/api/v1/dead-letters?newest=3").path("reasons");
        assertThat(reasons.at("/skew/count").asInt()).isEqualTo(8);
        assertThat(reasons.at("/skew/complete").asBoolean()).isTrue();
        assertThat(reasons.at("/skew/newest")).hasSize(3);
        assertThat(reasons.at("/skew/newest/0/detail").asText()).isEqualTo("Late by 7");
        assertThat(reasons.at("/skew/newest/0/payload").asText()).startsWith("{\"node_id\":\"node-0007\"");
        assertThat(reasons.at("/skew/newest/0/source/offset").asInt()).isEqualTo(77);
        assertThat(reasons.at("/poison/count").asInt()).isEqualTo(1);
        assertThat(reasons.at("/poison/newest/0/detail").asText()).contains("cannot be read");
        assertThat(reasons.at("/poison/newest/0/original_base64").asText()).isEqualTo("CQk=");
    }

    @Test
    void historyAddsTheRegionsUp() {
        JsonNode samples = ok("/api/v1/history").path("samples");
        assertThat(samples).hasSize(2);
        assertThat(samples.at("/1/online").asInt()).isEqualTo(20);
        assertThat(samples.at("/1/advances").asInt()).isEqualTo(160);
    }

    @Test
    void diagnosisSpeaksToAPerson() {
        long now = Instant.now().getEpochSecond();
        lifecycle.answer(
                "node-0002",
                200,
                FakeLifecycle.node(
                        "node-0002",
                        "offline",
                        now - 600,
                        now - 630,
                        "{\"reason\":\"skew\",\"detail\":\"Its clock is 9 minutes ahead.\",\"at\":" + (now - 40)
                                + ",\"count\":3}",
                        0,
                        0));
        JsonNode answer = ok("/api/v1/nodes/node-0002/diagnosis");
        assertThat(answer.path("verdict").asText()).isEqualTo("offline");
        assertThat(answer.path("summary").asText()).contains("refused 4").contains("9 minutes ahead");
        assertThat(answer.path("advice").get(0).asText()).contains("clock");
        assertThat(answer.at("/lifecycle/advances").asInt()).isEqualTo(360);
        assertThat(answer.at("/node/node_id").asText()).isEqualTo("node-0002");
    }

    @Test
    void aNodeThatOnlyEverWasRefusedHasADiagnosis() {
        lifecycle.answer(
                "impostor",
                404,
                "{\"error\":\"unknown_node\",\"detail\":\"-\",\"last_rejected\":{\"reason\":\"signature\",\"detail\":\"It does not verify.\",\"at\":1,\"count\":1}}");
        JsonNode answer = ok("/api/v1/nodes/impostor/diagnosis");
        assertThat(answer.path("verdict").asText()).isEqualTo("never_seen");
        assertThat(answer.path("summary").asText()).contains("It does not verify.");
    }

    @Test
    void withoutTheLifecycleServiceTheAnswerSaysSoAndWhatTheIndexKnows() {
        lifecycle.answer("node-0005", 500, "{}");
        Answer failed = browser.get("/api/v1/nodes/node-0005/diagnosis");
        assertThat(failed.status()).isEqualTo(502);
        assertThat(failed.json().path("error").asText()).isEqualTo("lifecycle_unavailable");
        assertThat(failed.json().path("detail").asText()).contains("500");
        assertThat(failed.json().at("/node/status").asText()).isEqualTo("online");
        assertThat(failed.json().path("as_of").isIntegralNumber()).isTrue();

        lifecycle.answer("node-0005", 503, "{\"error\":\"restoring\",\"detail\":\"2 of 8 partitions to go.\"}");
        Answer restoring = browser.get("/api/v1/nodes/node-0005/diagnosis");
        assertThat(restoring.status()).isEqualTo(503);
        assertThat(restoring.header("Retry-After")).isEqualTo("1");
        assertThat(restoring.json().path("detail").asText()).contains("2 of 8");
    }

    @Test
    void theProofIsTheRecordAndItsRecipeRuns(@TempDir Path folder) throws Exception {
        lifecycle.answer("node-0001", 200, FakeLifecycle.node("node-0001", "online", 1, 1, "null", 2, evidence));
        JsonNode proof = ok("/api/v1/nodes/node-0001/proof");
        assertThat(proof.path("payload").asText()).contains("hôst");
        assertThat(proof.path("account").asText()).isEqualTo(proved.getAccount());
        assertThat(proof.path("public_key").asText()).startsWith("ed25519:");

        Shell.assumeThere("openssl");
        String printed = new Shell(folder, Map.of()).run(proof.path("how_to_check"));
        assertThat(printed)
                .contains(proof.path("payload").asText())
                .contains(proof.path("sha256").asText())
                .contains("Signature Verified Successfully");
        assertThat(printed.replaceAll("[:\\s]", "")).contains("pub" + proved.getAccount());
    }

    @Test
    void aRecordThatKafkaDroppedIsGone() {
        lifecycle.answer("node-0004", 200, FakeLifecycle.node("node-0004", "online", 1, 1, "null", 2, evidence));
        Answer other = browser.get("/api/v1/nodes/node-0004/proof");
        assertThat(other.status()).isEqualTo(410);
        assertThat(other.json().path("error").asText()).isEqualTo("evidence_gone");
    }

    @Test
    void thePageIsServedUnderAStrictPolicyAndOnlyItsOwnFiles() {
        Answer page = browser.get("/");
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(page.text())
                .doesNotContain("style=")
                .doesNotContain("<style")
                .doesNotContain("http://")
                .doesNotContain("https://");
        assertThat(named(page.text())).hasSizeGreaterThan(10).contains("/web/overview/page.js", "/web/live.js");
        assertThat(named(browser.get("/api/docs").text())).contains("/web/docs/page.js");
    }

    /** What a page names, each of which is there. */
    private Set<String> named(String page) {
        Set<String> all = Pattern.compile("(?:src|href)=\"(/[^\"#]*)\"")
                .matcher(page)
                .results()
                .map(link -> link.group(1))
                .collect(Collectors.toSet());
        for (String path : all) {
            Answer answer = browser.get(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            if (path.endsWith(".js")) {
                assertThat(answer.header("Content-Type")).startsWith("text/javascript");
            }
        }
        return all;
    }

    @Test
    void aNodesPageIsAtItsIdAndWhereNothingIsAPersonIsToldInAPage() {
        String page = browser.get("/nodes").text();
        assertThat(page).contains("<title>Node · Pulse</title>").contains("href=\"/nodes\" aria-current=\"page\"");
        assertThat(browser.get("/nodes/node-0001").text()).isEqualTo(page);
        Browser person = browser.with("Accept", "text/html,*/*");
        for (String nowhere :
                List.of("/nodes/", "/nodes/UPPER", "/nodes/a/b", "/missing", "/overview", "/frame.html")) {
            assertThat(browser.get(nowhere).status()).as(nowhere).isEqualTo(404);
            Answer told = person.get(nowhere);
            assertThat(told.status()).as(nowhere).isEqualTo(404);
            assertThat(told.header("Content-Type")).startsWith("text/html");
            assertThat(told.text()).contains("There is nothing at this address");
        }
    }

    @Test
    void whileKafkaIsAwayOldAnswersAreGivenAndSaySo() {
        topics.fail(new TimeoutException("no broker"));
        try {
            long before = ok("/api/v1/stats").path("as_of").asLong();
            await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> {
                JsonNode stats = ok("/api/v1/stats");
                assertThat(stats.path("online").asInt()).isEqualTo(20);
                assertThat(stats.path("as_of").asLong())
                        .isLessThan(Instant.now().getEpochSecond() - 2);
                assertThat(stats.path("as_of").asLong()).isBetween(before, before + 1);
            });
        } finally {
            topics.fail(null);
        }
        await().atMost(20, TimeUnit.SECONDS)
                .until(() -> ok("/api/v1/stats").path("as_of").asLong()
                        >= Instant.now().getEpochSecond() - 2);
    }
}
