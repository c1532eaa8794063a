package dev.pulse.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pulse node}: names its subcommands. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        description = "Makes a node's key, registers it on the ledger, heartbeats for this machine, and checks proofs.")
public final class NodeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return 2;
    }
}
