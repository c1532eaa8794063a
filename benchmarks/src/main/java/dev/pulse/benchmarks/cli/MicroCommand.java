package dev.pulse.benchmarks.cli;

import dev.pulse.benchmarks.micro.MicroRun;
import dev.pulse.benchmarks.record.RecordOptions;
import dev.pulse.benchmarks.record.Recording;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pulse bench micro}. */
@Command(
        name = "micro",
        description = "Each step of a heartbeat's path by itself, by JMH: some five minutes.",
        mixinStandardHelpOptions = true)
final class MicroCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RecordOptions record;

    @Option(names = "--quick", description = "Only sees whether all run, in about a minute; records nothing.")
    private boolean quick;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Recording recording = record.begin("micro");
        new MicroRun(quick, line -> {
                    out.println(line);
                    out.flush();
                })
                .into(recording);
        if (!quick) {
            out.println("Recorded in " + record.end(recording));
        }
        return 0;
    }
}
