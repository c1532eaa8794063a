package dev.pulse.agent.farm;

import dev.pulse.agent.key.KeyStore;
import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.ledger.contract.Hosting;
import dev.pulse.ledger.contract.RegisteredNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pulse node register}: a node's entry on the ledger. */
@Command(
        name = "register",
        mixinStandardHelpOptions = true,
        description = "Registers a node with its own key in a farm on the ledger. The same again changes nothing.")
public final class NodeRegisterCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LedgerOption ledger;

    @Option(
            names = "--dir",
            required = true,
            paramLabel = "D",
            description = "The node's folder, made by: pulse node init.")
    private Path dir;

    @Option(names = "--farm", required = true, paramLabel = "F", description = "The farm's name on the ledger.")
    private String farm;

    @Override
    public Integer call() throws InterruptedException {
        return ledger.run(spec, client -> {
            NodeIdentity node = KeyStore.load(dir);
            Hosting hosting = new Hosting(client);
            hosting.register(node.key().transactionSigner(), node.nodeId(), farm);
            RegisteredNode found = hosting.node(node.nodeId()).orElseThrow();
            spec.commandLine().getOut().println("node        " + found.nodeId());
            spec.commandLine().getOut().println("identity    " + found.identity());
            spec.commandLine().getOut().println("farm        " + found.farmId() + ", of " + found.owner());
        });
    }
}
