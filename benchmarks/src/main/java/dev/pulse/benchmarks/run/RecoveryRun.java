package dev.pulse.benchmarks.run;

import dev.pulse.benchmarks.load.LoadProcess;
import dev.pulse.benchmarks.load.Told;
import dev.pulse.benchmarks.record.Recording;
import dev.pulse.benchmarks.run.gauge.CatchUp;
import dev.pulse.benchmarks.run.gauge.GroupLag;
import dev.pulse.benchmarks.run.gauge.RestoreTally;
import dev.pulse.benchmarks.run.gauge.StoredBytes;
import dev.pulse.benchmarks.run.site.Site;
import dev.pulse.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * {@code kill -9} of each process under load, and the time until everything is as before: without a standby the process
 * is started again at once, as a supervisor would; with one, its partitions move to the other instance.
 *
 * <p>Caught up means that every partition has been committed up to where it ended half a second earlier, and beyond where
 * it stood at the kill.
 */
public final class RecoveryRun {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final double NANOS = 1e9;

    private final RunOptions options;
    private final int nodes;
    private final int rate;
    private final Clock clock;
    private final Consumer<String> progress;
    private final Recording findings;
    private Site site;
    private SteadyLoad load;

    /** The groups of the stream services by service. */
    private Map<String, GroupLag> groups;

    /**
     * @param nodes how many the stores hold
     * @param rate heartbeats a second meanwhile
     * @param findings takes what is found
     */
    public RecoveryRun(
            RunOptions options, int nodes, int rate, Recording findings, Clock clock, Consumer<String> progress) {
        this.options = options;
        this.nodes = nodes;
        this.rate = rate;
        this.findings = findings;
        this.clock = clock;
        this.progress = progress;
    }

    /** Runs: some ten minutes for a million nodes; a quick one a minute or so. */
    public void run() throws IOException, InterruptedException {
        Path folder = options.folder("recovery");
        options.note(findings);
        findings.setting("nodes", nodes);
        findings.setting("rate", rate);
        // Nobody falls silent during the run.
        Duration interval = Duration.ofSeconds(Math.max(60, nodes / rate));
        try (Site started = Site.in(folder, options.site(interval, 1, List.of(), Map.of()));
                LoadProcess process = LoadProcess.start(folder.resolve("load"), now -> {})) {
            site = started;
            progress.accept("starting broker, registry and services");
            site.startBackbone();
            site.startReady("verifier", "lifecycle", "marketplace");
            site.startReady("ingest");
            groups = new LinkedHashMap<>();
            groups.put("verifier", lag("pulse-verifier", Topics.RAW.name()));
            groups.put("lifecycle", lag("pulse-lifecycle", Topics.VERIFIED.name()));
            load = new SteadyLoad(options, started, process, nodes, rate, clock, progress);
            load.fill(groups.values());
            cold();
            withStandby();
            groups.values().forEach(GroupLag::close);
        } finally {
            options.done(folder);
        }
    }

    private GroupLag lag(String group, String topic) {
        return new GroupLag(site.bootstrap(), group, topic, options.partitions());
    }

    /** A step under load that tells how long it took. */
    private interface Step {
        double seconds() throws IOException, InterruptedException;
    }

    /** Runs a step a few seconds into a steady load, and lets the load end. */
    private double underLoad(String what, int atMostS, Step step) throws IOException, InterruptedException {
        CompletableFuture<Told> sending = load.begin(atMostS);
        TimeUnit.SECONDS.sleep(options.pick(8, 3));
        progress.accept(what);
        double seconds = step.seconds();
        progress.accept(what + String.format(java.util.Locale.ROOT, ": %.2f s", seconds));
        Told.Sent sent = LoadProcess.sent(sending);
        findings.figure(
                "lost_requests_" + what.replace(' ', '_'),
                (double) (sent.broken() + sent.unsent()),
                "requests",
                "broken with their connection or not sent; a node repeats these. Statuses: " + sent.statuses());
        for (GroupLag group : groups.values()) {
            new CatchUp(group).await(PATIENCE);
        }
        return seconds;
    }

    private void cold() throws IOException, InterruptedException {
        int window = options.pick(60, 25);
        double worst = 0;
        for (String service : streams()) {
            long changelogs = changelogs(service);
            RestoreTally restored = RestoreTally.from(site.log(service));
            double seconds = underLoad("kill " + service, window, () -> {
                CatchUp caughtUp = new CatchUp(groups.get(service));
                long killed = System.nanoTime();
                site.kill(service);
                site.start(service);
                return (caughtUp.await(PATIENCE) - killed) / NANOS;
            });
            worst = Math.max(worst, seconds);
            findings.figure("restart_cold_s_" + service, seconds, "s", "kill -9 to caught up, started again at once");
            findings.figure("restored_records_" + service, (double) restored.records(), "records", "by its log");
            findings.figure(
                    "changelog_bytes_" + service,
                    (double) changelogs,
                    "B",
                    "of its changelogs on the broker's disk at the kill");
        }
        findings.figure("restart_cold_s", worst, "s", "the worse of verifier and lifecycle, " + nodes + " nodes");
        if (options.quick()) {
            return;
        }
        for (String service : List.of("ingest", "marketplace")) {
            double seconds = underLoad("kill " + service, window, () -> {
                long killed = System.nanoTime();
                site.kill(service);
                site.start(service);
                site.awaitReady(service);
                return (System.nanoTime() - killed) / NANOS;
            });
            findings.figure("restart_s_" + service, seconds, "s", "kill -9 to ready, started again at once");
        }
        double seconds = underLoad("kill broker", window, () -> {
            CatchUp verifier = new CatchUp(groups.get("verifier"));
            CatchUp lifecycle = new CatchUp(groups.get("lifecycle"));
            long killed = System.nanoTime();
            site.kill("broker");
            site.start("broker");
            return (Math.max(verifier.await(PATIENCE), lifecycle.await(PATIENCE)) - killed) / NANOS;
        });
        findings.figure(
                "restart_s_broker", seconds, "s", "kill -9 of the one broker until both streams have caught up");
    }

    private void withStandby() throws IOException, InterruptedException {
        double worst = 0;
        for (String service : streams()) {
            progress.accept("a second " + service);
            String second = service + "-2";
            site.startReady(second);
            GroupLag group = groups.get(service);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!group.balanced(2, "pulse-" + service)) {
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException("the second " + service + " gets no partitions");
                }
                TimeUnit.MILLISECONDS.sleep(500);
            }
            // Nothing tells from outside how far a standby is. Its store is read at tens of megabytes a second.
            TimeUnit.SECONDS.sleep(options.pick(30, 3));
            double seconds = underLoad("kill " + service + " beside a standby", options.pick(60, 25), () -> {
                CatchUp caughtUp = new CatchUp(group);
                long killed = System.nanoTime();
                site.kill(service);
                return (caughtUp.await(PATIENCE) - killed) / NANOS;
            });
            worst = Math.max(worst, seconds);
            findings.figure(
                    "restart_standby_s_" + service, seconds, "s", "kill -9 of one of two instances to caught up");
        }
        findings.figure("restart_standby_s", worst, "s", "the worse of verifier and lifecycle, " + nodes + " nodes");
    }

    /** The stream services that are killed; one of them shows as much as a quick run can. */
    private List<String> streams() {
        return options.quick() ? List.of("lifecycle") : List.of("verifier", "lifecycle");
    }

    private long changelogs(String service) {
        return StoredBytes.matching(site.kafka(), "pulse-" + service + "-.*-changelog-\\d+");
    }
}
