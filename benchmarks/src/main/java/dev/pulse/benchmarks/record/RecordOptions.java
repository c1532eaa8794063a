package dev.pulse.benchmarks.record;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine.Option;

/** Where a command records: a mixin of every command that runs a benchmark. */
public final class RecordOptions {
    @Option(
            names = "--results",
            paramLabel = "FOLDER",
            description = "Where results are recorded. Default: benchmarks/results of the checkout.")
    private Path folder;

    /** The folder of results that was asked for. */
    public Results results() {
        return folder == null ? Checkout.current().results() : new Results(folder);
    }

    /** Begins a recording of what is checked out now, on this machine; notes how busy it was before. */
    public Recording begin(String benchmark) {
        return new Recording(benchmark, Checkout.current().commit(), Machine.here(), Clock.systemUTC())
                .setting(
                        "load_average_before",
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** Ends a recording and writes it; gives the file. */
    public Path end(Recording recording) {
        return results().write(recording.result());
    }
}
