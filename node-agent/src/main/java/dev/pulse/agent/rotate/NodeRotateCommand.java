package dev.pulse.agent.rotate;

import dev.pulse.agent.key.KeyStore;
import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.agent.rotate.KeyChange.Author;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pulse node rotate}: another key for a node, by the old one. */
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Gives a node another key, by its old one: on the ledger, at the marketplace, in its folder. Stop"
                + " the node's agent first. Cut off anywhere, it goes on where it was when it is run again.")
public final class NodeRotateCommand implements Callable<Integer> {
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
    private KeyChange change;

    /** @param clock the node's clock */
    public NodeRotateCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        return change.run(spec, dir, clock, () -> {
            NodeIdentity node = KeyStore.load(dir);
            return new Author(node.nodeId(), node.key().account(), node.key());
        });
    }
}
