package dev.pulse.benchmarks.run;

import dev.pulse.benchmarks.record.Recording;
import dev.pulse.benchmarks.run.explorer.Crowd;
import dev.pulse.benchmarks.run.explorer.Grid;
import dev.pulse.benchmarks.run.explorer.StateFeed;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many watchers one explorer serves: all have their transitions and the counts within a second, p99, and none is missing. As many as
 * the limit of open files lets either end have are tried first, and then fewer, until it is so.
 */
final class WatcherTrial {
    private static final Pattern OPEN_FILES = Pattern.compile("Max open files\\s+(\\d+)");
    /** Files that either end has open beside the connections, generously. */
    private static final int OTHER_FILES = 700;

    private static final double SECOND_MS = 1_000;
    private static final long SECOND_NANOS = 1_000_000_000L;
    /** What is tried one after the other, where more was too many. */
    private static final List<Integer> FEWER = List.of(12_000, 7_500, 5_000, 2_500, 1_000, 250);

    private static final int TRANSITIONS_PER_S = 100;
    /** Watchers of every node among those of one node each. */
    private static final int WATCH_ALL = 50;
    /** Between two nodes that have a transition, so that neighbours are strangers. */
    private static final int STRIDE = 7_919;

    private final RunOptions options;
    private final Recording findings;
    private final Consumer<String> progress;
    private long sequence;

    WatcherTrial(RunOptions options, Recording findings, Consumer<String> progress) {
        this.options = options;
        this.findings = findings;
        this.progress = progress;
    }

    void run(URI explorer, LongSupplier cpuMicros, long pid, StateFeed feed) throws IOException {
        long files = Math.min(openFiles(pid), openFiles(ProcessHandle.current().pid()));
        findings.setting("open_files_limit", files);
        int most = (int) Math.min(options.pick(20_000, 500), files - OTHER_FILES);
        boolean served = served(explorer, cpuMicros, feed, most);
        for (int wanted : FEWER) {
            served = served || wanted < most && served(explorer, cpuMicros, feed, wanted);
        }
    }

    private boolean served(URI explorer, LongSupplier cpuMicros, StateFeed feed, int wanted) throws IOException {
        int all = Math.min(WATCH_ALL, wanted / 10);
        int seconds = options.pick(20, 5);
        try (Crowd crowd = new Crowd()) {
            progress.accept("opening " + wanted + " watchers");
            crowd.open(explorer, all, wanted - all);
            crowd.read(System.nanoTime() + options.pick(5, 2) * SECOND_NANOS);
            crowd.reset();
            long cpuBefore = cpuMicros.getAsLong();
            long begun = System.nanoTime();
            int sent = TRANSITIONS_PER_S * seconds;
            for (int i = 0; i < sent; i++) {
                String node = Grid.id((int) ((long) i * STRIDE % (wanted - all)));
                sequence++;
                crowd.expect(node, sequence);
                feed.transition(node, sequence);
                crowd.read(begun + (i + 1) * SECOND_NANOS / TRANSITIONS_PER_S);
            }
            double used = (cpuMicros.getAsLong() - cpuBefore) / 1e6;
            double took = (System.nanoTime() - begun) / 1e9;
            crowd.read(System.nanoTime() + 2 * SECOND_NANOS);
            return judged(crowd, wanted, (long) sent * (all + 1), seconds, used / took);
        }
    }

    private boolean judged(Crowd crowd, int wanted, long expected, int seconds, double cores) {
        double counts = crowd.counts().getValueAtPercentile(99) / 1e3;
        double transitions = crowd.transitions().getValueAtPercentile(99) / 1e3;
        progress.accept(wanted + " watchers: counts p99 " + counts + " ms, transitions p99 " + transitions + " ms, "
                + crowd.transitions().getTotalCount() + " of " + expected + " transitions, at least "
                + crowd.fewestCounts() + " counts each, " + crowd.open() + " still there, " + cores + " cores");
        boolean served = crowd.open() == wanted
                && crowd.transitions().getTotalCount() == expected
                && crowd.fewestCounts() >= seconds / 2
                && Math.max(counts, transitions) <= SECOND_MS;
        if (served) {
            findings.figure(
                    "sse_watchers",
                    (double) wanted,
                    "watchers",
                    "all had their transitions and the counts of each second within a second, p99; both ends are"
                            + " limited to the open files that the settings say");
            findings.figure("watchers_counts_p99_ms", counts, "ms", "from the first watcher to each other one");
            findings.figure("watchers_transitions_p99_ms", transitions, "ms", "from the writing to each watcher");
            findings.figure("watchers_cpu_cores", cores, "cores", "the whole explorer meanwhile, changes coming in");
        }
        return served;
    }

    private static long openFiles(long pid) throws IOException {
        Matcher limit = OPEN_FILES.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "limits")));
        return limit.find() ? Long.parseLong(limit.group(1)) : 1_024;
    }
}
