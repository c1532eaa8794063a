package dev.pulse.agent.cli;

import dev.pulse.agent.key.KeyFileException;
import dev.pulse.agent.key.KeyStore;
import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.agent.pair.MarketClient;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pulse node pair}: a node's word to a marketplace on whose it is. */
@Command(
        name = "pair",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Pairs a node with its farmer at a marketplace. The same again changes nothing.")
public final class NodePairCommand implements Callable<Integer> {
    private final InstantSource clock;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--dir",
            required = true,
            paramLabel = "D",
            description = "The node's folder, made by: pulse node init.")
    private Path dir;

    @Mixin
    private MarketOption market;

    @Option(names = "--farm", paramLabel = "F", description = "The farm; without it, the one that the ledger has.")
    private String farm;

    /** @param clock the node's clock */
    public NodePairCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (MarketClient client = market.client(spec)) {
            NodeIdentity identity = KeyStore.load(dir);
            return market.pair(spec, client, identity, farm, dir, clock) ? 0 : 1;
        } catch (KeyFileException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }
}
