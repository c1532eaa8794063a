package dev.pulse.agent.cli;

import dev.pulse.agent.key.KeyFileException;
import dev.pulse.agent.key.KeyStore;
import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.agent.key.NodeKey;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulse node init}: makes a key. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Makes a node's key. An existing key is never overwritten.")
public final class NodeInitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--dir", required = true, paramLabel = "D", description = "The node's folder; made if need be.")
    private Path dir;

    @Option(
            names = "--node-id",
            paramLabel = "ID",
            description =
                    "The node's name (a-z, 0-9 and hyphens, at most 64). Default: node- and the account's first digits.")
    private String nodeId;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        NodeKey key = NodeKey.generate(new SecureRandom());
        NodeIdentity identity = nodeId == null ? NodeIdentity.ofKey(key) : named(key);
        try {
            Path file = KeyStore.create(dir, identity);
            out.println("node id     " + identity.nodeId());
            out.println("public key  " + key.publicKeyText());
            out.println("account     " + key.account());
            out.println("key file    " + file + " (only you can read it: back it up, a lost key is a lost name)");
            return 0;
        } catch (KeyFileException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }

    private NodeIdentity named(NodeKey key) {
        try {
            return new NodeIdentity(nodeId, key);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
