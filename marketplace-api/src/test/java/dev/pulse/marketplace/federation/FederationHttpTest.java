package dev.pulse.marketplace.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.Browser.Answer;
import dev.pulse.marketplace.fixture.FakeLifecycle;
import dev.pulse.marketplace.fixture.FakeTopics;
import dev.pulse.marketplace.fixture.Grids;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.fixture.TestMarketplace;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Three explorers that are peers, each with a third of the nodes, against one that has them all. */
@TestInstance(Lifecycle.PER_CLASS)
class FederationHttpTest {
    private static final int NODES = 120;

    private final FakeLifecycle lifecycle = new FakeLifecycle();
    private final FakeTopics all = new FakeTopics(2);
    private final List<FakeTopics> parts = List.of(new FakeTopics(2), new FakeTopics(2), new FakeTopics(2));
    private final List<TestMarketplace> started = new ArrayList<>();
    private Browser one;
    private Browser three;
    private Browser us;
    private Browser overlapping;

    @BeforeAll
    void start() throws Exception {
        Grids grids = new Grids(42);
        for (int i = 0; i < NODES; i++) {
            NodeState state = grids.state("node-" + i);
            all.append(Topics.STATE, "node-" + i, state);
            parts.get(i % 3).append(Topics.STATE, "node-" + i, state);
        }
        one = start(all);
        us = start(parts.get(1));
        start(parts.get(2));
        String peers = "peers: {us: \"" + started.get(1).url() + "/\", ap: \""
                + started.get(2).url() + "\"}";
        three = start(parts.get(0), peers);
        overlapping = start(all, peers);
    }

    private Browser start(FakeTopics topics, String... lines) throws Exception {
        TestMarketplace market = TestMarketplace.start(topics, lifecycle.uri(), 0, lines);
        started.add(market);
        Browser browser = new Browser(market.url());
        await().until(() -> browser.get("/ready").status() == 200);
        return browser;
    }

    @AfterAll
    void stop() {
        started.reversed().forEach(TestMarketplace::close);
        lifecycle.close();
    }

