package dev.pulse.benchmarks.run;

import dev.pulse.benchmarks.record.Axes;
import dev.pulse.benchmarks.record.Recording;
import dev.pulse.benchmarks.run.gauge.GroupLag;
import dev.pulse.benchmarks.run.gauge.SilenceWatch;
import dev.pulse.benchmarks.run.gauge.TimerShare;
import dev.pulse.benchmarks.run.gauge.VerifyCost;
import dev.pulse.benchmarks.run.site.ProcessCpu;
import dev.pulse.benchmarks.run.site.Site;
import dev.pulse.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * How late a silent node is called offline, what the deadlines of all others cost meanwhile, and what it costs when all of
 * them fall due in the same instant.
 */
public final class DetectionRun {
    /** One node in a hundred falls silent. */
    private static final int SILENT_EVERY = 100;
    /** What the sweep of deadlines is made of. */
    private static final Set<String> TIMERS = Set.of("Sweep", "DeadlineWheel");

    private static final int GRACE_INTERVALS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final RunOptions options;
    private final int nodes;
    private final Duration interval;
    private final Clock clock;
    private final Consumer<String> progress;
    private final Recording findings;
    private final Histogram lateness = new Histogram(3_600_000, 3);
    private final AtomicLong falseOffline = new AtomicLong();
    private final AtomicLong calledOffline = new AtomicLong();
    private final AtomicLong found = new AtomicLong();
    private volatile long lastFoundMs;
    private volatile boolean together;
    private VerifiedFeed feed;

    /**
     * @param nodes how many
     * @param interval between two heartbeats of a node
     * @param findings takes what is found
     */
    public DetectionRun(
            RunOptions options,
            int nodes,
            Duration interval,
            Recording findings,
            Clock clock,
            Consumer<String> progress) {
        this.options = options;
        this.nodes = nodes;
        this.interval = interval;
        this.findings = findings;
        this.clock = clock;
        this.progress = progress;
    }

    /** Runs: eleven intervals and a minute; half a minute for a quick one. */
    public void run() throws IOException, InterruptedException {
        Path folder = options.folder("detection");
        options.note(findings);
        findings.setting("nodes", nodes);
        findings.setting("interval_s", interval.toMillis() / 1_000.0);
        findings.setting("feed", "straight into heartbeats.verified; ticks by way of ingest and verifier");
        try (Site site = Site.in(folder, options.site(interval, 0, List.of(), Map.of()));
                VerifyCost verify = new VerifyCost()) {
            progress.accept("starting broker, registry, ingest, verifier, lifecycle");
            site.startBackbone();
            site.startReady("verifier", "lifecycle");
            site.startReady("ingest");
            try (VerifiedFeed fed = new VerifiedFeed(site.bootstrap(), site.serdes(), nodes, Site.ingestName(), clock);
                    GroupLag lag = new GroupLag(
                            site.bootstrap(), "pulse-lifecycle", Topics.VERIFIED.name(), options.partitions());
                    SilenceWatch watch = new SilenceWatch(
                            site.bootstrap(), site.serdes(), options.partitions(), clock, this::found)) {
                feed = fed;
                silence(site, verify, lag, folder);
                allTogether(site, lag, watch);
            }
        } finally {
            options.done(folder);
        }
    }

    private static boolean isLoud(int node) {
        return node % SILENT_EVERY != SILENT_EVERY / 2;
    }

    private void found(String nodeId, boolean offline, long atMs) {
        int node = Integer.parseInt(nodeId.substring(nodeId.indexOf('-') + 1));
        lastFoundMs = atMs;
        found.incrementAndGet();
        if (together) {
            return;
        }
        if (isLoud(node)) {
            falseOffline.incrementAndGet();
        } else {
            long due = feed.lastHeard(node) + graceMs();
            lateness.recordValue(Math.clamp(atMs - due, 0, 3_600_000));
            if (offline) {
                calledOffline.incrementAndGet();
            }
        }
    }

    private long graceMs() {
        return interval.toMillis() * GRACE_INTERVALS;
    }

