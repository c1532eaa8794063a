package dev.pulse.agent.farm;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pulse farmer}: names its subcommands. */
@Command(
        name = "farmer",
        mixinStandardHelpOptions = true,
        description = "A farmer's key, and what he has on the ledger: farms, nodes, SPORE.")
public final class FarmerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return 2;
    }
}
