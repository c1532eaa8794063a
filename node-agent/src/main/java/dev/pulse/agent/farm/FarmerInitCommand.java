package dev.pulse.agent.farm;

import dev.pulse.agent.key.AccountStore;
import dev.pulse.agent.key.KeyFileException;
import dev.pulse.agent.key.NodeKey;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pulse farmer init}: makes a key. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Makes the key of a farmer's or a renter's account. An existing one is never overwritten.")
public final class FarmerInitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--dir", required = true, paramLabel = "D", description = "A folder of his own; made if need be.")
    private Path dir;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        NodeKey key = NodeKey.generate(new SecureRandom());
        try {
            Path file = AccountStore.create(dir, key);
            out.println("public key  " + key.publicKeyText());
            out.println("account     " + key.account());
            out.println("key file    " + file + " (only you can read it: back it up)");
            return 0;
        } catch (KeyFileException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }
}
