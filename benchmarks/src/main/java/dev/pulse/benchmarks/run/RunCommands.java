package dev.pulse.benchmarks.run;

import dev.pulse.benchmarks.record.RecordOptions;
import dev.pulse.benchmarks.record.Recording;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The commands of {@code pulse bench} that put load on real processes. */
public final class RunCommands {
    private RunCommands() {}

    /** All of them, in the order in which somebody would run them. */
    public static List<Object> all() {
        return List.of(
                new Ingest(),
                new Pipeline(),
                new Detection(),
                new Recovery(),
                new Instances(),
                new Connections(),
                new Explorer(),
                new Storage());
    }

    /** What they have in common: they run, say how far they are, record, and print what was found. */
    abstract static class Run implements Callable<Integer> {
        @Mixin
        private RunOptions options;

        @Mixin
        private RecordOptions records;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws Exception {
            String name = spec.name();
            PrintWriter err = spec.commandLine().getErr();
            long begun = System.nanoTime();
            Recording recording = records.begin(name);
            try {
                measure(options, recording, Clock.systemUTC(), line -> {
                    err.printf(Locale.ROOT, "%5d s  %s%n", (System.nanoTime() - begun) / 1_000_000_000L, line);
                    err.flush();
                });
            } finally {
                // Whatever was found until a run failed is worth a look.
                print(recording);
            }
            PrintWriter out = spec.commandLine().getOut();
            if (options.quick()) {
                out.println("A quick run is not recorded.");
            } else {
                out.println("Recorded in " + records.end(recording));
            }
            out.flush();
            return 0;
        }

        private void print(Recording recording) {
            PrintWriter out = spec.commandLine().getOut();
            recording
                    .result()
                    .figures()
                    .forEach((figure, value) -> out.printf(
                            Locale.ROOT, "%-48s %14.3f %-10s %s%n", figure, value.value(), value.unit(), value.note()));
            out.flush();
        }

        abstract void measure(RunOptions options, Recording recording, Clock clock, Consumer<String> progress)
                throws Exception;
    }

    @Command(
            name = "ingest",
            description = "Processor time of the ingest for a heartbeat, beside nginx answering 204. Eight minutes.",
            mixinStandardHelpOptions = true)
    static final class Ingest extends Run {
        @Option(names = "--rate", paramLabel = "N", description = "Requests a second on both sides (default: 8000).")
        private int rate;

        @Override
        void measure(RunOptions options, Recording recording, Clock clock, Consumer<String> progress) throws Exception {
            new IngestRun(options, rate > 0 ? rate : options.pick(8_000, 1_000), recording, clock, progress).run();
        }
    }

    @Command(
            name = "pipeline",
            description = "The whole path at a steady rate with 10,000, 100,000 and 1,000,000 nodes. Twenty minutes.",
            mixinStandardHelpOptions = true)
    static final class Pipeline extends Run {
        @Option(names = "--rate", paramLabel = "N", description = "Heartbeats a second (default: 8000).")
        private int rate;

        @Option(names = "--fleets", paramLabel = "N", split = ",", description = "Sizes of fleets, smallest first.")
        private List<Integer> fleets = new ArrayList<>();

        @Override
        void measure(RunOptions options, Recording recording, Clock clock, Consumer<String> progress) throws Exception {
            List<Integer> usual = options.quick() ? List.of(1_000) : List.of(10_000, 100_000, 1_000_000);
            new PipelineRun(
                            options,
                            fleets.isEmpty() ? usual : fleets,
                            rate > 0 ? rate : options.pick(8_000, 500),
                            recording,
                            clock,
                            progress)
                    .run();
        }
    }

    @Command(
            name = "detection",
            description = "How late silent nodes are called offline among a million. Eleven intervals: twelve minutes.",
            mixinStandardHelpOptions = true)
    static final class Detection extends Run {
        @Option(names = "--nodes", paramLabel = "N", description = "Nodes (default: 1000000).")
        private int nodes;

        @Option(names = "--interval", paramLabel = "S", description = "Seconds between two heartbeats (default: 60).")
        private int interval;

        @Override
        void measure(RunOptions options, Recording recording, Clock clock, Consumer<String> progress) throws Exception {
            new DetectionRun(
                            options,
                            nodes > 0 ? nodes : options.pick(1_000_000, 3_000),
                            Duration.ofSeconds(interval > 0 ? interval : options.pick(60, 2)),
                            recording,
                            clock,
                            progress)
                    .run();
        }
    }

