package dev.pulse.marketplace.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.Browser.Answer;
import dev.pulse.marketplace.fixture.FakeLifecycle;
import dev.pulse.marketplace.fixture.FakeTopics;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.fixture.TestMarketplace;
import dev.pulse.schemas.EventCause;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The past of nodes over HTTP. The application's clock runs, so all of it is told from now on backwards. */
@TestInstance(Lifecycle.PER_CLASS)
class HistoryHttpTest {
    private static final long DAY = 86_400_000;
    private static final long HOUR = 3_600_000;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final FakeTopics topics = new FakeTopics(2);
    private final FakeLifecycle lifecycle = new FakeLifecycle();
    private TestMarketplace market;
    private Browser browser;

    private void event(
            String nodeId,
            long sequence,
            LivenessState before,
            LivenessState after,
            long ago,
            long online,
            long observed) {
        NodeEvent event =
                Records.event(nodeId, sequence, before, after, EventCause.HEARTBEAT, "eu", now.minusMillis(ago));
        topics.append(
                Topics.EVENTS,
                nodeId,
                NodeEvent.newBuilder(event)
                        .setOnlineMs(online)
                        .setObservedMs(observed)
                        .build());
    }

    private void state(String nodeId, LivenessState liveness, long sequence, long seenAgo, long online, long observed) {
        topics.append(
                Topics.STATE,
                nodeId,
                Records.state(nodeId, liveness, "eu", LifecycleStage.DISCOVERED)
                        .setSequence(sequence)
                        .setFirstSeen(now.minusMillis(seenAgo))
                        .setOnlineMs(online)
                        .setObservedMs(observed)
                        .setWrittenAt(now)
                        .build());
    }

    @BeforeAll
    void start() throws Exception {
        // Sixty days, without a word.
        event("steady", 1, null, LivenessState.ONLINE, 60 * DAY, 0, 0);
        state("steady", LivenessState.ONLINE, 1, 60 * DAY, 60 * DAY, 60 * DAY);
        // Sixty days; away for two days, forty days ago, and for 12 hours that ended three days ago.
        event("wavering", 1, null, LivenessState.ONLINE, 60 * DAY, 0, 0);
        event("wavering", 2, LivenessState.ONLINE, LivenessState.OFFLINE, 40 * DAY, 20 * DAY, 20 * DAY);
        event("wavering", 3, LivenessState.OFFLINE, LivenessState.ONLINE, 38 * DAY, 20 * DAY, 22 * DAY);
        event("wavering", 4, LivenessState.ONLINE, LivenessState.OFFLINE, 84 * HOUR, 1_308 * HOUR, 1_356 * HOUR);
        event("wavering", 5, LivenessState.OFFLINE, LivenessState.ONLINE, 72 * HOUR, 1_308 * HOUR, 1_368 * HOUR);
        state("wavering", LivenessState.ONLINE, 5, 60 * DAY, 1_380 * HOUR, 1_440 * HOUR);
        // What is kept begins with its fourth.
        event("old", 4, LivenessState.OFFLINE, LivenessState.ONLINE, 5 * DAY, 80 * DAY, 100 * DAY);
        state("old", LivenessState.ONLINE, 4, 105 * DAY, 85 * DAY, 105 * DAY);
        // Paired, and never heard from.
        event("never", 1, null, LivenessState.OFFLINE, 5 * DAY, 0, 0);
        topics.append(
                Topics.STATE,
                "never",
                Records.state("never", LivenessState.OFFLINE, "", LifecycleStage.PENDING)
                        .setFirstSeen(Instant.EPOCH)
                        .setLastTimestamp(-1)
                        .setOnlineMs(0)
                        .setObservedMs(0)
                        .build());
        market = TestMarketplace.start(topics, lifecycle.uri(), 0);
        browser = new Browser(market.url());
        await().until(() -> browser.get("/ready").status() == 200);
        await().until(() -> browser.get("/api/v1/nodes?window=1d").status() == 200);
    }

    @AfterAll
    void stop() {
        market.close();
        lifecycle.close();
    }

    private JsonNode get(String path) {
        Answer answer = browser.get("/api/v1/nodes" + path);
        assertThat(answer.status()).as(path + ": " + answer.text()).isEqualTo(200);
        return answer.json();
    }

    private List<String> ids(JsonNode answer) {
        return StreamSupport.stream(answer.path("nodes").spliterator(), false)
                .map(node -> node.path("node_id").asText())
                .toList();
    }

