package dev.pulse.benchmarks.run;

import dev.pulse.benchmarks.load.LoadProcess;
import dev.pulse.benchmarks.load.Told;
import dev.pulse.benchmarks.record.Recording;
import dev.pulse.benchmarks.run.gauge.CatchUp;
import dev.pulse.benchmarks.run.gauge.GroupLag;
import dev.pulse.benchmarks.run.gauge.Standstill;
import dev.pulse.benchmarks.run.gauge.StoredBytes;
import dev.pulse.benchmarks.run.site.ProcessCpu;
import dev.pulse.benchmarks.run.site.Site;
import dev.pulse.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What a second instance of a stream costs, and what its coming and going costs: it joins on nothing, leaves in order,
 * comes back on its stores, and is killed, under load all the while; once without standby replicas and once with one.
 */
public final class InstancesRun {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final double NANOS = 1e9;

    private final RunOptions options;
    private final int nodes;
    private final int rate;
    private final Recording findings;
    private final Clock clock;
    private final Consumer<String> progress;
    private Site site;

    /** Without a standby or beside one: the end of the figures' names. */
    private String label;

    /**
     * @param nodes how many the stores hold
     * @param rate heartbeats a second meanwhile
     * @param findings takes what is found
     */
    public InstancesRun(
            RunOptions options, int nodes, int rate, Recording findings, Clock clock, Consumer<String> progress) {
        this.options = options;
        this.nodes = nodes;
        this.rate = rate;
        this.findings = findings;
        this.clock = clock;
        this.progress = progress;
    }

    /** Runs: some ten minutes; a quick one three. */
    public void run() throws IOException, InterruptedException {
        options.note(findings);
        findings.setting("nodes", nodes);
        findings.setting("rate", rate);
        for (int standbys = 0; standbys <= 1; standbys++) {
            label = standbys == 0 ? "alone" : "standby";
            withStandbys(standbys);
        }
    }

    private void withStandbys(int standbys) throws IOException, InterruptedException {
        Path folder = options.folder("instances");
        // Nobody falls silent during the run.
        Duration interval = Duration.ofSeconds(Math.max(60, nodes / rate));
        Map<String, String> keys = Map.of("standbyReplicas", Integer.toString(standbys));
        try (Site started = Site.in(
                        folder, options.site(interval, 1, List.of(), Map.of("verifier", keys, "lifecycle", keys)));
                LoadProcess process = LoadProcess.start(folder.resolve("load"), now -> {})) {
            site = started;
            progress.accept("starting broker, registry and services, standby replicas: " + standbys);
            site.startBackbone();
            site.startReady("verifier", "lifecycle");
            site.startReady("ingest");
            Map<String, GroupLag> groups = new LinkedHashMap<>();
            groups.put("verifier", lag("pulse-verifier", Topics.RAW.name()));
            groups.put("lifecycle", lag("pulse-lifecycle", Topics.VERIFIED.name()));
            SteadyLoad load = new SteadyLoad(options, site, process, nodes, rate, clock, progress);
            load.fill(groups.values());
            for (Map.Entry<String, GroupLag> stream : groups.entrySet()) {
                comeAndGo(stream.getKey(), stream.getValue(), load);
            }
            groups.values().forEach(GroupLag::close);
        } finally {
            options.done(folder);
        }
    }

    private GroupLag lag(String group, String topic) {
        return new GroupLag(site.bootstrap(), group, topic, options.partitions());
    }

