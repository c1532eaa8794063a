package dev.pulse.benchmarks.run;

import dev.pulse.benchmarks.record.Axes;
import dev.pulse.benchmarks.record.CpuClock;
import dev.pulse.benchmarks.record.Recording;
import dev.pulse.benchmarks.run.explorer.Asking;
import dev.pulse.benchmarks.run.explorer.Comparison;
import dev.pulse.benchmarks.run.explorer.Grid;
import dev.pulse.benchmarks.run.explorer.Postgres;
import dev.pulse.benchmarks.run.explorer.Question;
import dev.pulse.benchmarks.run.explorer.Questions;
import dev.pulse.benchmarks.run.explorer.StateFeed;
import dev.pulse.benchmarks.run.gauge.ProcessMemory;
import dev.pulse.benchmarks.run.site.Site;
import dev.pulse.schemas.NodeState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * The explorer at a million nodes, with changes coming in: how long searches take it and what they cost beside PostgreSQL, how soon a
 * change is found, what a node takes in memory, how long a start takes, how many can watch.
 */
public final class ExplorerRun {
    private static final String EXPLORER = "marketplace";
    private static final long SEED = 20_261_127;
    private static final long LONGEST_US = 600_000_000L;
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private final RunOptions options;
    private final int nodes;
    private final int rate;
    private final Recording findings;
    private final Clock clock;
    private final Consumer<String> progress;
    private final CpuClock cpu = new CpuClock();
    private Path store;
    private List<String> parts = List.of();
    private final Set<String> shown = new HashSet<>();

    /** A part of the run; one that fails takes none of the others with it. */
    private interface Part {
        void measure() throws IOException, InterruptedException, SQLException;
    }

    /**
     * @param nodes how many there are
     * @param rate changes a second meanwhile
     * @param findings takes what is found
     */
    public ExplorerRun(
            RunOptions options, int nodes, int rate, Recording findings, Clock clock, Consumer<String> progress) {
        this.options = options;
        this.nodes = nodes;
        this.rate = rate;
        this.findings = findings;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Runs, eight minutes; a quick one some two.
     *
     * @param only the parts that are run; empty for all
     */
    public void run(List<String> only) throws IOException, InterruptedException {
        parts = only;
        Path folder = options.folder("explorer");
        options.note(findings);
        findings.setting("nodes", nodes);
        findings.setting("changes_per_s", rate);
        findings.setting("seed", SEED);
        store = folder.resolve("explorer-store");
        Map<String, String> keys = Map.of("maxWatchers", "100000", "store.folder", store.toString());
        try (Site site = Site.in(folder, options.site(Duration.ofSeconds(60), 0, List.of(), Map.of(EXPLORER, keys)))) {
            progress.accept("starting broker, registry, explorer");
            site.startBackbone();
            site.startReady(EXPLORER);
            Grid grid = new Grid(nodes, SEED, clock.instant());
            try (StateFeed feed = new StateFeed(grid, site.bootstrap(), site.serdes(), clock)) {
                measure(site, grid, feed);
            }
        } finally {
            options.done(folder);
        }
    }

    private void measure(Site site, Grid grid, StateFeed feed) throws IOException, InterruptedException {
        long empty = ProcessMemory.collected(pid(site)).live();
        fill(site, feed);
        part("memory", () -> memory(site, empty));
        part("comparison", () -> compare(site, grid));
        feed.rate(rate);
        // Before the log has grown: how much of it is compacted is the broker's affair.
        part("start", () -> restarts(site, feed));
        part("searches", () -> searches(site, grid));
        part("deep", () -> deep(site));
        part("visible", () -> visible(site, grid, feed));
        part(
                "watchers",
                () -> new WatcherTrial(options, findings, progress)
                        .run(site.url(EXPLORER), () -> cpu.micros(pid(site)), pid(site), feed));
        try {
            feed.rate(0);
        } catch (IllegalStateException lost) {
            findings.setting("failed_changes", lost.toString());
        }
    }

    private void part(String name, Part part) throws InterruptedException {
        if (!parts.isEmpty() && !parts.contains(name)) {
            return;
        }
        long begun = System.nanoTime();
        try {
            part.measure();
        } catch (IOException | SQLException | RuntimeException failed) {
            progress.accept(name + " FAILED: " + failed);
            findings.setting("failed_" + name, failed.toString());
        }
        progress.accept(name + ": " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun) + " s");
        findings.result().figures().forEach((figure, value) -> {
            if (shown.add(figure)) {
                progress.accept(String.format(Locale.ROOT, "  %s %.3f %s", figure, value.value(), value.unit()));
            }
        });
    }

    private static long pid(Site site) {
        return site.pids().get(EXPLORER);
    }

