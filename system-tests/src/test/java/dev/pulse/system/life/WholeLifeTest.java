package dev.pulse.system.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pulse.agent.key.AccountStore;
import dev.pulse.agent.key.NodeKey;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.rpc.RpcSettings;
import dev.pulse.system.Http;
import dev.pulse.system.PulseCommand;
import dev.pulse.system.rig.ChildProcess;
import dev.pulse.system.rig.Cluster;
import dev.pulse.system.rig.ClusterSettings;
import dev.pulse.system.rig.ClusterSettings.Instances;
import dev.pulse.system.rig.ClusterSettings.Service;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node's life, led over HTTP by a client that shares no code with Pulse, while after each step a process is killed. What
 * comes of it is what comes of a life that nobody disturbs. Which process after which step, a seed decides:
 * {@code -Dpulse.test.seed=S}.
 */
class WholeLifeTest {
    private static final List<String> STEPS = List.of(
            "farm",
            "register",
            "pair",
            "pending",
            "publish",
            "search",
            "approve",
            "reserve",
            "run",
            "release",
            "again",
            "rotate");

    /** What it must come to: two slices for three hours given back in the first, one for five that runs on. */
    private static final String EXPECTED = """
            {"account":"node","lifecycle":"reserved","farmer":"farmer","farm":"outside","price":"60","template":"basic",
             "slices":15,"free":14,"held":1,
             "reservations":[[2,3,"360000000000000000000",false],[1,5,"300000000000000000000",true]],
             "balance":{"farmer":"100120000000000000000000","renter":"99580000000000000000000"}}""";

    private static final Duration STEP = Duration.ofSeconds(60);
    private static final String LEDGER = "ledger";

    @TempDir
    Path folder;

    private final int ledgerPort = Http.freePorts();
    private Cluster cluster;
    private ChildProcess ledger;

    @Test
    void a_kill_between_any_two_steps_changes_nothing_and_the_ledger_alone_brings_it_back() throws Exception {
        assumeTrue(Outsider.isPossible(), "Python with its cryptography package is not installed here");
        startLedger();
        makeOperator();
        try (Cluster started = new Cluster(settings())) {
            cluster = started;
            cluster.start();
            Outsider outsider = new Outsider(
                    folder.resolve("outsider/state.json"),
                    cluster.url(Service.MARKETPLACE),
                    cluster.url(Service.INGEST),
                    ledgerUrl());
            Process beat = null;
            try {
                List<String> victims = victims();
                for (int i = 0; i < STEPS.size(); i++) {
                    outsider.step(STEPS.get(i));
                    if (STEPS.get(i).equals("pair")) {
                        beat = outsider.beat();
                    }
                    killAndStart(victims.get(i % victims.size()));
                }
                assertThat(Http.json(outsider.step("summary"))).isEqualTo(Http.json(EXPECTED));
                everythingButTheLedgerIsLost();
                assertThat(rebuild()).last().asString().startsWith("1 nodes: 1 owners, 1 offers, 1 reservations");
                assertThat(Http.json(outsider.step("summary")))
                        .as("brought back by the ledger alone")
                        .isEqualTo(Http.json(EXPECTED));
            } finally {
                if (beat != null) {
                    beat.destroy();
                }
            }
        } finally {
            ledger.close();
        }
    }

    private ClusterSettings settings() {
        String market = """
                market:
                  ledger: ["%s"]
                  operatorKey: %s
                  settle: 5s
                """.formatted(ledgerUrl(), AccountStore.fileIn(folder.resolve("operator")));
        ClusterSettings small = ClusterSettings.small(folder, Duration.ofSeconds(2));
        Instances plain = small.services().get(Service.MARKETPLACE);
        return small.with(Service.MARKETPLACE, new Instances(1, market, plain.jvmFlags()));
    }

    /** Each process that there is, in an order that the seed decides. */
    private List<String> victims() {
        List<String> all = new ArrayList<>(cluster.brokers());
        for (Service service : Service.values()) {
            all.addAll(cluster.members(service));
        }
        all.add(LEDGER);
        all.add("registry");
        Collections.shuffle(all, new Random(Long.getLong("pulse.test.seed", 1)));
        return all;
    }

    private void killAndStart(String victim) {
        if (victim.equals(LEDGER)) {
            ledger.kill();
            startLedger();
        } else {
            cluster.kill(victim);
            cluster.start(victim);
        }
    }

    private void everythingButTheLedgerIsLost() throws IOException {
        List<String> all = new ArrayList<>(victims());
        all.remove(LEDGER);
        for (String member : all) {
            cluster.kill(member);
        }
        for (String lost : List.of("broker-1", "state", "registry")) {
            Files.move(folder.resolve(lost), folder.resolve(lost + "-lost"));
        }
        cluster.start();
    }

    private List<String> rebuild() {
        return PulseCommand.run(
                STEP,
                "rebuild",
                "--bootstrap",
                cluster.bootstrapServers(),
                "--registry",
                cluster.registryUrl(),
                "--ledger",
                ledgerUrl(),
                "--operator-dir",
                folder.resolve("operator").toString());
    }

    private String ledgerUrl() {
        return "http://127.0.0.1:" + ledgerPort;
    }

    private void startLedger() {
        ledger = ChildProcess.start(
                LEDGER,
                folder.resolve("logs/ledger.log"),
                List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                List.of(
                        "devnet-ledger",
                        "--data",
                        folder.resolve("blocks").toString(),
                        "--port",
                        Integer.toString(ledgerPort),
                        "--finality",
                        "20ms"));
    }

    /** The marketplace's account on the ledger, as an operator makes one. */
    private void makeOperator() throws Exception {
        NodeKey operator = NodeKey.ofSeed(new byte[32]);
        AccountStore.create(folder.resolve("operator"), operator);
        try (LedgerClient client = new LedgerClient(RpcSettings.of(List.of(URI.create(ledgerUrl()))))) {
            await("the ledger answers").atMost(STEP).ignoreExceptions().until(() -> {
                client.faucet(operator.account());
                return true;
            });
        }
    }
}
