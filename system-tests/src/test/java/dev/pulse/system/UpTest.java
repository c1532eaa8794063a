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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pulse up} as a person uses it: processes of their own, a real broker, real HTTP. */
class UpTest {
    /** Grace is then nine seconds: a machine that is busy with other tests does not make a node late. */
    private static final String INTERVAL = "3s";

    private static final Duration GRACE = Duration.ofSeconds(9);

    private static final String FARMER = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    @TempDir
    Path folder;

    @Test
    void a_grid_survives_a_restart_and_a_kill_and_calls_nobody_offline_for_it() {
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
        pause(GRACE.plusSeconds(3));
        try (Grid grid = new Grid(folder, INTERVAL)) {
            grid.start("--nodes", "100");
            assertNobodyFalls(grid, nodes);
            String account =
                    "{\"request_type\":\"view_account\",\"finality\":\"final\",\"account_id\":\"" + FARMER + "\"}";
            assertThat(askLedger(grid, "query", account).path("amount").asText())
                    .as("what the ledger has is there after a restart")
                    .isNotEmpty();
            grid.process().kill();
        }
        try (Grid grid = new Grid(folder, INTERVAL)) {
            grid.start("--nodes", "100");
            assertNobodyFalls(grid, nodes);
        }
    }

    /** All nodes come online, and none is ever called offline while more than a grace goes by. */
    private static void assertNobodyFalls(Grid grid, Set<String> nodes) {
        grid.awaitOnline(nodes.size());
        grid.observe(GRACE.plusSeconds(3));
        assertThat(grid.nodes("online")).isEqualTo(nodes);
        assertThat(flaps(grid)).as("nodes that were ever called offline").isEmpty();
    }

    @Test
    void a_taken_port_is_named_with_what_to_do() throws IOException {
        int base = Http.freePorts();
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), base + 1));
            PulseProcess up = PulseProcess.start(
                    folder, "up", "--data", folder.toString(), "--port", Integer.toString(base), "--no-fleet");
            assertThat(up.awaitExit(Duration.ofMinutes(2))).isEqualTo(1);
            assertThat(up.output()).contains("Port " + (base + 1)).contains("--port");
        }
    }

    @Test
    void an_unknown_configuration_key_is_named() throws IOException {
        Path file = folder.resolve("verifier.yml");
        Files.writeString(file, "kafka:\n  bootstrapServers: 127.0.0.1:1\nregistri:\n  url: http://127.0.0.1:2\n");
        PulseProcess verifier = PulseProcess.start(folder, "verifier", "--config", file.toString());
        assertThat(verifier.awaitExit(Duration.ofMinutes(2))).isEqualTo(1);
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
        assertThat(second.awaitExit(Duration.ofMinutes(2))).isEqualTo(1);
        assertThat(second.output()).contains("in use by another").contains("--data");
    }

    private static Set<String> flaps(Grid grid) {
        JsonNode page = Http.get(grid.explorer() + "/api/v1/nodes?size=500");
        return StreamSupport.stream(page.path("nodes").spliterator(), false)
                .filter(node -> node.path("flaps").asInt() > 0)
                .map(node -> node.path("node_id").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** An outage has to last: nothing happens that could be waited for. */
    private static void pause(Duration outage) {
        long end = System.nanoTime() + outage.toNanos();
        await("the outage is over").atMost(outage.plusSeconds(5)).until(() -> System.nanoTime() >= end);
    }
}
