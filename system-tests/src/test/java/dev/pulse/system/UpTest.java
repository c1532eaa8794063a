package dev.pulse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pulse up} as a person uses it: processes of their own, a real broker, real HTTP. */
@Tag("alone")
class UpTest {
    /** Two seconds: grace is then six, and a test that waits for a node to go offline waits for eight. */
    private static final String INTERVAL = "2s";

    private static final Duration GRACE = Duration.ofSeconds(6);

    private static final String FARMER = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    @TempDir
    Path folder;

    @Test
    void a_grid_comes_up_with_its_fleet_survives_a_restart_and_calls_nobody_offline_for_it() {
        Set<String> nodes;
        try (Grid grid = new Grid(folder, INTERVAL)) {
            grid.start("--nodes", "100");
            grid.awaitOnline(100);
            nodes = grid.nodes("online");
            assertThat(nodes).hasSize(100);
            askLedger(grid, "devnet_faucet", "{\"account_id\":\"" + FARMER + "\"}");
            assertSecondUpIsRefusedWithASentence(grid);
            grid.stop();
        }
        pause(GRACE.multipliedBy(2));
        try (Grid grid = new Grid(folder, INTERVAL)) {
            grid.start("--nodes", "100");
            grid.awaitOnline(100);
            observe(grid, GRACE.multipliedBy(2));
            assertThat(grid.nodes("online")).isEqualTo(nodes);
            assertThat(flaps(grid)).as("nodes that were ever called offline").isEmpty();
            String account =
                    "{\"request_type\":\"view_account\",\"finality\":\"final\",\"account_id\":\"" + FARMER + "\"}";
            assertThat(askLedger(grid, "query", account).path("amount").asText())
                    .as("what the ledger has is there after a restart")
                    .isNotEmpty();
            grid.stop();
        }
    }

    @Test
    void a_grid_that_was_killed_starts_again_on_its_folder_and_keeps_its_nodes() {
        try (Grid grid = new Grid(folder, INTERVAL)) {
            grid.start("--nodes", "50");
            grid.awaitOnline(50);
            grid.process().kill();
        }
        try (Grid grid = new Grid(folder, INTERVAL)) {
            grid.start("--nodes", "50");
            grid.awaitOnline(50);
            observe(grid, GRACE.multipliedBy(2));
            assertThat(flaps(grid)).as("nodes that were ever called offline").isEmpty();
        }
    }

