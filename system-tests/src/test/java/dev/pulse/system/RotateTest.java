package dev.pulse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.agent.key.AccountStore;
import dev.pulse.agent.key.KeyStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node of a whole grid gets another key: the new one is heard, whoever has the old one is an impostor. */
class RotateTest {
    private static final Duration STEP = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @TempDir
    Path home;

    private Grid grid;

    private List<String> pulse(String... command) {
        return PulseProcess.run(home, STEP, command);
    }

    private String account(String dir) throws IOException {
        return KeyStore.load(home.resolve(dir)).key().account().hex();
    }

    private JsonNode node() {
        return Http.get(grid.explorer() + "/api/v1/nodes/turned-1").path("node");
    }

    private JsonNode diagnosis() {
        return Http.get(grid.explorer() + "/api/v1/nodes/turned-1/diagnosis");
    }

    private void join() throws IOException {
        pulse("farmer", "init", "--dir", "farmer");
        pulse("farmer", "faucet", "--dir", "farmer", "--ledger", grid.ledger());
        pulse("farmer", "farm", "--dir", "farmer", "--farm", "green", "--ledger", grid.ledger());
        pulse(
                "node",
                "join",
                "--dir",
                "node",
                "--node-id",
                "turned-1",
                "--farm",
                "green",
                "--farmer",
                AccountStore.load(home.resolve("farmer")).account().hex(),
                "--marketplace",
                grid.explorer(),
                "--ledger",
                grid.ledger(),
                "--region",
                "eu",
                "--once");
    }

    /** One heartbeat by the key of a folder. The ingest takes it from anybody: whose it is, the verifier says. */
    private void beat(String dir) {
        pulse("node", "run", "--dir", dir, "--ingest", grid.ingest(), "--region", "eu", "--once");
    }

    private void awaitNode(String what, String field, String value) {
        await(what)
                .atMost(STEP)
                .ignoreExceptions()
                .until(() -> node().path(field).asText().equals(value));
    }

    private Path keyBefore() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("node"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("node-key.before-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void heartbeats_by_the_new_key_are_taken_and_those_by_the_old_one_are_a_stolen_identity() throws IOException {
        try (Grid started = new Grid(folder, "2s")) {
            grid = started;
            grid.start("--no-fleet");
            join();
            String old = account("node");
            awaitNode("the node is online by its first key", "status", "online");
            assertThat(pulse(
                            "node",
                            "rotate",
                            "--dir",
                            "node",
                            "--marketplace",
                            grid.explorer(),
                            "--ledger",
                            grid.ledger()))
                    .anyMatch(line -> line.equals("rotated     turned-1"))
                    .anyMatch(line -> line.startsWith("paired      turned-1"));
            String next = account("node");
            assertThat(next).isNotEqualTo(old);
            awaitNode("the explorer has the new account", "account", next);
            assertThat(node().path("lifecycle").asText()).isEqualTo("pending");

            long advances = diagnosis().path("lifecycle").path("advances").asLong();
            beat("node");
            await("the new key is heard")
                    .atMost(STEP)
                    .until(() -> diagnosis().path("lifecycle").path("advances").asLong() == advances + 1);
            Files.createDirectories(home.resolve("thief"));
            Files.copy(keyBefore(), KeyStore.fileIn(home.resolve("thief")));
            assertThat(account("thief")).isEqualTo(old);
            beat("thief");
            await("the old key is refused")
                    .atMost(STEP)
                    .until(() -> diagnosis()
                            .path("lifecycle")
                            .path("last_rejected")
                            .path("reason")
                            .asText()
                            .equals("identity"));
            assertThat(diagnosis().path("lifecycle").path("advances").asLong()).isEqualTo(advances + 1);
            assertThat(node().path("account").asText()).isEqualTo(next);
            JsonNode letters = grid.topics().path("topics");
            assertThat(letters.path("pulse.heartbeats.dead.identity")
                            .path("records")
                            .asLong())
                    .isEqualTo(1);
            assertThat(letters.path("pulse.nodes.outcomes").path("records").asLong())
                    .as("a pairing, a rotation, a pairing")
                    .isEqualTo(3);
            grid.stop();
        }
    }
}
