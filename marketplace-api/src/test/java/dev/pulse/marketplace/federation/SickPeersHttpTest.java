package dev.pulse.marketplace.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.FakeLifecycle;
import dev.pulse.marketplace.fixture.FakePeer;
import dev.pulse.marketplace.fixture.FakeTopics;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.fixture.TestMarketplace;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.node.NodeFilter;
import dev.pulse.marketplace.index.search.NodeSearch;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Peers that hang, lie, loop or send too much: what is here is answered all the same. */
class SickPeersHttpTest {
    private static final String QUERY = "size=3&count=true&facets=region&country=be";

    private final FakeLifecycle lifecycle = new FakeLifecycle();
    private final Map<String, FakePeer> peers = new TreeMap<>();
    private final List<TestMarketplace> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.reversed().forEach(TestMarketplace::close);
        peers.values().forEach(FakePeer::close);
        lifecycle.close();
    }

    private Browser start(List<String> nodes, int port, Map<String, String> urls) throws Exception {
        FakeTopics topics = new FakeTopics(2);
        nodes.forEach(node -> topics.append(Topics.STATE, node, Records.state(node, LivenessState.ONLINE, "eu")));
        String lines = urls.entrySet().stream()
                .map(peer -> peer.getKey() + ": \"" + peer.getValue() + "\"")
                .collect(Collectors.joining(", ", "peers: {", "}"));
        TestMarketplace market = TestMarketplace.start(topics, lifecycle.uri(), port, lines);
        started.add(market);
        Browser browser = new Browser(market.url());
        await().until(() -> browser.get("/ready").status() == 200);
        return browser;
    }

    private Browser startWith(List<String> nodes, String... names) throws Exception {
        Map<String, String> urls = new TreeMap<>();
        for (String name : names) {
            peers.put(name, new FakePeer());
            urls.put(name, peers.get(name).url());
        }
        return start(nodes, 0, urls);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("nodes").forEach(node -> ids.add(node.path("node_id").asText()));
        return String.join(" ", ids);
    }

    /** Answers what is right but for this. */
    private void lie(String peer, JsonNode right, Consumer<ObjectNode> lie) {
        ObjectNode answer = right.deepCopy();
        lie.accept(answer);
        peers.get(peer).does(FakePeer.json(answer.toString()));
    }

    private static ArrayNode nodes(ObjectNode answer) {
        return (ArrayNode) answer.path("nodes");
    }

    private static ObjectNode first(ObjectNode answer) {
        return (ObjectNode) answer.path("nodes").path(0);
    }

    @Test
    void whateverPeersDoTheAnswerIsThereAndSaysWhoIsMissing() throws Exception {
        int port = freePort();
        Map<String, String> urls = new TreeMap<>();
        urls.put("itself", "http://127.0.0.1:" + port);
        urls.put("gone", "http://127.0.0.1:" + freePort());
        for (String name : List.of(
                "hangs",
                "stalls",
                "huge",
                "garbage",
                "shape",
                "unsorted",
                "repeats",
                "oversized",
                "foreign",
                "redirects",
                "fails",
                "refuses",
                "loading",
                "honest")) {
            peers.put(name, new FakePeer());
            urls.put(name, peers.get(name).url());
        }
        Browser browser = start(List.of("a-1", "a-2", "c-1", "c-2"), port, urls);
        JsonNode right = start(List.of("b-1", "b-2", "b-3", "b-4"), 0, Map.of())
                .get("/api/v1/nodes?" + QUERY)
                .json();
        assertThat(ids(right)).isEqualTo("b-1 b-2 b-3");

        peers.get("hangs").does(peers.get("hangs").hang());
        peers.get("stalls").does(peers.get("stalls").hangInTheMiddle());
        peers.get("huge").does(FakePeer.billion());
        peers.get("garbage").does(FakePeer.json("[".repeat(100_000)));
        peers.get("shape").does(FakePeer.json("{\"nodes\":{}}"));
        peers.get("redirects").does(FakePeer.redirect(peers.get("honest").url()));
        peers.get("fails").does(FakePeer.status(500, "x".repeat(100_000)));
        peers.get("refuses").does(FakePeer.status(400, "{}"));
        peers.get("loading").does(FakePeer.status(503, ""));
        lie("unsorted", right, answer -> nodes(answer).insert(0, nodes(answer).remove(1)));
        lie("repeats", right, answer -> nodes(answer).set(2, nodes(answer).path(0)));
        lie("oversized", right, answer -> nodes(answer).add(nodes(answer).path(0)));
        lie("foreign", right, answer -> ((ObjectNode) first(answer).path("location")).put("country", "DE"));
        lie("honest", right, answer -> answer.put("of_a_newer_version", 1));

        JsonNode page = browser.get("/api/v1/nodes?region=*&" + QUERY).json();
        assertThat(ids(page)).isEqualTo("a-1 a-2 b-1");
        assertThat(page.path("partial").asBoolean()).isTrue();
        assertThat(page.path("count").asInt()).isEqualTo(8);
        Map<String, String> missing = new TreeMap<>();
        page.path("missing")
                .forEach(peer -> missing.put(
                        peer.path("peer").asText(), peer.path("reason").asText()));
        assertThat(missing)
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        Map.entry("itself", "loop"),
                        Map.entry("gone", "unreachable"),
                        Map.entry("hangs", "timeout"),
                        Map.entry("stalls", "timeout"),
                        Map.entry("huge", "too_large"),
                        Map.entry("garbage", "malformed"),
                        Map.entry("shape", "malformed"),
                        Map.entry("unsorted", "unsorted"),
                        Map.entry("repeats", "repeated"),
                        Map.entry("oversized", "oversized"),
                        Map.entry("foreign", "foreign"),
                        Map.entry("redirects", "redirected"),
                        Map.entry("fails", "failed"),
                        Map.entry("refuses", "refused"),
                        Map.entry("loading", "loading"))));
        assertThat(peers.get("honest").asked())
                .as("nobody was sent there, and it is not asked for others' nodes")
                .hasSize(1)
                .allMatch(question -> !question.contains("region="));
    }

    @Test
    void whatIsWrongInAnyFieldIsNotBelieved() throws Exception {
        Browser browser = startWith(List.of("a-1"), "liar");
        JsonNode right = start(List.of("b-1", "b-2"), 0, Map.of())
                .get("/api/v1/nodes?" + QUERY)
                .json();
        List<Consumer<ObjectNode>> lies = List.of(
                answer -> answer.putNull("nodes"),
                answer -> nodes(answer).addNull(),
                answer -> first(answer).put("node_id", "NO"),
                answer -> first(answer).put("account", "bob"),
                answer -> first(answer).put("status", "sleepy"),
                answer -> first(answer).put("lifecycle", "ONLINE"),
                answer -> first(answer).put("flaps", -1),
                answer -> first(answer).putNull("sequence"),
                answer -> first(answer).put("sequence", "1"),
                answer -> first(answer).put("hostname", "x".repeat(1_025)),
                answer -> first(answer).putNull("capacity"),
                answer -> ((ObjectNode) first(answer).path("location")).put("latitude_e6", 90_000_001),
                answer -> ((ArrayNode) first(answer).path("gpus")).addNull(),
                answer -> first(answer).putObject("market").put("farmer_account", "bob"),
                answer -> answer.put("next_cursor", "more, but the page is not full"),
                answer -> answer.putNull("count"),
                answer -> answer.put("count", 1),
                answer -> answer.put("count", Long.MAX_VALUE),
                answer -> answer.putNull("facets"),
                answer -> ((ObjectNode) answer.path("facets")).putObject("city"),
                answer -> ((ObjectNode) answer.at("/facets/region")).put("others", -1),
                answer -> answer.put("lag", -1));
        for (int i = 0; i < lies.size(); i++) {
            lie("liar", right, lies.get(i));
            byte[] body = body("liar");
            assertThat(fault(body)).as("lie " + i).isEqualTo("malformed");
        }
        lie("liar", right, answer -> {});
        assertThat(ids(browser.get("/api/v1/nodes?region=*&" + QUERY).json())).isEqualTo("a-1 b-1 b-2");
    }

    /** What the peer answers, as it comes. */
    private byte[] body(String peer) {
        return new Browser(peers.get(peer).url()).get("/").text().getBytes(StandardCharsets.UTF_8);
    }

    /** Why it is not believed, by the reader alone: three such answers would have the peer rest. */
    private static String fault(byte[] body) {
        try {
            PageReader.read(
                    "liar",
                    body,
                    new NodeSearch(
                            NodeFilter.ALL, NodeSearch.Sort.BY_ID, null, 3, null, true, Set.of(NodeField.REGION)),
                    null);
            return "believed";
        } catch (PeerFault fault) {
            return fault.reason().wire();
        }
    }

    @Test
    void onePagesOnAndLosesNothingOfAPeerThatWasAwayForAPage() throws Exception {
        Browser browser = startWith(List.of("a-1", "a-2", "c-1", "c-2", "d-1"), "us", "ap");
        Browser us = start(List.of("b-1", "b-2", "c-3", "e-1"), 0, Map.of());
        FakePeer.Conduct well = exchange -> FakePeer.json(
                        us.get(exchange.getRequestURI().toString()).text())
                .answer(exchange);
        peers.get("ap")
                .does(FakePeer.json(us.get("/api/v1/nodes?node_id=nobody").text()));
        String query = "/api/v1/nodes?region=*&size=3";

        peers.get("us").does(well);
        JsonNode first = browser.get(query).json();
        assertThat(ids(first)).isEqualTo("a-1 a-2 b-1");
        peers.get("us").does(FakePeer.status(500, ""));
        JsonNode second = browser.get(
                        query + "&cursor=" + first.path("next_cursor").asText())
                .json();
        assertThat(ids(second)).isEqualTo("c-1 c-2 d-1");
        assertThat(second.path("partial").asBoolean()).isTrue();
        assertThat(second.path("next_cursor").isNull())
                .as("nothing is left of those that answer")
                .isTrue();

        JsonNode shorter = browser.get("/api/v1/nodes?region=*&size=2&cursor="
                        + first.path("next_cursor").asText())
                .json();
        assertThat(ids(shorter)).isEqualTo("c-1 c-2");
        peers.get("us").does(well);
        JsonNode third = browser.get(
                        query + "&cursor=" + shorter.path("next_cursor").asText())
                .json();
        assertThat(ids(third)).as("what it could not show then").isEqualTo("b-2 c-3 d-1");
        assertThat(ids(browser.get(
                                query + "&cursor=" + third.path("next_cursor").asText())
                        .json()))
                .isEqualTo("e-1");
    }

    @Test
    void aPeerThatKeepsFailingIsLeftInPeaceForAWhile() throws Exception {
        Browser browser = startWith(List.of("a-1"), "us");
        peers.get("us").does(FakePeer.status(500, ""));
        for (int i = 0; i < PeerHealth.TOLERATED; i++) {
            assertThat(reason(browser)).isEqualTo("failed");
        }
        assertThat(reason(browser)).isEqualTo("resting");
        assertThat(peers.get("us").asked()).hasSize(PeerHealth.TOLERATED);
        assertThat(browser.get("/api/v1/stats?region=*")
                        .json()
                        .at("/missing/0/reason")
                        .asText())
                .isEqualTo("resting");
    }

    private static String reason(Browser browser) {
        return browser.get("/api/v1/nodes?region=*")
                .json()
                .at("/missing/0/reason")
                .asText();
    }

    @Test
    void countsThatMakeNoSenseAreNotAddedUp() throws Exception {
        Browser browser = startWith(List.of("a-1"), "us");
        ObjectNode right = (ObjectNode) browser.get("/api/v1/stats").json();
        peers.get("us").does(FakePeer.json(right.deepCopy().put("online", -1).toString()));
        JsonNode stats = browser.get("/api/v1/stats?region=*").json();
        assertThat(stats.path("online").asInt()).isEqualTo(1);
        assertThat(stats.at("/missing/0").toString()).isEqualTo("{\"peer\":\"us\",\"reason\":\"malformed\"}");
        peers.get("us").does(FakePeer.json(right.put("online", 7).toString()));
        assertThat(browser.get("/api/v1/stats?region=*").json().path("online").asInt())
                .isEqualTo(8);
    }
}
