package dev.pulse.benchmarks.cli;

import dev.pulse.benchmarks.page.Summary;
import dev.pulse.benchmarks.record.RecordOptions;
import dev.pulse.benchmarks.record.Results;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pulse bench summary}. */
@Command(
        name = "summary",
        description = "Writes summary.json from the recorded results, and from nothing else.",
        mixinStandardHelpOptions = true)
final class SummaryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RecordOptions record;

    @Override
    public Integer call() {
        Results results = record.results();
        spec.commandLine().getOut().println("Written: " + Summary.of(results).write(results));
        return 0;
    }
}
