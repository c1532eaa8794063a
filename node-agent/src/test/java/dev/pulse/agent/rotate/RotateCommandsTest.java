package dev.pulse.agent.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.agent.FakeIngest;
import dev.pulse.agent.FakeIngest.Reply;
import dev.pulse.agent.cli.AgentCommands;
import dev.pulse.agent.key.AccountStore;
import dev.pulse.agent.key.KeyStore;
import dev.pulse.agent.key.RunLock;
import dev.pulse.agent.rotate.FakeMarket.Mishap;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.rotation.Rotation;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.contract.Hosting;
import dev.pulse.ledger.devnet.DevnetLedger;
import dev.pulse.ledger.devnet.DevnetSettings;
import dev.pulse.ledger.rpc.RpcSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A node's key is changed, as it is typed: on a development ledger, at a marketplace, in its folder; and cut off between. */
class RotateCommandsTest {
    private static final String NODE = "farm-1";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path temp;

    private DevnetLedger ledger;
    private FakeMarket market;
    private Path dir;
    private Account first;
    private Account farmer;

    @BeforeEach
    void start() throws IOException {
        ledger = DevnetLedger.start(
                DevnetSettings.in(temp.resolve("ledger")).withFinality(Duration.ZERO), Clock.systemUTC());
        market = new FakeMarket();
        dir = temp.resolve("node");
        assertThat(pulse("farmer", "init", "--dir", folder("farmer"))).isZero();
        assertThat(pulse("node", "init", "--dir", dir.toString(), "--node-id", NODE))
                .isZero();
        first = present();
        farmer = AccountStore.load(temp.resolve("farmer")).account();
        String url = ledger.uri().toString();
        assertThat(pulse("farmer", "faucet", "--dir", folder("farmer"), "--ledger", url))
                .isZero();
        assertThat(pulse("farmer", "faucet", "--account", first.hex(), "--ledger", url))
                .isZero();
        assertThat(pulse("farmer", "farm", "--dir", folder("farmer"), "--farm", "green", "--ledger", url))
                .isZero();
        assertThat(pulse("node", "register", "--dir", dir.toString(), "--farm", "green", "--ledger", url))
                .isZero();
        market.bound = first;
        market.farmer = farmer;
    }

    @AfterEach
    void stop() throws IOException {
        market.close();
        ledger.close();
    }

    private String folder(String name) {
        return temp.resolve(name).toString();
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

    private int rotate(String... more) {
        List<String> words = new ArrayList<>(List.of("node", "rotate", "--dir", dir.toString()));
        words.addAll(List.of("--marketplace", market.url()));
        words.addAll(List.of("--ledger", ledger.uri().toString()));
        words.addAll(Arrays.asList(more));
        return pulse(words.toArray(String[]::new));
    }

    private int rotateWithoutLedger() {
        return pulse(
                "node",
                "rotate",
                "--dir",
                dir.toString(),
                "--marketplace",
                market.url(),
                "--ledger",
                "http://127.0.0.1:1");
    }

    private int byFarmer(String... more) {
        List<String> words = new ArrayList<>(List.of("farmer", "rotate", "--dir", folder("farmer")));
        words.addAll(List.of("--node-dir", dir.toString(), "--marketplace", market.url()));
        words.addAll(List.of("--ledger", ledger.uri().toString()));
        words.addAll(Arrays.asList(more));
        return pulse(words.toArray(String[]::new));
    }

    private Account present() throws IOException {
        return KeyStore.load(dir).key().account();
    }

    private Account waiting() throws IOException {
        return KeyStore.loadNext(dir).key().account();
    }

    private Account onLedger() {
        try (LedgerClient client = new LedgerClient(RpcSettings.of(List.of(ledger.uri())))) {
            return new Hosting(client).node(NODE).orElseThrow().identity();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("agent.lock"))
                    .sorted()
                    .toList();
        }
    }

    private String kept(Account next) {
        return "node-key.before-" + next.hex().substring(0, 12) + ".json";
    }