    private void fill(Site site, StateFeed feed) throws IOException, InterruptedException {
        progress.accept("writing " + nodes + " states");
        long begun = System.nanoTime();
        feed.fill();
        progress.accept("waiting for the explorer to have them");
        try (Asking asking = new Asking(site.url(EXPLORER))) {
            while (asking.ask("size=1&count=true").count() < nodes) {
                if (System.nanoTime() - begun > PATIENCE_NANOS) {
                    throw new IOException("the explorer has not read all states after two minutes");
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
        findings.figure(
                "fill_per_s",
                nodes / ((System.nanoTime() - begun) / 1e9),
                "nodes/s",
                "first states, from the first one written until all are found; the writer takes part of the machine");
    }

    private void memory(Site site, long empty) throws IOException {
        ProcessMemory full = ProcessMemory.collected(pid(site));
        findings.figure(
                "index_bytes_per_node",
                (full.live() - empty) / (double) nodes,
                "B",
                "live objects after a full collection, with " + nodes + " nodes over without any");
        findings.figure("resident_bytes", (double) full.resident(), "B", "the process with all nodes");
    }

    private void compare(Site site, Grid grid) throws IOException, InterruptedException, SQLException {
        Questions drawn = new Questions(grid, SEED);
        List<Question> warm = drawn.next(options.pick(3_000, 100));
        List<Question> questions = drawn.next(options.pick(1_000, 100));
        progress.accept("warming up with " + warm.size() + " searches");
        try (Asking asking = new Asking(site.url(EXPLORER))) {
            for (Question question : warm) {
                asking.ask(question.query());
            }
            if (!Postgres.isInstalled()) {
                progress.accept("PostgreSQL 15 is not installed (Debian: apt-get install postgresql): no comparison");
                findings.setting("failed_comparison", "PostgreSQL 15 is not installed");
                return;
            }
            Comparison.Found theirs =
                    new Comparison(grid, progress).ask(warm.subList(0, 50), questions, options.pick(60, 15));
            List<Question> same = questions.subList(0, theirs.asked());
            int rounds = Math.max(1, 2_000 / Math.max(1, same.size()));
            progress.accept("the explorer: " + rounds + " times the " + same.size() + " searches that PostgreSQL had");
            int differ = 0;
            long before = cpu.micros(pid(site));
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < same.size(); i++) {
                    long count = asking.ask(same.get(i).query()).count();
                    differ += count == theirs.counts().get(i) ? 0 : 1;
                }
            }
            double ours = (cpu.micros(pid(site)) - before) / (double) (rounds * same.size());
            double postgresql = theirs.cpuMicros() / (double) same.size();
            findings.figure("explorer_cpu_us_per_query", ours, "us", "whole process, HTTP and JSON among it");
            findings.figure("postgresql_cpu_us_per_query", postgresql, "us", "all processes of PostgreSQL 15");
            findings.figure(
                    "cpu_over_postgresql",
                    ours / postgresql,
                    "ratio",
                    "the same " + same.size() + " searches in the same run, no changes coming in to either");
            findings.figure(
                    "postgresql_bytes_per_node", theirs.bytes() / (double) nodes, "B", "its table and indexes on disk");
            findings.figure("counts_that_differ", (double) differ, "searches", "where PostgreSQL counted otherwise");
        }
    }

    private void searches(Site site, Grid grid) throws IOException, InterruptedException {
        List<Question> questions = new Questions(grid, SEED + 1).next(options.pick(3_200, 400));
        int perSecond = options.pick(80, 80);
        Map<String, Histogram> byKind = new LinkedHashMap<>();
        Questions.kinds().forEach(kind -> byKind.put(kind, new Histogram(LONGEST_US, 3)));
        Histogram server = new Histogram(LONGEST_US, 3);
        Histogram client = new Histogram(LONGEST_US, 3);
        double worst = 0;
        List<Question> warm = new Questions(grid, SEED + 2).next(options.pick(2_000, 100));
        progress.accept("warming up with " + warm.size() + " searches");
        try (Asking asking = new Asking(site.url(EXPLORER))) {
            for (Question question : warm) {
                asking.ask(question.query());
            }
        }
        Question slowest = null;
        progress.accept(
                questions.size() + " searches, " + perSecond + " a second, beside " + rate + " changes a second");
        long cpuBefore = cpu.micros(pid(site));
        long begun = System.nanoTime();
        try (Asking asking = new Asking(site.url(EXPLORER))) {
            for (int i = 0; i < questions.size(); i++) {
                long wait = begun + i * 1_000_000_000L / perSecond - System.nanoTime();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
                Asking.Reply reply = asking.ask(questions.get(i).query());
                server.recordValue((long) (reply.serverMs() * 1_000));
                client.recordValue((long) (reply.clientMs() * 1_000));
                byKind.get(questions.get(i).kind()).recordValue((long) (reply.serverMs() * 1_000));
                if (reply.serverMs() > worst) {
                    worst = reply.serverMs();
                    slowest = questions.get(i);
                }
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        String mix = questions.size() + " searches of all kinds, first pages, changes coming in; Server-Timing";
        findings.figure("filter_p99_ms", server.getValueAtPercentile(99) / 1e3, "ms", mix);
        findings.figure("filter_p50_ms", server.getValueAtPercentile(50) / 1e3, "ms", mix);
        findings.figure("filter_max_ms", server.getMaxValue() / 1e3, "ms", slowest == null ? "" : slowest.query());
        findings.figure(
                "client_p50_ms", client.getValueAtPercentile(50) / 1e3, "ms", "until all of the answer is there");
        findings.figure(
                "client_p99_ms", client.getValueAtPercentile(99) / 1e3, "ms", "until all of the answer is there");
        findings.axes("searches_ms", Axes.linear("searches", "percent of the searches", "ms, no more than"));
        for (int percent = 1; percent < 100; percent++) {
            findings.point("searches_ms", percent, server.getValueAtPercentile(percent) / 1e3);
        }
        byKind.forEach((kind, histogram) -> {
            String name = kind.replace(' ', '_');
            findings.figure("p50_ms_" + name, histogram.getValueAtPercentile(50) / 1e3, "ms", "");
            findings.figure("p99_ms_" + name, histogram.getValueAtPercentile(99) / 1e3, "ms", "");
        });
        findings.figure(
                "explorer_cpu_share",
                (cpu.micros(pid(site)) - cpuBefore) / 1e6 / seconds,
                "cores",
                "changes and " + perSecond + " searches a second");
    }

    /** Pages that begin behind 50,000 nodes, turn by turn with the first pages of the same searches. */
    private void deep(Site site) throws IOException, InterruptedException {
        List<String> searches = List.of(
                "status=online",
                "rentable=true&sort=price",
                "sort=-total_ram",
                "country=BE&country=DE&sort=-uptime",
                "sort=hostname");
        int pages = options.pick(100, 10);
        int rounds = options.pick(60, 15);
        double first = 0;
        double deep = 0;
        try (Asking asking = new Asking(site.url(EXPLORER))) {
            for (String search : searches) {
                String cursor = "";
                for (int page = 0; page < pages; page++) {
                    String next = asking.ask(search + "&size=500" + cursor).next();
                    if (next == null) {
                        break;
                    }
                    cursor = "&cursor=" + next;
                }
                for (int round = 0; round < rounds; round++) {
                    first += asking.ask(search).serverMs();
                    deep += asking.ask(search + cursor).serverMs();
                }
            }
        }
        int asked = rounds * searches.size();
        findings.figure("first_page_ms", first / asked, "ms", "mean of " + searches.size() + " searches");
        findings.figure("deep_page_ms", deep / asked, "ms", "the same behind up to " + pages * 500 + " nodes");
        findings.figure("deep_over_first_page", deep / first, "ratio", "turn by turn, changes coming in");
    }

    /** One node's host name is changed again and again, and asked for until it is found. */
    private void visible(Site site, Grid grid, StateFeed feed) throws IOException, InterruptedException {
        Histogram micros = new Histogram(LONGEST_US, 3);
        int probes = options.pick(300, 30);
        progress.accept(probes + " changes, each until it is found");
        try (Asking asking = new Asking(site.url(EXPLORER))) {
            for (int i = 0; i < probes; i++) {
                String hostname = "probe-" + i + "-x";
                long acknowledged = feed.acknowledged(NodeState.newBuilder(grid.state(nodes - 1, 1, clock.instant()))
                        .setNodeId("probe-node")
                        .setHostname(hostname)
                        .build());
                while (!asking.ask("size=1&hostname_prefix=" + hostname).body().contains(hostname)) {
                    if (System.nanoTime() - acknowledged > PATIENCE_NANOS) {
                        throw new IOException("a change is not found after two minutes");
                    }
                    TimeUnit.MILLISECONDS.sleep(2);
                }
                micros.recordValue((System.nanoTime() - acknowledged) / 1_000);
                TimeUnit.MILLISECONDS.sleep(i % 40);
            }
        }
        String how = "from the acknowledgement to the answer that has it, asked for every 2 ms";
        findings.figure("visible_p50_ms", micros.getValueAtPercentile(50) / 1e3, "ms", how);
        findings.figure("visible_p99_ms", micros.getValueAtPercentile(99) / 1e3, "ms", how);
    }

    private void restarts(Site site, StateFeed feed) throws IOException, InterruptedException {
        site.kill(EXPLORER);
        long before = feed.written();
        TimeUnit.SECONDS.sleep(options.pick(3, 1));
        findings.figure(
                "cold_start_s",
                start(site),
                "s",
                "kill -9, and from the start of the process to /ready, with its store; changes went on coming in");
        findings.figure("cold_start_missed", (double) feed.written() - before, "records", "written meanwhile");
        findings.figure("store_bytes_per_node", bytes(store) / (double) nodes, "B", "files of the store");
        site.kill(EXPLORER);
        remove(store);
        findings.figure(
                "cold_start_empty_disk_s", start(site), "s", "the same without its store: all is read from Kafka");
    }

    private double start(Site site) {
        progress.accept("starting the explorer again");
        long begun = System.nanoTime();
        site.start(EXPLORER);
        site.awaitReady(EXPLORER);
        return (System.nanoTime() - begun) / 1e9;
    }

    private static long bytes(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return 0;
        }
        long sum = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
        }
        return sum;
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : new ArrayList<>(files.toList()).reversed()) {
                    Files.delete(file);
                }
            }
        }
    }
}
