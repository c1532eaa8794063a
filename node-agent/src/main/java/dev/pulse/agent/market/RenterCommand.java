package dev.pulse.agent.market;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pulse renter}: names its subcommands. */
@Command(
        name = "renter",
        mixinStandardHelpOptions = true,
        description = "A renter's key, what he lets a marketplace spend, and what he rents.")
public final class RenterCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return 2;
    }
}