    @Test
    void uptime_has_its_denominator_and_spans_that_add_up_to_it() {
        JsonNode month = get("/wavering/uptime?window=30d");
        assertThat(month.path("node_id").asText()).isEqualTo("wavering");
        assertThat(month.path("by").asText()).isEqualTo("day");
        assertThat(month.path("until").asLong() - month.path("from").asLong()).isEqualTo(30 * 86_400);
        // The window moves on with the clock, the node's state stays where it is.
        assertThat(month.path("observed_ms").asLong()).isCloseTo(30 * DAY, within(600_000L));
        assertThat(month.path("observed_ms").asLong() - month.path("online_ms").asLong())
                .isEqualTo(12 * HOUR);
        assertThat(month.path("uptime").asDouble()).isEqualTo(98.33);
        assertThat(month.path("flaps").asInt()).isOne();
        assertThat(month.path("flap_score").asDouble()).isEqualTo(0.03);
        assertThat(month.path("complete").asBoolean()).isTrue();
        assertThat(month.path("lag").asLong()).isZero();
        assertThat(month.path("as_of").asLong()).isPositive();
        long online = 0;
        long observed = 0;
        long end = month.path("from").asLong();
        for (JsonNode span : month.path("spans")) {
            assertThat(span.path("from").asLong()).isEqualTo(end);
            end = span.path("until").asLong();
            online += span.path("online_ms").asLong();
            observed += span.path("observed_ms").asLong();
        }
        assertThat(end).isEqualTo(month.path("until").asLong());
        assertThat(online).isEqualTo(month.path("online_ms").asLong());
        assertThat(observed).isEqualTo(month.path("observed_ms").asLong());

        JsonNode hours = get("/wavering/uptime?by=hour&window=31d");
        assertThat(hours.path("spans").size()).isBetween(744, 745);
        assertThat(get("/wavering/uptime?by=hour&window=1h").path("spans").size())
                .isBetween(1, 2);
        assertThat(get("/wavering/uptime?window=90d").path("flaps").asInt()).isEqualTo(2);
    }

    @Test
    void what_is_not_known_is_said() {
        assertThat(get("/old/uptime?window=30d").path("complete").asBoolean()).isFalse();
        assertThat(get("/old/uptime?window=4d").path("complete").asBoolean()).isTrue();
        JsonNode never = get("/never/uptime");
        assertThat(never.path("uptime").isNull()).isTrue();
        assertThat(never.path("flap_score").isNull()).isTrue();
        assertThat(never.path("observed_ms").asLong()).isZero();
        assertThat(never.path("flaps").asLong()).isZero();
    }