    private void assertDone() throws IOException {
        Account now = present();
        assertThat(now).isNotEqualTo(first);
        assertThat(market.bound).isEqualTo(now);
        assertThat(onLedger()).isEqualTo(now);
        assertThat(files()).containsExactly(kept(now), "node-key.json");
        for (String name : files()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(name))))
                    .isEqualTo("rw-------");
        }
        Files.createDirectories(temp.resolve("old"));
        Files.copy(dir.resolve(kept(now)), KeyStore.fileIn(temp.resolve("old")));
        assertThat(KeyStore.load(temp.resolve("old")).key().account()).isEqualTo(first);
    }

    @Test
    void a_node_gets_another_key_everywhere_and_pairs_again_by_it() throws IOException {
        assertThat(rotate()).as(err.toString()).isZero();
        assertDone();
        assertThat(out.toString())
                .contains(
                        "ledger      has the new account", "rotated     farm-1", "paired      farm-1", kept(present()));
        assertThat(market.rotated).singleElement().extracting(Rotation::owner).isNull();
        assertThat(market.paired).containsExactly(present());

        Account second = present();
        assertThat(rotate())
                .as("and another one, of an account that never called before: " + err)
                .isZero();
        assertThat(present()).isNotEqualTo(second);
        assertThat(onLedger()).isEqualTo(present());
        assertThat(files()).contains(kept(second), kept(present())).hasSize(3);
    }

    @Test
    void while_its_agent_runs_nothing_is_changed() throws IOException {
        try (RunLock agent = RunLock.take(dir)) {
            assertThat(agent).isNotNull();
            assertThat(rotate()).isEqualTo(1);
            assertThat(byFarmer()).isEqualTo(1);
        }
        assertThat(err.toString()).contains("Another agent runs", "stop the other one first");
        assertThat(files()).containsExactly("node-key.json");
        assertThat(onLedger()).isEqualTo(first);
        assertThat(rotate()).isZero();
    }

    @Test
    void cut_off_between_the_ledger_and_the_marketplace_it_goes_on_with_the_same_key() throws IOException {
        market.mishaps.add(Mishap.REFUSED);
        assertThat(rotate()).isEqualTo(1);
        assertThat(err.toString()).contains("not rotated: So it was told. (told_to)");
        Account begun = waiting();
        assertThat(present()).isEqualTo(first);
        assertThat(onLedger()).isEqualTo(begun);
        assertThat(files()).containsExactly("node-key.json", "node-key.next.json");

        assertThat(rotate()).as(err.toString()).isZero();
        assertThat(out.toString()).contains("as begun before", "has the new account, as before");
        assertThat(present()).isEqualTo(begun);
        assertDone();
    }

    @Test
    void an_answer_that_was_lost_and_a_marketplace_that_is_busy_are_asked_again() throws IOException {
        market.mishaps.addAll(List.of(Mishap.BUSY, Mishap.LOST));
        assertThat(rotate()).as(err.toString()).isZero();
        assertThat(out.toString()).contains("rotated     farm-1, as before");
        assertThat(market.rotated).hasSize(1);
        assertDone();
    }

    @Test
    void cut_off_after_the_marketplace_it_finds_all_done_but_the_last_step() throws IOException {
        market.mishaps.addAll(List.of(Mishap.REFUSED));
        assertThat(rotate()).isEqualTo(1);
        Account begun = waiting();
        market.bound = begun;
        // Another cut left the old key's file behind already, and half of one.
        Files.copy(KeyStore.fileIn(dir), dir.resolve(kept(begun)));
        Files.writeString(dir.resolve(kept(begun) + ".tmp"), "{");
        assertThat(rotate()).as(err.toString()).isZero();
        assertThat(out.toString()).contains("rotated     farm-1, as before");
        assertDone();
    }

    @Test
    void what_is_away_changes_nothing_for_good() throws IOException {
        assertThat(pulse("node", "rotate", "--dir", dir.toString(), "--marketplace", "http://127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("http://127.0.0.1:1 can't be asked", "run it again");
        assertThat(files()).containsExactly("node-key.json");
        assertThat(rotateWithoutLedger()).isEqualTo(1);
        assertThat(err.toString()).contains("not finished at the ledger; run it again");
        assertThat(market.rotated).isEmpty();
        assertThat(present()).isEqualTo(first);
        Account begun = waiting();
        assertThat(rotate()).isZero();
        assertThat(present()).isEqualTo(begun);
    }

    @Test
    void where_no_ledger_is_asked_none_is_told() throws IOException {
        market.verification = "mock";
        assertThat(rotateWithoutLedger()).as(err.toString()).isZero();
        assertThat(out.toString()).contains("ledger      not asked", "NOT checked with a ledger");
        market.verification = "real";
        assertThat(rotate("--no-ledger")).as(err.toString()).isZero();
        assertThat(market.rotated).hasSize(2);
        assertThat(onLedger()).isEqualTo(first);
    }

    @Test
    void a_node_that_nobody_heard_of_has_its_new_key_all_the_same() throws IOException {
        market.bound = null;
        assertThat(rotate()).as(err.toString()).isZero();
        assertThat(out.toString()).contains("no heartbeat of the node was taken yet");
        assertThat(onLedger()).isEqualTo(present());
    }

    @Test
    void a_node_on_offer_stays_so_and_one_that_nobody_paired_pairs_with_nobody() throws IOException {
        market.offered = true;
        assertThat(rotate()).isZero();
        assertThat(out.toString()).contains("on offer    as before");
        market.farmer = null;
        assertThat(rotate()).isZero();
        assertThat(market.paired).isEmpty();
        assertThat(market.rotated).hasSize(2);
    }

    @Test
    void a_pairing_that_is_refused_is_said_and_the_key_is_changed() throws IOException {
        market.refusePairings = true;
        assertThat(rotate()).isEqualTo(1);
        assertThat(err.toString()).contains("not paired by the new key", "pulse node pair --dir " + dir, farmer.hex());
        assertDone();
    }

    @Test
    void a_pairing_in_the_second_of_the_last_one_is_signed_again_a_second_later() throws IOException {
        market.stalePairings = 1;
        assertThat(rotate()).as(err.toString()).isZero();
        assertThat(market.paired).containsExactly(present());
        assertDone();

        market.stalePairings = 2;
        assertThat(rotate()).as("a clock that is more than that behind").isEqualTo(1);
        assertThat(err.toString()).contains("not paired by the new key: So it was told. (stale_pairing)");
    }

    @Test
    void the_farmer_does_it_where_the_key_is_lost() throws IOException {
        Files.move(KeyStore.fileIn(dir), temp.resolve("lost.json"));
        assertThat(byFarmer()).isEqualTo(1);
        assertThat(err.toString()).contains("--node-id");
        market.mishaps.add(Mishap.REFUSED);
        assertThat(byFarmer("--node-id", NODE)).isEqualTo(1);
        Account begun = waiting();
        assertThat(byFarmer())
                .as("its name is known from the key that waits: " + err)
                .isZero();
        assertThat(present()).isEqualTo(begun);
        assertThat(KeyStore.load(dir).nodeId()).isEqualTo(NODE);
        assertThat(files()).as("there was none to keep").containsExactly("node-key.json");
        assertThat(onLedger()).isEqualTo(begun);
        assertThat(market.rotated).singleElement().satisfies(rotation -> {
            assertThat(rotation.owner()).isEqualTo(farmer);
            assertThat(rotation.account()).isEqualTo(first);
            assertThat(rotation.next()).isEqualTo(begun);
        });
        assertThat(market.paired).as("the machine is another one").isEmpty();
        assertThat(out.toString()).contains("pulse node pair");
    }

    @Test
    void the_farmer_keeps_what_is_left_of_the_old_key() throws IOException {
        Files.writeString(KeyStore.fileIn(dir), "half a k");
        assertThat(byFarmer()).isEqualTo(1);
        assertThat(err.toString()).contains("damaged", "--node-id");
        assertThat(byFarmer("--node-id", NODE)).as(err.toString()).isZero();
        assertThat(dir.resolve(kept(present()))).hasContent("half a k");
        assertThat(byFarmer("--node-id", "another")).isEqualTo(2);
        assertThat(err.toString()).contains("is that of the node " + NODE);
        assertThat(byFarmer("--node-id", "No Name")).isEqualTo(2);
        assertThat(pulse("farmer", "rotate", "--dir", folder("nobody"), "--node-dir", dir.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("pulse farmer init");
    }

    @Test
    void a_stranger_does_not() throws IOException {
        pulse("farmer", "init", "--dir", folder("stranger"));
        String url = ledger.uri().toString();
        pulse("farmer", "faucet", "--dir", folder("stranger"), "--ledger", url);
        assertThat(pulse(
                        "farmer",
                        "rotate",
                        "--dir",
                        folder("stranger"),
                        "--node-dir",
                        dir.toString(),
                        "--marketplace",
                        market.url(),
                        "--ledger",
                        url))
                .isEqualTo(1);
        assertThat(err.toString()).contains("only the node's identity and its farm's owner change it");
        assertThat(market.rotated).isEmpty();
        assertThat(present()).isEqualTo(first);
    }

    @Test
    void an_agent_that_runs_in_between_says_so() {
        market.mishaps.add(Mishap.REFUSED);
        assertThat(rotate()).isEqualTo(1);
        try (FakeIngest ingest = new FakeIngest(post -> Reply.accepted(60))) {
            assertThat(pulse("node", "run", "--dir", dir.toString(), "--ingest", ingest.base(), "--once"))
                    .isZero();
        }
        assertThat(err.toString()).contains("begun and not finished: pulse node rotate --dir " + dir);
    }

    @CommandLine.Command(name = "pulse")
    private static final class Root implements Runnable {
        @Override
        public void run() {}
    }
}