    /** Two rounds of all, then as many of all but the silent ones as it takes to find those. */
    private void silence(Site site, VerifyCost verify, GroupLag lag, Path folder)
            throws IOException, InterruptedException {
        double seconds = interval.toMillis() / 1_000.0;
        progress.accept("first round of " + nodes + " nodes");
        // Somewhat faster than the promise, so that nobody is late by the pace of the feed.
        double round = seconds * 0.98;
        feed.round(round, node -> true);
        progress.accept("second round");
        feed.round(round, node -> true);
        int rounds = GRACE_INTERVALS + 1;
        Map<String, Long> pids = site.pids();
        verify.beginSampling();
        TimerShare share = TimerShare.begin(pids.get("lifecycle"), folder.resolve("timers"));
        ProcessCpu before = ProcessCpu.of(pids);
        long heartbeats = 0;
        for (int i = 0; i < rounds; i++) {
            progress.accept("round " + (i + 1) + " of " + rounds + " without the silent ones; " + found.get()
                    + " found, lag " + lag.look().lag());
            heartbeats += feed.round(round, DetectionRun::isLoud);
        }
        ProcessCpu used = ProcessCpu.of(pids).since(before);
        TimerShare.Share timers = share.end(TIMERS);
        double verifyUs = verify.endSampling();
        int silent = nodes / SILENT_EVERY;
        awaitFound(silent);
        double lifecycleUs = used.processes().get("lifecycle") / heartbeats;
        double timersUs = lifecycleUs * timers.of();
        findings.figure("heartbeats", (double) heartbeats, "heartbeats", "while the silent ones were waited for");
        findings.figure("lifecycle_us", lifecycleUs, "us", "processor time of the lifecycle stream for a heartbeat");
        findings.figure("broker_us", used.processes().get("broker") / heartbeats, "us", "the feed's share included");
        findings.figure(
                "timers_us",
                timersUs,
                "us",
                timers.inside() + " of " + timers.samples() + " samples of its processor time are in the sweep");
        findings.figure("verify_us", verifyUs, "us", "one AWS-LC verify at the same time");
        findings.figure("timers_over_verify", timersUs / verifyUs, "ratio", "");
        findings.figure("silent", silent, "nodes", "");
        findings.figure(
                "detected",
                (double) lateness.getTotalCount(),
                "nodes",
                calledOffline.get() + " of them OFFLINE, the others UNKNOWN");
        findings.figure(
                "false_offline",
                (double) falseOffline.get(),
                "nodes",
                "nodes that heartbeat and were called something else");
        double millis = 1_000;
        String note = "from the last receipt plus grace to a reader of committed nodes.events";
        findings.figure("detection_lateness_p50_s", lateness.getValueAtPercentile(50) / millis, "s", note);
        findings.figure("detection_lateness_p99_s", lateness.getValueAtPercentile(99) / millis, "s", note);
        findings.figure("detection_lateness_max_s", lateness.getMaxValue() / millis, "s", note);
        findings.axes(
                "lateness_s_by_percentile", Axes.linear("lateness", "silent nodes, %", "seconds past the deadline"));
        for (int percent = 0; percent <= 100; percent += 5) {
            findings.point("lateness_s_by_percentile", percent, lateness.getValueAtPercentile(percent) / millis);
        }
    }

    private void awaitFound(long count) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (found.get() < count && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Every node is heard from as of one instant, and then never again. */
    private void allTogether(Site site, GroupLag lag, SilenceWatch watch) throws InterruptedException {
        TimeUnit.SECONDS.sleep(2);
        long instant = clock.millis();
        progress.accept("a last round, all as of one instant");
        feed.round(0, node -> true, () -> instant);
        while (lag.look().lag() > 2L * options.partitions()) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
        long due = instant + graceMs();
        long spare = due - clock.millis() - 1_000;
        if (spare < 0) {
            findings.figure("together_skipped", 1, "", "the last round took longer than the grace");
            return;
        }
        progress.accept("waiting " + spare / 1_000 + " s until all fall due");
        TimeUnit.MILLISECONDS.sleep(spare);
        found.set(0);
        together = true;
        ProcessCpu before = ProcessCpu.of(site.pids());
        awaitFound(nodes);
        ProcessCpu used = ProcessCpu.of(site.pids()).since(before);
        findings.figure(
                "together_found",
                (double) found.get(),
                "nodes",
                "called offline or unknown after all fell due together");
        findings.figure("together_last_s", (lastFoundMs - due) / 1_000.0, "s", "from that instant to the last of them");
        findings.figure(
                "together_lifecycle_us",
                used.processes().get("lifecycle") / nodes,
                "us",
                "processor time of the lifecycle stream for a node: sweep, verdict, event, state");
        findings.figure("together_broker_us", used.processes().get("broker") / nodes, "us", "");
        watch.close();
    }
}
