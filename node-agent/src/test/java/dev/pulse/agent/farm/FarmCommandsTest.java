package dev.pulse.agent.farm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.agent.cli.AgentCommands;
import dev.pulse.agent.key.AccountStore;
import dev.pulse.agent.key.KeyStore;
import dev.pulse.ledger.devnet.DevnetLedger;
import dev.pulse.ledger.devnet.DevnetSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A farmer and his node at the ledger, as they type it. */
class FarmCommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path temp;

    private DevnetLedger ledger;

    @BeforeEach
    void start() throws IOException {
        ledger = DevnetLedger.start(DevnetSettings.in(temp.resolve("ledger")), Clock.systemUTC());
    }

    @AfterEach
    void stop() throws IOException {
        ledger.close();
    }

    private int pulse(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine root = new CommandLine(new Root());
        AgentCommands.all().forEach(root::addSubcommand);
        return root.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }

    private int onLedger(String... words) {
        List<String> all = new ArrayList<>(Arrays.asList(words));
        all.addAll(List.of("--ledger", ledger.uri().toString()));
        return pulse(all.toArray(String[]::new));
    }

    private String dir(String name) {
        return temp.resolve(name).toString();
    }

    @Test
    void a_farmer_makes_a_farm_and_a_node_registers_in_it() throws IOException {
        assertThat(pulse("farmer", "init", "--dir", dir("farmer"))).isZero();
        String farmer = AccountStore.load(temp.resolve("farmer")).account().hex();
        assertThat(out.toString()).contains(farmer);
        assertThat(pulse("node", "init", "--dir", dir("node"), "--node-id", "farm-1"))
                .isZero();
        String node = KeyStore.load(temp.resolve("node")).key().account().hex();

        assertThat(onLedger("farmer", "farm", "--dir", dir("farmer"), "--farm", "green"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("does not know this account yet", "faucet");
        assertThat(onLedger("farmer", "faucet", "--dir", dir("farmer"))).isZero();
        assertThat(onLedger("farmer", "faucet", "--account", node)).isZero();
        for (int again = 0; again < 2; again++) {
            assertThat(onLedger("farmer", "farm", "--dir", dir("farmer"), "--farm", "green", "--name", "Green farm"))
                    .isZero();
            assertThat(out.toString()).contains("Green farm", farmer);
            assertThat(onLedger("node", "register", "--dir", dir("node"), "--farm", "green"))
                    .isZero();
            assertThat(out.toString()).contains("farm-1", node, "green, of " + farmer);
        }
        assertThat(onLedger("farmer", "show", "--dir", dir("farmer"))).isZero();
        assertThat(out.toString()).contains("SPORE       100000", "Green farm", "farm-1  " + node);
    }

    @Test
    void what_the_ledger_refuses_is_said_in_its_words() {
        pulse("farmer", "init", "--dir", dir("a"));
        pulse("farmer", "init", "--dir", dir("b"));
        onLedger("farmer", "faucet", "--dir", dir("a"));
        onLedger("farmer", "faucet", "--dir", dir("b"));
        onLedger("farmer", "farm", "--dir", dir("a"), "--farm", "green");
        assertThat(onLedger("farmer", "farm", "--dir", dir("b"), "--farm", "green"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("exists and belongs to");
        assertThat(onLedger("farmer", "farm", "--dir", dir("b"), "--farm", "Green"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("farm_id must match");
    }

    @Test
    void wrong_words_and_a_ledger_that_is_away() throws IOException {
        pulse("farmer", "init", "--dir", dir("a"));
        assertThat(pulse("farmer", "init", "--dir", dir("a"))).isEqualTo(1);
        assertThat(err.toString()).contains("not overwritten");
        assertThat(pulse("farmer", "show", "--dir", dir("a"), "--ledger", "ftp://x"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("http or https");
        assertThat(pulse("farmer", "faucet", "--account", "alice.near")).isEqualTo(2);
        assertThat(pulse("farmer", "show", "--dir", dir("a"), "--ledger", "http://127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("can't be reached");
        assertThat(onLedger("farmer", "show", "--dir", dir("none"))).isEqualTo(1);
        assertThat(err.toString()).contains("pulse farmer init --dir");
        Path key = temp.resolve("a/account-key.json");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(onLedger("farmer", "show", "--dir", dir("a"))).isEqualTo(1);
        assertThat(err.toString()).contains("open to others");
    }

    @CommandLine.Command(name = "pulse")
    private static final class Root implements Runnable {
        @Override
        public void run() {}
    }
}