    @Test
    void transitions_go_back_page_by_page() {
        JsonNode all = get("/wavering/transitions");
        assertThat(all.path("transitions").findValuesAsText("sequence")).containsExactly("5", "4", "3", "2", "1");
        assertThat(all.path("next_cursor").isNull()).isTrue();
        JsonNode newest = all.path("transitions").path(0);
        assertThat(newest.path("status_before").asText()).isEqualTo("offline");
        assertThat(newest.path("status").asText()).isEqualTo("online");
        assertThat(newest.path("cause").asText()).isEqualTo("heartbeat");
        assertThat(newest.path("at").asLong())
                .isEqualTo(now.minus(Duration.ofDays(3)).getEpochSecond());
        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = get("/wavering/transitions?size=2" + cursor);
            found.addAll(page.path("transitions").findValuesAsText("sequence"));
            cursor = page.path("next_cursor").isNull()
                    ? null
                    : "&cursor=" + page.path("next_cursor").asText();
        } while (cursor != null);
        assertThat(found).containsExactly("5", "4", "3", "2", "1");
        long since = now.minus(Duration.ofDays(38)).getEpochSecond();
        assertThat(get("/wavering/transitions?since=" + since)
                        .path("transitions")
                        .findValuesAsText("sequence"))
                .containsExactly("5", "4", "3");
        assertThat(get("/wavering/transitions?since=" + (since + 1)).path("transitions"))
                .hasSize(2);
        assertThat(get("/steady/transitions?since=" + since).path("transitions"))
                .as("a node that is known has none, not nothing")
                .isEmpty();
    }

    @Test
    void a_renter_asks_for_uptime_in_a_window() {
        assertThat(ids(get("?uptime_min=99.5&window=30d"))).containsExactly("steady");
        assertThat(ids(get("?uptime_min=97&window=30d"))).containsExactly("steady", "wavering");
        assertThat(ids(get("?uptime_min=100&window=1d"))).containsExactly("old", "steady", "wavering");
        assertThat(ids(get("?uptime_min=99.5"))).as("all time, as before").containsExactly("steady");
        assertThat(ids(get("?flap_max=0&window=30d"))).containsExactly("never", "old", "steady");
        assertThat(ids(get("?flap_max=0&window=1d"))).containsExactly("never", "old", "steady", "wavering");
        assertThat(ids(get("?uptime_min=90&flap_max=1&window=90d&status=online")))
                .containsExactly("steady");
        JsonNode page = get("?sort=-uptime&window=30d&count=true");
        assertThat(ids(page)).as("what is not known comes last").containsExactly("steady", "wavering", "old", "never");
        assertThat(page.path("count").asLong()).isEqualTo(4);
        JsonNode wavering = page.path("nodes").path(1).path("uptime_window");
        assertThat(wavering.path("window_s").asLong()).isEqualTo(30 * 86_400);
        assertThat(wavering.path("observed_ms").asLong()).isBetween(30 * DAY, 31 * DAY);
        assertThat(wavering.path("observed_ms").asLong()
                        - wavering.path("online_ms").asLong())
                .isEqualTo(12 * HOUR);
        assertThat(wavering.path("uptime").asDouble()).isBetween(98.33, 98.39);
        assertThat(page.path("nodes")
                        .path(3)
                        .path("uptime_window")
                        .path("uptime")
                        .isNull())
                .isTrue();
        assertThat(get("?size=1").path("nodes").path(0).path("uptime_window").isNull())
                .isTrue();
    }

    @Test
    void a_cursor_goes_with_its_window() {
        String cursor =
                get("?sort=uptime&window=30d&size=2").path("next_cursor").asText();
        assertThat(get("?sort=uptime&window=30d&size=2&cursor=" + cursor).path("nodes"))
                .hasSize(2);
        Answer other = browser.get("/api/v1/nodes?sort=uptime&window=7d&size=2&cursor=" + cursor);
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.json().path("error").asText()).isEqualTo("bad_cursor");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/steady/uptime?window=0h|400|bad_parameter|window",
                "/steady/uptime?window=91d|400|bad_parameter|window",
                "/steady/uptime?window=2161h|400|bad_parameter|window",
                "/steady/uptime?window=9999d|400|bad_parameter|window",
                "/steady/uptime?window=10000h|400|bad_parameter|window",
                "/steady/uptime?window=1m|400|bad_parameter|window",
                "/steady/uptime?window=|400|bad_parameter|window",
                "/steady/uptime?window=%D9%A1d|400|bad_parameter|window",
                "/steady/uptime?window=1d&window=2d|400|bad_parameter|window",
                "/steady/uptime?by=hour&window=32d|400|bad_parameter|window",
                "/steady/uptime?by=week|400|bad_parameter|by",
                "/steady/uptime?since=1|400|unknown_parameter|since",
                "/nobody/uptime|404|unknown_node|nobody",
                "/No%20one/uptime|400|bad_parameter|id",
                "/nobody/transitions|404|unknown_node|nobody",
                "/steady/transitions?size=0|400|bad_parameter|size",
                "/steady/transitions?size=501|400|bad_parameter|size",
                "/steady/transitions?size=1000000000|400|bad_parameter|size",
                "/steady/transitions?since=-1|400|bad_parameter|since",
                "/steady/transitions?since=9223372036854775807|400|bad_parameter|since",
                "/steady/transitions?cursor=x|400|bad_cursor|cursor",
                "/steady/transitions?cursor=AAAAAAAAAAAAAAAAAAAAAA|400|bad_cursor|cursor",
                "/steady/transitions?cursor=!!!!!!!!!!!!!!!!!!!!!!|400|bad_cursor|cursor",
                "?window=30h|400|bad_parameter|window",
                "?window=0d|400|bad_parameter|window",
                "?window=2d|400|bad_parameter|window",
                "?window=91d|400|bad_parameter|window",
                "?window=30|400|bad_parameter|window",
                "?uptime_min=101&window=30d|400|bad_parameter|uptime_min"
            })
    void what_makes_no_sense_is_refused_by_name(String path, int status, String code, String named) {
        Answer answer = browser.get("/api/v1/nodes" + path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().path("error").asText()).isEqualTo(code);
        assertThat(answer.json().path("detail").asText()).contains(named);
    }

    @Test
    void a_cursor_of_another_node_or_cut_is_refused() {
        String cursor = get("/wavering/transitions?size=2").path("next_cursor").asText();
        for (String forged : List.of(cursor.substring(1), cursor.substring(0, 11) + "A" + cursor.substring(12))) {
            assertThat(browser.get("/api/v1/nodes/wavering/transitions?cursor=" + forged)
                            .status())
                    .isEqualTo(400);
        }
        assertThat(browser.get("/api/v1/nodes/steady/transitions?cursor=" + cursor)
                        .status())
                .isEqualTo(400);
    }
}
