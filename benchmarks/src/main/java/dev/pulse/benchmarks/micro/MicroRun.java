package dev.pulse.benchmarks.micro;

import dev.pulse.benchmarks.record.Figure;
import dev.pulse.benchmarks.record.Recording;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the micro-benchmarks by JMH, each in JVMs of its own, and records them: about five minutes in all. */
public final class MicroRun {
    /** The flags of a measured JVM that the services have too, and memory for a million nodes. */
    private static final String[] JVM = {
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Djava.net.preferIPv4Stack=true",
        "-Dlogback.configurationFile=benchmark-logback.xml",
        "--add-modules=jdk.incubator.vector",
        "-Xms3g",
        "-Xmx3g"
    };

    /**
     * Benchmarks that are run alike.
     *
     * @param types their classes
     * @param forks JVMs, one after the other
     * @param warmup iterations before those that count
     * @param iterations that count, of a second each
     */
    private record Group(List<Class<?>> types, int forks, int warmup, int iterations) {}

    /** The ratios stand on the first group, so it gets the most; the last one fills a million nodes in before it begins. */
    private static final List<Group> GROUPS = List.of(
            new Group(List.of(VerifyBench.class), 3, 4, 4),
            new Group(
                    List.of(
                            DocumentBench.class,
                            RecordBench.class,
                            LimitBench.class,
                            TelemetryBench.class,
                            IngestBench.class,
                            ProverBench.class),
                    1,
                    3,
                    5),
            new Group(List.of(LivenessBench.class, KeeperBench.class, AllDueBench.class), 1, 3, 5));

    private static final int SMOKE_NODES = 50_000;

    private final boolean quick;
    private final Consumer<String> progress;

    /**
     * A run.
     *
     * @param quick a smoke test: one short iteration of each in this JVM's own child, few nodes, no figures worth keeping
     * @param progress is told each figure as it comes
     */
    public MicroRun(boolean quick, Consumer<String> progress) {
        this.quick = quick;
        this.progress = progress;
    }

    /**
     * Runs all benchmarks and records a figure for each, in microseconds.
     *
     * @throws IllegalStateException when one of them fails; nothing should be recorded then
     */
    public void into(Recording recording) {
        Map<String, Figure> figures = new TreeMap<>();
        recording.setting("jvm_flags", String.join(" ", JVM)).setting("nodes", quick ? SMOKE_NODES : 1_000_000);
        for (Group group : GROUPS) {
            group.types().forEach(type -> {
                Map<String, Figure> measured = run(group, type);
                measured.forEach(recording::figure);
                figures.putAll(measured);
                recording.setting(
                        prefix(type) + "_runs",
                        group.forks() + " JVMs, " + group.warmup() + " + " + group.iterations() + " s each");
            });
        }
        Ratios.of(figures).forEach((name, ratio) -> {
            recording.figure(name, ratio);
            progress.accept(line(name, ratio));
        });
    }

    private Map<String, Figure> run(Group group, Class<?> type) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(type.getName().replace(".", "\\.") + "\\..*")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .threads(1)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .jvmArgs(JVM)
                .forks(quick ? 1 : group.forks())
                .warmupIterations(quick ? 0 : group.warmup())
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(quick ? 1 : group.iterations())
                .measurementTime(quick ? TimeValue.milliseconds(50) : TimeValue.seconds(1));
        if (quick) {
            options.param("nodes", Integer.toString(SMOKE_NODES));
        }
        Collection<RunResult> results;
        try {
            results = new Runner(options.build()).run();
        } catch (RunnerException failed) {
            throw new IllegalStateException(type.getSimpleName() + " failed: " + failed.getMessage(), failed);
        }
        Map<String, Figure> figures = new TreeMap<>();
        for (RunResult result : results) {
            String method = result.getParams().getBenchmark();
            method = method.substring(method.lastIndexOf('.') + 1);
            String name = prefix(type) + "_" + snake(method);
            Result<?> primary = result.getPrimaryResult();
            Figure figure = new Figure(primary.getScore(), primary.getScoreError(), "us", note(type, method));
            figures.put(name, figure);
            progress.accept(line(name, figure));
        }
        return figures;
    }

    private static String line(String name, Figure figure) {
        String error = figure.error() == null ? "" : String.format(Locale.ROOT, " ± %.3f", figure.error());
        return String.format(Locale.ROOT, "%-42s %10.3f%s %s", name, figure.value(), error, figure.unit());
    }

    private static String note(Class<?> type, String method) {
        for (Method candidate : type.getMethods()) {
            Measures measures = candidate.getAnnotation(Measures.class);
            if (measures != null && candidate.getName().equals(method)) {
                return measures.value();
            }
        }
        throw new IllegalStateException(type.getSimpleName() + "." + method + " does not say what it measures");
    }

    /** {@code VerifyBench} is {@code verify}. */
    static String prefix(Class<?> type) {
        return snake(type.getSimpleName().replaceFirst("Bench$", ""));
    }

    static String snake(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