    @Command(
            name = "recovery",
            description = "kill -9 of each process among a million nodes, with and without a standby. Fifteen minutes.",
            mixinStandardHelpOptions = true)
    static final class Recovery extends Run {
        @Option(names = "--nodes", paramLabel = "N", description = "Nodes (default: 1000000).")
        private int nodes;

        @Option(names = "--rate", paramLabel = "N", description = "Heartbeats a second meanwhile (default: 1000).")
        private int rate;

        @Override
        void measure(RunOptions options, Recording recording, Clock clock, Consumer<String> progress) throws Exception {
            new RecoveryRun(
                            options,
                            nodes > 0 ? nodes : options.pick(1_000_000, 3_000),
                            rate > 0 ? rate : options.pick(1_000, 300),
                            recording,
                            clock,
                            progress)
                    .run();
        }
    }

    @Command(
            name = "instances",
            description =
                    "A second instance of each stream that joins, leaves in order and is killed, without and with a"
                            + " standby. Ten minutes.",
            mixinStandardHelpOptions = true)
    static final class Instances extends Run {
        @Option(names = "--nodes", paramLabel = "N", description = "Nodes (default: 100000).")
        private int nodes;

        @Option(names = "--rate", paramLabel = "N", description = "Heartbeats a second meanwhile (default: 1000).")
        private int rate;

        @Override
        void measure(RunOptions options, Recording recording, Clock clock, Consumer<String> progress) throws Exception {
            new InstancesRun(
                            options,
                            nodes > 0 ? nodes : options.pick(100_000, 3_000),
                            rate > 0 ? rate : options.pick(1_000, 300),
                            recording,
                            clock,
                            progress)
                    .run();
        }
    }

    @Command(
            name = "connections",
            description = "Idle kept-alive connections on one ingest, and the active ones beside them. Two minutes.",
            mixinStandardHelpOptions = true)
    static final class Connections extends Run {
        @Option(
                names = "--connections",
                paramLabel = "N",
                description = "Idle connections; fewer where the limit of open files says so (default: 100000).")
        private int connections;

        @Override
        void measure(RunOptions options, Recording recording, Clock clock, Consumer<String> progress) throws Exception {
            new ConnectionsRun(
                            options,
                            connections > 0 ? connections : options.pick(100_000, 2_000),
                            recording,
                            clock,
                            progress)
                    .run();
        }
    }

    @Command(
            name = "explorer",
            description = "Searches, starts and watchers of an explorer with a million nodes, beside PostgreSQL. Eight"
                    + " minutes.",
            mixinStandardHelpOptions = true)
    static final class Explorer extends Run {
        @Option(names = "--nodes", paramLabel = "N", description = "Nodes (default: 1000000).")
        private int nodes;

        @Option(names = "--rate", paramLabel = "N", description = "Changes a second meanwhile (default: 10000).")
        private int rate;

        @Option(
                names = "--only",
                paramLabel = "PART",
                split = ",",
                description = "Of memory, comparison, searches, deep, visible, start and watchers, these alone.")
        private List<String> only = new ArrayList<>();

        @Override
        void measure(RunOptions options, Recording recording, Clock clock, Consumer<String> progress) throws Exception {
            new ExplorerRun(
                            options,
                            nodes > 0 ? nodes : options.pick(1_000_000, 20_000),
                            rate > 0 ? rate : options.pick(10_000, 500),
                            recording,
                            clock,
                            progress)
                    .run(only);
        }
    }

    @Command(
            name = "storage",
            description = "Bytes on a broker's disk for a heartbeat, by topic. Two minutes.",
            mixinStandardHelpOptions = true)
    static final class Storage extends Run {
        @Option(names = "--nodes", paramLabel = "N", description = "Nodes (default: 100000).")
        private int nodes;

        @Option(names = "--rate", paramLabel = "N", description = "Heartbeats a second (default: 8000).")
        private int rate;

        @Override
        void measure(RunOptions options, Recording recording, Clock clock, Consumer<String> progress) throws Exception {
            new StorageRun(
                            options,
                            nodes > 0 ? nodes : options.pick(100_000, 1_000),
                            rate > 0 ? rate : options.pick(8_000, 500),
                            recording,
                            clock,
                            progress)
                    .run();
        }
    }
}
