package dev.pulse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine's first boot, as a farmer types it, against a whole grid: cut off at each step, run again, and brought back. */
class JoinTest {
    private static final Duration STEP = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @TempDir
    Path home;

    private Grid grid;

    private List<String> pulse(String... command) {
        return PulseCommand.run(STEP, command);
    }

    private String at(String dir) {
        return home.resolve(dir).toString();
    }

    private PulseProcess join(String account, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "node", "join", "--dir", "node", "--node-id", "first-1", "--farm", "green", "--farmer", account));
        command.addAll(List.of("--marketplace", grid.explorer(), "--ledger", grid.ledger(), "--region", "eu"));
        command.addAll(Arrays.asList(more));
        return PulseProcess.start(home, command.toArray(String[]::new));
    }

    private JsonNode node() {
        return Http.get(grid.explorer() + "/api/v1/nodes/first-1").path("node");
    }

    @Test
    void a_node_that_was_killed_at_any_step_joins_all_the_same_and_is_brought_back() throws IOException {
        try (Grid started = new Grid(folder, "2s")) {
            grid = started;
            grid.start("--no-fleet");
            String account = farmer();
            for (String step : List.of("key file", "registered", "paired", "heartbeating")) {
                try (PulseProcess cut = join(account)) {
                    await(step).atMost(STEP).until(() -> cut.output().contains(step));
                    cut.kill();
                }
            }
            try (PulseProcess whole = join(account, "--once")) {
                assertThat(whole.awaitExit(STEP)).as(whole.output()).isZero();
                assertThat(whole.output())
                        .contains("registered  first-1 in green, as before", "paired      first-1, as before");
            }
            await("the node is pending and online")
                    .atMost(STEP)
                    .ignoreExceptions()
                    .until(() -> node().path("status").asText().equals("online"));
            assertThat(node().path("lifecycle").asText()).isEqualTo("pending");
            assertThat(node().path("market").path("farmer_account").asText()).isEqualTo(account);
            assertThat(node().path("market").path("farm_id").asText()).isEqualTo("green");
            assertThat(proof("heartbeat,pairing,registration"))
                    .contains("not there  listing: not_listed: The ledger has no open offer of this node.");
            rentOut(account);
            grid.stop();
            everythingButTheLedgerIsLost();
            grid.start("--no-fleet");
            rebuilt(account);
            grid.stop();
        }
    }

    /** As the tutorial has it: the farmer offers the node, a renter rents two slices of it, and gives them back. */
    private void rentOut(String account) throws IOException {
        Path workload = Files.writeString(
                home.resolve("workload"),
                "#!/bin/sh\ncase $1 in reservations) grep -c reservation_id $2 > count; cat count > told;; running) cat count;; esac\n");
        Files.setPosixFilePermissions(workload, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (PulseProcess serving = join(account, "--workload", workload.toString())) {
            assertThat(market("farmer", "nodes", "--dir", at("farmer"), "--pending"))
                    .singleElement()
                    .asString()
                    .startsWith("first-1");
            market("farmer", "publish", "--dir", at("farmer"), "--node", "first-1", "--template", "basic");
            pulse("renter", "init", "--dir", at("renter"));
            pulse("renter", "faucet", "--dir", at("renter"), "--ledger", grid.ledger());
            market("renter", "approve", "--dir", at("renter"), "--amount", "1000", "--ledger", grid.ledger());
            await("the node is online")
                    .atMost(STEP)
                    .until(() -> node().path("status").asText().equals("online"));
            String reserved = market(
                            "renter",
                            "reserve",
                            "--dir",
                            at("renter"),
                            "--node",
                            "first-1",
                            "--slices",
                            "2",
                            "--hours",
                            "3")
                    .getFirst();
            String reservation = reserved.substring("reserved".length(), reserved.indexOf(':'))
                    .strip();
            await("the node knows whom it serves, and says that it does")
                    .atMost(STEP)
                    .until(() -> serving.output().contains("reservations  1, of 2 slices")
                            && node().path("running_vms").asInt() == 1
                            && node().at("/capacity/slices_used").asInt() == 2);
            proof("heartbeat,pairing,registration,listing,reservation");
            assertThat(market("renter", "show", "--dir", at("renter")))
                    .contains("SPORE       99640, of which the marketplace may spend 640")
                    .last()
                    .asString()
                    .startsWith("reservation " + reservation + ": 2 slices of first-1 until");
            market("renter", "release", "--dir", at("renter"), "--reservation", reservation);
            await("nothing runs any more")
                    .atMost(STEP)
                    .until(() -> serving.output().contains("reservations  0, of 0 slices")
                            && node().path("lifecycle").asText().equals("published"));
            assertThat(market("renter", "show", "--dir", at("renter")))
                    .last()
                    .asString()
                    .endsWith("closed; it cost 120 SPORE");
        }
    }

    private List<String> market(String... command) {
        List<String> whole = new ArrayList<>(Arrays.asList(command));
        whole.addAll(List.of("--marketplace", grid.explorer()));
        return pulse(whole.toArray(String[]::new));
    }

    private void everythingButTheLedgerIsLost() throws IOException {
        for (String lost : List.of("kafka", "registry", "state")) {
            Files.move(folder.resolve(lost), folder.resolve(lost + "-lost"));
        }
    }

    /** By the ledger alone, the node never having been heard of again. */
    private void rebuilt(String account) {
        List<String> said = rebuild();
        assertThat(said).last().asString().startsWith("1 nodes: 1 owners, 1 offers, 0 reservations");
        await("the node is back")
                .atMost(STEP)
                .ignoreExceptions()
                .until(() -> node().path("lifecycle").asText().equals("published"));
        assertThat(node().path("status").asText()).isEqualTo("offline");
        assertThat(node().path("market").path("farmer_account").asText()).isEqualTo(account);
        assertThat(node().path("market").path("farm_id").asText()).isEqualTo("green");
        assertThat(rebuild()).last().asString().contains("0 owners", "2 known before; 0 failed");
        assertThat(proof("pairing,registration,listing"))
                .anyMatch(line -> line.startsWith("not there  heartbeat: not_heard"));
    }

    /**
     * What checking the node's proof prints, with the ledger asked too; it must hold, at the latest when the marketplace has
     * forgotten what the ledger told it before.
     */
    private List<String> proof(String required) {
        List<String> lines = new ArrayList<>();
        await("the proof holds").atMost(STEP).untilAsserted(() -> {
            lines.clear();
            lines.addAll(pulse(
                    "node",
                    "check-proof",
                    "--url",
                    grid.explorer() + "/api/v1/nodes/first-1/proof",
                    "--ledger",
                    grid.ledger(),
                    "--audience",
                    "devnet",
                    "--require",
                    required));
        });
        assertThat(lines).endsWith("It holds.");
        return lines;
    }

    private List<String> rebuild() {
        return pulse(
                "rebuild",
                "--bootstrap",
                grid.bootstrap(),
                "--registry",
                grid.registry(),
                "--ledger",
                grid.ledger(),
                "--operator-dir",
                folder.resolve("operator").toString());
    }

    private String farmer() {
        pulse("farmer", "init", "--dir", at("farmer"));
        pulse("farmer", "faucet", "--dir", at("farmer"), "--ledger", grid.ledger());
        pulse("farmer", "farm", "--dir", at("farmer"), "--farm", "green", "--ledger", grid.ledger());
        return pulse("farmer", "show", "--dir", at("farmer"), "--ledger", grid.ledger()).stream()
                .filter(line -> line.startsWith("account"))
                .map(line -> line.substring("account".length()).strip())
                .findFirst()
                .orElseThrow();
    }
}
