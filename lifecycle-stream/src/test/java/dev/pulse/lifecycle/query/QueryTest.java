package dev.pulse.lifecycle.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.domain.liveness.Counts;
import dev.pulse.domain.liveness.Lease;
import dev.pulse.domain.liveness.LivenessPolicy;
import dev.pulse.domain.liveness.LivenessRule;
import dev.pulse.domain.liveness.Phase;
import dev.pulse.domain.node.LifecycleState;
import dev.pulse.domain.node.NodeFacts;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.lifecycle.store.LastRejection;
import dev.pulse.lifecycle.topology.Tallies;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.state.HostInfo;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class QueryTest {
    private static final LivenessRule RULE = new LivenessRule(LivenessPolicy.of(60_000));
    private static final ObjectMapper JSON = new ObjectMapper();

    private static NodeView view(Phase phase, LastRejection rejection) {
        Lease lease = new Lease(
                new Lease.Evidence(1_790_000_058, 5, 1_790_000_060_500L, false, 3, 17),
                60_500,
                new Lease.Standing(phase, LifecycleState.DISCOVERED, 4, 1_790_000_000_900L, 900, 100, 2),
                new Counts(7, 8, 9),
                "eu",
                1_789_999_000_000L,
                0,
                0,
                5,
                5);
        NodeFacts facts =
                new NodeFacts("ab".repeat(32), null, null, null, -1, Capacity.UNKNOWN, Location.UNKNOWN, List.of());
        return NodeView.of("node-1", lease, facts, null, rejection, RULE, 70_900, 1_790_000_070_999L);
    }

    @Test
    void aNodeHasTheFieldsOfTheReference() {
        JsonNode node =
                JSON.valueToTree(view(Phase.LATE, new LastRejection(Rejection.IDENTITY, "No.", 1_790_000_001_999L, 3)));
        assertThat(node.toString())
                .isEqualTo("{\"node_id\":\"node-1\",\"account\":\"" + "ab".repeat(32)
                        + "\",\"liveness\":\"online\",\"lifecycle\":\"discovered\",\"region\":\"eu\",\"sequence\":4,"
                        + "\"since\":1790000000,\"first_seen\":1789999000,\"last_seen\":1790000060,"
                        + "\"last_timestamp\":1790000058,\"deadline_in_ms\":169600,\"flaps\":2,\"online_ms\":70100,"
                        + "\"observed_ms\":70900,\"advances\":7,\"duplicates\":8,\"replays\":9,\"legacy\":false,"
                        + "\"last_rejected\":{\"reason\":\"identity\",\"detail\":\"No.\",\"at\":1790000001,\"count\":3},"
                        + "\"evidence\":{\"topic\":\"pulse.heartbeats.verified\",\"partition\":3,\"offset\":17},"
                        + "\"life\":null,\"as_of\":1790000070}");
    }

    @Test
    void aNodeThatIsNotOnlineHasNoDeadline() {
        JsonNode node = JSON.valueToTree(view(Phase.UNKNOWN, null));
        assertThat(node.get("liveness").asText()).isEqualTo("unknown");
        assertThat(node.get("deadline_in_ms").isNull()).isTrue();
        assertThat(node.get("last_rejected").isNull()).isTrue();
    }

    private static Response ask(Lookup lookup, String nodeId, String hop) {
        try (OtherInstances others = new OtherInstances("http")) {
            return new NodesResource(id -> lookup, others).node(nodeId, hop);
        }
    }

    @Test
    void eachLookupHasItsStatus() {
        assertThat(ask(new Lookup.Found(view(Phase.ON_TIME, null)), "node-1", null)
                        .getStatus())
                .isEqualTo(200);
        assertThat(ask(new Lookup.Unknown(null), "Node 1", null).getStatus()).isEqualTo(400);
        Response unknown = ask(new Lookup.Unknown(new NodeView.RejectedView("skew", "Off.", 5, 1)), "node-1", null);
        assertThat(unknown.getStatus()).isEqualTo(404);
        assertThat(unknown.getEntity())
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("error", "unknown_node")
                .containsKey("last_rejected");
        Response notNow = ask(new Lookup.NotNow("Moving."), "node-1", null);
        assertThat(notNow.getStatus()).isEqualTo(503);
        assertThat(notNow.getHeaderString("Retry-After")).isEqualTo("1");
    }

    @Test
    void aQuestionIsPassedOnOnceAndNotAgain() throws IOException {
        AtomicReference<String> asked = new AtomicReference<>();
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            asked.set(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst(OtherInstances.HOP));
            byte[] body = "{\"node_id\":\"node-1\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        other.start();
        try {
            Lookup elsewhere = new Lookup.Elsewhere(
                    new HostInfo("127.0.0.1", other.getAddress().getPort()));
            Response passed = ask(elsewhere, "node-1", null);
            assertThat(passed.getStatus()).isEqualTo(200);
            assertThat(new String((byte[]) passed.getEntity(), StandardCharsets.UTF_8))
                    .contains("node-1");
            assertThat(asked.getAndSet(null)).isEqualTo("/v1/nodes/node-1 1");
            assertThat(ask(elsewhere, "node-1", "1").getStatus()).isEqualTo(503);
            assertThat(asked.get()).isNull();
        } finally {
            other.stop(0);
        }
        Lookup gone = new Lookup.Elsewhere(
                new HostInfo("127.0.0.1", other.getAddress().getPort()));
        assertThat(ask(gone, "node-1", null).getStatus()).as("nobody there").isEqualTo(503);
    }

    @Test
    void statsHaveTheirSumAtTheTop() {
        Tallies tallies = new Tallies();
        JsonNode empty = JSON.valueToTree(new StatsResource(tallies).stats());
        for (String field : List.of("online", "unknown", "offline", "advances", "duplicates", "replays")) {
            assertThat(empty.get(field).asLong(-1)).as(field).isZero();
        }
    }
}