    private void comeAndGo(String stream, GroupLag group, SteadyLoad load) throws IOException, InterruptedException {
        String second = stream + "-2";
        CompletableFuture<Told> sending = load.begin(options.pick(200, 90));
        TimeUnit.SECONDS.sleep(options.pick(10, 3));
        window(stream, "one", group);
        step(stream, "join", group, begun -> {
            site.start(second);
            return owned(stream, group, begun);
        });
        site.awaitReady(second);
        settle();
        long before = changelogs(stream);
        window(stream, "two", group);
        figure(
                "changelog_bytes_per_s_" + stream,
                (changelogs(stream) - before) / (double) seconds(),
                "B/s",
                "written meanwhile: what a standby of every partition reads");
        figure(
                "second_disk_mb_" + stream,
                StoredBytes.folder(site.state(second)) / 1e6,
                "MB",
                "of the second's stores");
        step(stream, "leave", group, begun -> {
            CatchUp caughtUp = new CatchUp(group);
            site.stop(second);
            return (caughtUp.await(PATIENCE) - begun) / NANOS;
        });
        step(stream, "back", group, begun -> {
            site.start(second);
            return owned(stream, group, begun);
        });
        site.awaitReady(second);
        settle();
        step(stream, "kill", group, begun -> {
            CatchUp caughtUp = new CatchUp(group);
            site.kill(second);
            return (caughtUp.await(PATIENCE) - begun) / NANOS;
        });
        Told.Sent sent = LoadProcess.sent(sending);
        figure(
                "lost_requests_" + stream,
                (double) (sent.broken() + sent.unsent()),
                "requests",
                "broken with their connection or not sent; statuses: " + sent.statuses());
    }

    /**
     * Nothing tells from outside how far a standby is; its store is read at tens of megabytes a second. And a JVM that has
     * just started compiles for longer than it works.
     */
    private void settle() throws InterruptedException {
        TimeUnit.SECONDS.sleep(options.pick(30, 2));
    }

    private int seconds() {
        return options.pick(20, 4);
    }

    /** What a change does, begun at a time, and how many seconds it takes. */
    private interface Change {
        double seconds(long begunNanos) throws InterruptedException;
    }

    private void step(String stream, String what, GroupLag group, Change change) throws InterruptedException {
        try (Standstill standstill = new Standstill(group)) {
            double seconds = change.seconds(System.nanoTime());
            new CatchUp(group).await(PATIENCE);
            double pause = standstill.end();
            progress.accept(String.format(
                    Locale.ROOT, "%s %s, %s: %.2f s, a pause of %.2f s", stream, what, label, seconds, pause));
            figure(what + "_s_" + stream, seconds, "s", MEANING.get(what));
            figure(what + "_pause_s_" + stream, pause, "s", "the longest time without a commit in some partition");
        }
    }

    private static final Map<String, String> MEANING = Map.of(
            "join", "start of a second instance on nothing until each has half of the partitions",
            "leave", "SIGTERM of the second until the first has caught up in all partitions",
            "back", "start of the second on its stores until each has half of the partitions",
            "kill", "kill -9 of the second until the first has caught up in all partitions");

    private double owned(String stream, GroupLag group, long begun) throws InterruptedException {
        while (!group.balanced(2, "pulse-" + stream)) {
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new IllegalStateException("the second " + stream + " gets no partitions");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return (System.nanoTime() - begun) / NANOS;
    }

    private void window(String stream, String instances, GroupLag group) throws InterruptedException {
        Map<String, Long> pids = site.pids();
        try (Standstill standstill = new Standstill(group)) {
            ProcessCpu before = ProcessCpu.of(pids);
            TimeUnit.SECONDS.sleep(seconds());
            ProcessCpu used = ProcessCpu.of(pids).since(before);
            double pause = standstill.end();
            double heartbeats = (double) rate * seconds();
            double streams = used.processes().entrySet().stream()
                    .filter(process -> process.getKey().startsWith(stream))
                    .mapToDouble(Map.Entry::getValue)
                    .sum();
            figure("cpu_us_" + instances + "_" + stream, streams / heartbeats, "us", "for a heartbeat, all instances");
            figure(
                    "cpu_us_broker_" + instances + "_" + stream,
                    used.processes().getOrDefault("broker", 0.0) / heartbeats,
                    "us",
                    "for a heartbeat, meanwhile");
            figure("pause_s_" + instances + "_" + stream, pause, "s", "undisturbed");
        }
    }

    private void figure(String name, double value, String unit, String note) {
        findings.figure(name + "_" + label, value, unit, note);
    }

    private long changelogs(String stream) {
        return StoredBytes.segments(site.kafka(), "pulse-" + stream + "-.*-changelog-\\d+");
    }
}
