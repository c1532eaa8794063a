package dev.pulse.benchmarks.run;

import dev.pulse.benchmarks.load.LoadProcess;
import dev.pulse.benchmarks.load.Order;
import dev.pulse.benchmarks.load.Told;
import dev.pulse.benchmarks.record.Recording;
import dev.pulse.benchmarks.run.gauge.GroupLag;
import dev.pulse.benchmarks.run.gauge.StoredBytes;
import dev.pulse.benchmarks.run.site.Site;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Bytes on a broker's disk for a heartbeat, by topic, as its producers batch and compress them at a steady rate. Segments
 * alone count: indexes of open segments are files of their full size with next to nothing in them.
 */
public final class StorageRun {
    private static final String PATH = "/v1/heartbeats";
    private static final Duration DRAIN = Duration.ofMinutes(3);

    private final RunOptions options;
    private final int nodes;
    private final int rate;
    private final Recording findings;
    private final Clock clock;
    private final Consumer<String> progress;

    /**
     * @param nodes how many take turns
     * @param rate heartbeats a second
     * @param findings takes what is found
     */
    public StorageRun(
            RunOptions options, int nodes, int rate, Recording findings, Clock clock, Consumer<String> progress) {
        this.options = options;
        this.nodes = nodes;
        this.rate = rate;
        this.findings = findings;
        this.clock = clock;
        this.progress = progress;
    }

    /** Runs: two minutes; a quick one half a minute. */
    public void run() throws IOException, InterruptedException {
        options.note(findings);
        findings.setting("nodes", nodes);
        findings.setting("rate", rate);
        Path folder = options.folder("storage");
        Duration interval = Duration.ofMillis(Math.max(2_000, nodes * 1_000L / rate));
        try (LoadProcess load = LoadProcess.start(folder.resolve("load"), now -> {});
                Site site = Site.in(folder, options.site(interval, 0, List.of(), Map.of()))) {
            progress.accept("starting broker, registry and services");
            site.startBackbone();
            site.startReady("verifier", "lifecycle");
            site.startReady("ingest");
            load.run(new Order.Fleet(RunOptions.keys().toString(), "pulse", nodes, "eu", "devnet", 2));
            // Everybody is known, and said who they are, before anything is counted.
            send(site, load, 0, nodes, 0);
            long raw = bytes(site, Topics.RAW);
            long verified = bytes(site, Topics.VERIFIED);
            long all = StoredBytes.segments(site.kafka(), ".*");
            int count = rate * options.pick(30, 5);
            send(site, load, nodes, count, rate);
            per("raw", bytes(site, Topics.RAW) - raw, count, "heartbeats.raw, ticks among it");
            per("verified", bytes(site, Topics.VERIFIED) - verified, count, "heartbeats.verified, ticks among it");
            per(
                    "other",
                    StoredBytes.segments(site.kafka(), ".*")
                            - all
                            - (bytes(site, Topics.RAW) - raw)
                            - (bytes(site, Topics.VERIFIED) - verified),
                    count,
                    "all else: states, changelogs before they are compacted, Kafka's own");
        } finally {
            options.done(folder);
        }
    }

    private void per(String topic, long bytes, int heartbeats, String what) {
        findings.figure(
                "disk_bytes_" + topic, (double) bytes / heartbeats, "B", "for each heartbeat, one copy: " + what);
    }

    private static long bytes(Site site, Topic<?> topic) {
        return StoredBytes.segments(site.kafka(), Pattern.quote(topic.name()) + "-\\d+");
    }

    private void send(Site site, LoadProcess load, int first, int count, int perSecond) throws InterruptedException {
        URI ingest = site.url("ingest");
        progress.accept("signing " + count + " heartbeats");
        load.run(new Order.Sign(
                "storage",
                PATH,
                ingest.getAuthority(),
                first,
                count,
                clock.instant().getEpochSecond(),
                perSecond));
        load.run(new Order.Open(ingest.getHost(), ingest.getPort(), options.pick(1_000, 64), 1));
        progress.accept("sending them");
        Told.Sent sent = load.send(new Order.Send("storage", 0, 0, perSecond, 0, false));
        if (sent.accepted() != count) {
            throw new IllegalStateException("not all were accepted: " + sent.statuses());
        }
        load.run(new Order.Drop("storage"));
        try (GroupLag verifier =
                        new GroupLag(site.bootstrap(), "pulse-verifier", Topics.RAW.name(), options.partitions());
                GroupLag lifecycle = new GroupLag(
                        site.bootstrap(), "pulse-lifecycle", Topics.VERIFIED.name(), options.partitions())) {
            long end = System.nanoTime() + DRAIN.toNanos();
            while (verifier.look().lag() + lifecycle.look().lag() > 100) {
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException("a backlog does not go away");
                }
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }
}
