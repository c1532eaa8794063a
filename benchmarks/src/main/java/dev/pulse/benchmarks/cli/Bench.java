package dev.pulse.benchmarks.cli;

import dev.pulse.benchmarks.run.RunCommands;
import dev.pulse.standalone.cli.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code pulse bench} command. */
@Command(
        name = "pulse bench",
        description = "Measures what Pulse costs. Results go to benchmarks/results, pages to benchmarks.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {MicroCommand.class, SummaryCommand.class, PagesCommand.class})
public final class Bench {
    private Bench() {}

    /** Runs a command and exits with its status: 0 done, 1 failed, 2 wrong usage. */
    public static void main(String[] arguments) {
        System.exit(commands().execute(arguments));
    }

    static CommandLine commands() {
        CommandLine bench = new CommandLine(new Bench());
        RunCommands.all().forEach(bench::addSubcommand);
        return bench;
    }
}