    private static JsonNode search(Browser browser, String query) {
        Answer answer = browser.get("/api/v1/nodes?" + query);
        assertThat(answer.status()).as(query + ": " + answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("nodes").forEach(node -> ids.add(node.path("node_id").asText()));
        return ids;
    }

    private static List<String> walk(Browser browser, String query) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < NODES; page++) {
            JsonNode answer = search(browser, query + cursor);
            ids.addAll(ids(answer));
            assertThat(answer.path("partial").asBoolean()).isFalse();
            if (answer.path("next_cursor").isNull()) {
                return ids;
            }
            cursor = "&cursor=" + answer.path("next_cursor").asText();
        }
        throw new AssertionError(query + " never ends");
    }

    static Stream<String> sorts() {
        return Stream.concat(
                Stream.of(
                                "node_id",
                                "hostname",
                                "status",
                                "lifecycle",
                                "region",
                                "country",
                                "city",
                                "version",
                                "farm_id",
                                "template",
                                "total_slices",
                                "free_slices",
                                "total_cpu",
                                "free_cpu",
                                "total_ram",
                                "free_ram",
                                "total_disk",
                                "free_disk",
                                "gpu_count",
                                "price",
                                "uptime",
                                "uptime_s",
                                "flaps",
                                "running_vms",
                                "reservations",
                                "sequence",
                                "since",
                                "first_seen",
                                "last_seen",
                                "written_at",
                                "distance&near=50,4,20016")
                        .flatMap(sort -> Stream.of("sort=" + sort, "sort=-" + sort)),
                Stream.of(
                        "rentable=true",
                        "rented=false&sort=-free_ram",
                        "rented_by=" + Records.account("renter-3"),
                        "country=be&has_gpu=true&sort=price",
                        "hostname_prefix=host&sort=-hostname",
                        "mycelium_ip=46a%3A%3A1",
                        "city=S%C3%A3o%20Paulo"));
    }

    @ParameterizedTest
    @MethodSource("sorts")
    void pagesOfThreeAreThoseOfOne(String query) {
        assertThat(walk(three, "region=*&size=23&" + query)).isEqualTo(walk(one, "size=500&" + query));
    }

    @Test
    void countsAndFacetsAreThoseOfAll() {
        String query = "count=true&size=1&facets=price&facets=country&facets=gpu_model&facets=status";
        JsonNode merged = search(three, "region=*&" + query);
        JsonNode single = search(one, query);
        assertThat(merged.path("count")).isEqualTo(single.path("count"));
        assertThat(merged.path("facets")).isEqualTo(single.path("facets"));
        assertThat(merged.path("missing")).isEmpty();
        assertThat(merged.path("as_of").asLong()).isPositive();
    }

    @Test
    void aSampleIsDrawnFromAllByItsSeed() {
        for (int seed = 0; seed < 5; seed++) {
            assertThat(ids(search(three, "region=*&sample=9&seed=" + seed)))
                    .isEqualTo(ids(search(one, "sample=9&seed=" + seed)));
        }
        JsonNode drawn = search(three, "region=*&sample=9");
        assertThat(ids(search(one, "sample=9&seed=" + drawn.path("seed").asText())))
                .isEqualTo(ids(drawn));
    }

    @Test
    void statsAreTheSums() {
        JsonNode merged = three.get("/api/v1/stats?region=*").json();
        JsonNode single = one.get("/api/v1/stats").json();
        assertThat(merged.path("online")).isEqualTo(single.path("online"));
        assertThat(merged.path("regions")).isEqualTo(single.path("regions"));
        assertThat(merged.path("lifecycle")).isEqualTo(single.path("lifecycle"));
        assertThat(merged.path("partial").asBoolean()).isFalse();
        assertThat(three.get("/api/v1/stats").json().path("online").asInt())
                .isLessThan(merged.path("online").asInt());
        assertThat(three.get("/api/v1/stats?region=eu").json().path("detail").asText())
                .contains("region");
    }

    @Test
    void aWindowOfThePastIsAskedOfEveryoneAndNotSortedBy() {
        assertThat(walk(three, "region=*&size=50&window=30d&uptime_min=0"))
                .isEqualTo(walk(one, "size=500&window=30d&uptime_min=0"))
                .isNotEmpty();
        Answer sorted = three.get("/api/v1/nodes?region=*&window=30d&sort=-uptime");
        assertThat(sorted.status()).isEqualTo(400);
        assertThat(sorted.json().path("detail").asText()).contains("sort");
    }

    @Test
    void withoutPeersEverywhereIsHere() {
        assertThat(walk(one, "region=*&size=50")).isEqualTo(walk(one, "size=50"));
    }

    @Test
    void aQuestionBetweenExplorersIsNeverPassedOn() {
        Browser peer = three.with(Peers.HOP, "somebody");
        assertThat(peer.get("/api/v1/nodes?region=*").status()).isEqualTo(508);
        assertThat(peer.get("/api/v1/nodes?region=*").json().path("error").asText())
                .isEqualTo("loop");
        assertThat(peer.get("/api/v1/stats?region=*").status()).isEqualTo(508);
        assertThat(ids(search(peer, "size=500"))).hasSize(NODES / 3);
    }

    @Test
    void aCursorIsGoodForItsSearchEverywhereAlone() {
        String query = "region=*&size=5&sort=-price";
        String cursor = search(three, query).path("next_cursor").asText();
        String own = search(three, "size=5&sort=-price").path("next_cursor").asText();
        char last = cursor.charAt(cursor.length() - 3) == 'A' ? 'B' : 'A';
        for (String bad : List.of(
                "region=*&sort=price&cursor=" + cursor,
                "region=*&sort=-price&country=BE&cursor=" + cursor,
                "sort=-price&cursor=" + cursor,
                "region=*&sort=-price&cursor=" + own,
                "region=*&sort=-price&cursor=" + cursor.substring(0, cursor.length() - 4),
                "region=*&sort=-price&cursor=" + cursor.substring(0, 4),
                "region=*&sort=-price&cursor=" + cursor + "AAAA",
                "region=*&sort=-price&cursor=" + cursor.substring(0, cursor.length() - 3) + last
                        + cursor.substring(cursor.length() - 2),
                "region=*&sort=-price&cursor=" + "A".repeat(6_001),
                "region=*&sort=-price&cursor=%00")) {
            Answer answer = three.get("/api/v1/nodes?" + bad);
            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.json().path("error").asText()).as(bad).isEqualTo("bad_cursor");
        }
        assertThat(three.get("/api/v1/nodes?region=*&region=eu")
                        .json()
                        .path("detail")
                        .asText())
                .contains("region");
    }

    @Test
    void aNodeThatMovedIsShownOnceInItsNewerState() {
        NodeState.Builder before = Records.state("mover", LivenessState.OFFLINE, "eu", LifecycleStage.DISCOVERED);
        NodeState after = Records.state("mover", LivenessState.ONLINE, "us", LifecycleStage.DISCOVERED)
                .setLastTimestamp(Records.AT.getEpochSecond() + 100)
                .build();
        parts.get(0)
                .append(
                        Topics.STATE,
                        "mover",
                        // Its old region wrote last: that it fell silent there.
                        before.setWrittenAt(Records.AT.plusSeconds(1_000)).build());
        parts.get(1).append(Topics.STATE, "mover", after);
        await().until(() -> search(three, "node_id=mover").path("nodes").size() == 1
                && search(us, "node_id=mover").path("nodes").size() == 1);
        JsonNode found = search(three, "region=*&node_id=mover");
        assertThat(ids(found)).containsExactly("mover");
        assertThat(found.at("/nodes/0/region").asText()).isEqualTo("us");

        // And the other way around: what it is at the peer is not shown, whether what it is here matches or not.
        parts.get(0)
                .append(
                        Topics.STATE,
                        "mover",
                        before.setLastTimestamp(Records.AT.getEpochSecond() + 200)
                                .build());
        await().until(() ->
                search(three, "node_id=mover").at("/nodes/0/last_timestamp").asLong()
                        == Records.AT.getEpochSecond() + 200);
        assertThat(search(three, "region=*&node_id=mover").at("/nodes/0/region").asText())
                .isEqualTo("eu");
        assertThat(ids(search(three, "region=*&node_id=mover&status=online"))).isEmpty();
        parts.forEach(part -> part.append(Topics.STATE, "mover", null));
        await().until(() ->
                search(three, "region=*&node_id=mover").path("nodes").isEmpty());
    }

    @Test
    void nothingIsPassedOverWhereNodesAreAtTwoPeers() {
        for (String query : List.of("size=7&sort=-price", "size=40&sort=hostname")) {
            assertThat(walk(overlapping, "region=*&" + query)).isEqualTo(walk(one, query));
        }
    }
}
