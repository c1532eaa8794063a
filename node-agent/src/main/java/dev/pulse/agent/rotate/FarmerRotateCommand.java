package dev.pulse.agent.rotate;

import dev.pulse.agent.key.AccountStore;
import dev.pulse.agent.key.KeyFileException;
import dev.pulse.agent.key.KeyStore;
import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.agent.key.NodeKey;
import dev.pulse.agent.rotate.KeyChange.Author;
import dev.pulse.domain.account.NodeId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulse farmer rotate}: another key for a node whose own is lost, by the owner of its farm. */
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Gives a node of the farmer's another key, for one whose own is lost. Cut off anywhere, it goes on"
                        + " where it was when it is run again.")
public final class FarmerRotateCommand implements Callable<Integer> {
    private final InstantSource clock;

    @Spec
    private CommandSpec spec;

    @Option(names = "--dir", required = true, paramLabel = "D", description = "The folder of the farmer's key.")
    private Path dir;

    @Option(
            names = "--node-dir",
            required = true,
            paramLabel = "D",
            description = "The node's folder, where the new key goes; made if need be.")
    private Path nodeDir;

    @Option(
            names = "--node-id",
            paramLabel = "ID",
            description = "The node's name, where its folder has no key that says it.")
    private String nodeId;

    @Mixin
    private KeyChange change;

    /** @param clock the farmer's clock */
    public FarmerRotateCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (nodeId != null && !NodeId.isValid(nodeId)) {
            throw new ParameterException(spec.commandLine(), "--node-id must match [a-z0-9][a-z0-9-]{0,63}");
        }
        return change.run(spec, nodeDir, clock, () -> {
            NodeKey farmer = AccountStore.load(dir);
            NodeIdentity node = present();
            return node == null
                    ? new Author(nodeId, null, farmer)
                    : new Author(node.nodeId(), node.key().account(), farmer);
        });
    }

    /** Who the node is by its folder; null where that does not say it any more, and the farmer does. */
    private NodeIdentity present() throws KeyFileException {
        try {
            boolean begun = Files.notExists(KeyStore.fileIn(nodeDir)) && Files.exists(KeyStore.nextFileIn(nodeDir));
            NodeIdentity node = begun ? KeyStore.loadNext(nodeDir) : KeyStore.load(nodeDir);
            if (nodeId != null && !nodeId.equals(node.nodeId())) {
                throw new ParameterException(
                        spec.commandLine(), "The key in " + nodeDir + " is that of the node " + node.nodeId());
            }
            return node;
        } catch (KeyFileException lost) {
            if (nodeId == null) {
                spec.commandLine().getErr().println("The node's name is not to be had: give it by --node-id.");
                throw lost;
            }
            return null;
        }
    }
}
