package dev.pulse.benchmarks.cli;

import dev.pulse.benchmarks.page.Pages;
import dev.pulse.benchmarks.page.Summary;
import dev.pulse.benchmarks.record.Checkout;
import dev.pulse.benchmarks.record.RecordOptions;
import dev.pulse.benchmarks.record.Results;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pulse bench pages}. */
@Command(
        name = "pages",
        description = "Writes summary.json and the pages with their plots from the recorded results.",
        mixinStandardHelpOptions = true)
final class PagesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RecordOptions record;

    @Option(
            names = "--to",
            paramLabel = "FOLDER",
            description = "Where the pages are written. Default: benchmarks of the checkout.")
    private Path to;

    @Override
    public Integer call() {
        Results results = record.results();
        Summary.of(results).write(results);
        Path home = to == null ? Checkout.current().home().resolve("benchmarks") : to;
        spec.commandLine().getOut().println("Written: " + new Pages(results, home).write());
        return 0;
    }
}