    @Test
    void killed_nodes_go_offline_within_their_grace_and_no_other_does() throws IOException {
        Path summaryFile = folder.resolve("summary.json");
        try (Grid grid = new Grid(folder.resolve("data"), INTERVAL)) {
            Files.createDirectories(folder.resolve("data"));
            grid.start("--no-fleet");
            try (PulseProcess fleet = PulseProcess.start(
                    folder,
                    "fleet",
                    "--nodes",
                    "100",
                    "--interval",
                    INTERVAL,
                    "--ingest",
                    grid.ingest(),
                    "--seed",
                    "killed",
                    "--kill",
                    "20%",
                    "--after",
                    "10s",
                    "--json",
                    summaryFile.toString())) {
                grid.awaitOnline(100);
                await("nodes are killed")
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> fleet.output().contains("stopped for good"));
                await("20 are offline")
                        .atMost(GRACE.plusSeconds(4))
                        .ignoreExceptions()
                        .until(() -> grid.stats().path("offline").asInt() == 20);
                Set<String> offline = grid.nodes("offline");
                observe(grid, GRACE.multipliedBy(2));
                assertThat(grid.nodes("offline")).isEqualTo(offline);
                fleet.interrupt();
                fleet.awaitExit(Duration.ofSeconds(20));
                Set<String> killed = new TreeSet<>();
                Http.json(Files.readString(summaryFile)).path("killed").forEach(node -> killed.add(node.asText()));
                assertThat(offline).isEqualTo(killed).hasSize(20);
                assertLateness(grid, killed);
                assertPast(grid, killed.iterator().next());
            }
        }
    }

    @Test
    void a_taken_port_is_named_with_what_to_do() throws IOException {
        int base = Http.freePorts();
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), base + 1));
            PulseProcess up = PulseProcess.start(
                    folder, "up", "--data", folder.toString(), "--port", Integer.toString(base), "--no-fleet");
            assertThat(up.awaitExit(Duration.ofSeconds(30))).isEqualTo(1);
            assertThat(up.output()).contains("Port " + (base + 1)).contains("--port");
        }
    }

    @Test
    void an_unknown_configuration_key_is_named() throws IOException {
        Path file = folder.resolve("verifier.yml");
        Files.writeString(file, "kafka:\n  bootstrapServers: 127.0.0.1:1\nregistri:\n  url: http://127.0.0.1:2\n");
        PulseProcess verifier = PulseProcess.start(folder, "verifier", "--config", file.toString());
        assertThat(verifier.awaitExit(Duration.ofSeconds(30))).isEqualTo(1);
        assertThat(verifier.output()).contains("registri");
    }

    private static JsonNode askLedger(Grid grid, String method, String params) {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}";
        HttpResponse<String> answer =
                Http.post(grid.ledger(), "application/json", body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Http.json(answer.body()).path("result");
    }

    private void assertSecondUpIsRefusedWithASentence(Grid grid) {
        PulseProcess second = PulseProcess.start(
                folder, "up", "--data", grid.directory().toString(), "--port", Integer.toString(Http.freePorts()));
        assertThat(second.awaitExit(Duration.ofSeconds(30))).isEqualTo(1);
        assertThat(second.output()).contains("in use by another").contains("--data");
    }

    /** From each killed node's last heartbeat to its OFFLINE: the grace and at most two seconds. */
    private static void assertLateness(Grid grid, Set<String> killed) {
        for (String node : killed) {
            JsonNode state = Http.get(grid.explorer() + "/api/v1/nodes/" + node);
            JsonNode known = state.has("node") ? state.path("node") : state;
            long silence =
                    known.path("since").asLong() - known.path("last_seen").asLong();
            assertThat(silence)
                    .as("seconds from the last heartbeat of %s to its OFFLINE", node)
                    .isBetween(GRACE.toSeconds() - 1, GRACE.toSeconds() + 2);
        }
    }

    /** The past of a killed node: two transitions that say what its counters stood at, and what follows from them. */
    private static void assertPast(Grid grid, String node) {
        String url = grid.explorer() + "/api/v1/nodes/" + node;
        await("the past of " + node + " is read")
                .ignoreExceptions()
                .until(() -> Http.get(url + "/transitions").path("transitions").size() == 2);
        JsonNode past = Http.get(url + "/uptime?by=hour&window=1h");
        assertThat(past.path("flaps").asInt()).isOne();
        assertThat(past.path("online_ms").asLong())
                .as("up to its fall: " + past)
                .isBetween(GRACE.toMillis(), past.path("observed_ms").asLong());
        assertThat(past.path("complete").asBoolean()).isTrue();
    }

    private static Set<String> flaps(Grid grid) {
        JsonNode page = Http.get(grid.explorer() + "/api/v1/nodes?size=500");
        return StreamSupport.stream(page.path("nodes").spliterator(), false)
                .filter(node -> node.path("flaps").asInt() > 0)
                .map(node -> node.path("node_id").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Lets the grid observe this much time, by its own clock: the accepted heartbeats go on being counted. */
    private static void observe(Grid grid, Duration time) {
        long until = grid.stats().path("as_of").asLong() + time.toSeconds();
        await("the grid observes " + time)
                .atMost(time.plusSeconds(60))
                .ignoreExceptions()
                .until(() -> grid.stats().path("as_of").asLong() >= until);
    }

    /** An outage has to last: nothing happens that could be waited for. */
    private static void pause(Duration outage) {
        long end = System.nanoTime() + outage.toNanos();
        await("the outage is over").atMost(outage.plusSeconds(5)).until(() -> System.nanoTime() >= end);
    }

    @Test
    void malformed_requests_get_their_status_and_a_reason() {
        try (Grid grid = new Grid(folder, INTERVAL)) {
            grid.start("--no-fleet");
            String url = grid.ingest() + "/v1/heartbeats";
            assertAnswer(Http.post(url, "application/json", new byte[0]), 400);
            assertAnswer(Http.post(url, "application/json", "{".getBytes(StandardCharsets.UTF_8)), 400);
            assertAnswer(Http.post(url, "application/json", new byte[8193]), 413);
            assertAnswer(Http.post(url, "text/plain", "{}".getBytes(StandardCharsets.UTF_8)), 415);
            assertAnswer(Http.post(grid.ingest() + "/nowhere", "application/json", new byte[0]), 404);
        }
    }

    private static void assertAnswer(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        JsonNode body = Http.json(answer.body());
        assertThat(body.path("error").asText()).matches("[a-z_]+");
        assertThat(body.path("detail").asText()).isNotBlank();
    }
}
