package dev.pulse.agent.cli;

import dev.pulse.agent.farm.FirstCall;
import dev.pulse.agent.farm.LedgerOption;
import dev.pulse.agent.key.KeyFileException;
import dev.pulse.agent.key.KeyStore;
import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.agent.key.NodeKey;
import dev.pulse.agent.pair.MarketClient;
import dev.pulse.agent.serve.ServeOption;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.contract.Hosting;
import dev.pulse.ledger.contract.RegisteredNode;
import dev.pulse.ledger.rpc.LedgerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code pulse node join}: all that a machine does at its first boot, and at each one after it. Every step looks first
 * whether it was done, so that it may be cut off anywhere and run again.
 */
@Command(
        name = "join",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "First boot: makes the node's key, registers it on the ledger, pairs it with its farmer, and "
                + "heartbeats. What was done before is not done again.")
public final class NodeJoinCommand implements Callable<Integer> {
    private final InstantSource clock;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--dir",
            paramLabel = "D",
            defaultValue = "pulse-node",
            description = "The node's folder; made if need be (default: ${DEFAULT-VALUE}).")
    private Path dir;

    @Option(
            names = "--node-id",
            paramLabel = "ID",
            description = "The node's name, when the folder is made. Default: node- and the account's first digits.")
    private String nodeId;

    @Option(names = "--farm", required = true, paramLabel = "F", description = "The farm's name on the ledger.")
    private String farm;

    @Mixin
    private MarketOption market;

    @Mixin
    private LedgerOption ledger;

    @Option(names = "--ingest", paramLabel = "URL", description = "The ingest; without it, where the marketplace says.")
    private String ingest;

    @Mixin
    private ServeOption serve;

    @Option(names = "--region", paramLabel = "R", description = "The region this node stands in.")
    private String region;

    @Option(names = "--once", description = "Stop after one heartbeat; the exit code says whether it was taken.")
    private boolean once;

    /** @param clock the node's clock */
    public NodeJoinCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        NodeIdentity identity;
        String target;
        try (MarketClient client = market.client(spec)) {
            identity = identity();
            if (ledger.run(spec, chain -> register(chain, identity)) != 0
                    || !market.pair(spec, client, identity, farm, dir, clock)) {
                return 1;
            }
            target = ingest == null ? client.info().ingest() : ingest;
        } catch (IOException | IllegalArgumentException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
        if (target == null) {
            spec.commandLine().getErr().println("The marketplace does not say where heartbeats go: name --ingest.");
            return 1;
        }
        return AgentCommands.configured(new NodeRunCommand(clock))
                .setOut(spec.commandLine().getOut())
                .setErr(spec.commandLine().getErr())
                .execute(run(target));
    }

    private NodeIdentity identity() throws KeyFileException {
        if (Files.exists(KeyStore.fileIn(dir))) {
            return KeyStore.load(dir);
        }
        NodeKey key = NodeKey.generate(new SecureRandom());
        NodeIdentity made = nodeId == null ? NodeIdentity.ofKey(key) : new NodeIdentity(nodeId, key);
        Path file = KeyStore.create(dir, made);
        spec.commandLine().getOut().println("key file    " + file + " (only you can read it: back it up)");
        return made;
    }

    private void register(LedgerClient chain, NodeIdentity identity) throws LedgerException, InterruptedException {
        Hosting hosting = new Hosting(chain);
        Optional<RegisteredNode> known = hosting.nodeByIdentity(identity.key().account());
        boolean done = known.filter(node ->
                        node.nodeId().equals(identity.nodeId()) && node.farmId().equals(farm))
                .isPresent();
        if (!done) {
            FirstCall.by(
                    identity.key().account(),
                    chain,
                    () -> hosting.register(identity.key().transactionSigner(), identity.nodeId(), farm));
        }
        spec.commandLine()
                .getOut()
                .println("registered  " + identity.nodeId() + " in " + farm + (done ? ", as before" : ""));
    }

    private String[] run(String target) {
        List<String> arguments =
                new ArrayList<>(List.of("--dir", dir.toString(), "--ingest", target, "--marketplace", market.url()));
        if (serve.program() != null) {
            arguments.addAll(List.of("--workload", serve.program().toString()));
        }
        if (region != null) {
            arguments.addAll(List.of("--region", region));
        }
        if (once) {
            arguments.add("--once");
        }
        return arguments.toArray(String[]::new);
    }
}
