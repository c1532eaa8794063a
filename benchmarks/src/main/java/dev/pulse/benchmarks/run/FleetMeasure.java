package dev.pulse.benchmarks.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.benchmarks.load.LoadProcess;
import dev.pulse.benchmarks.load.Order;
import dev.pulse.benchmarks.load.Told;
import dev.pulse.benchmarks.record.Axes;
import dev.pulse.benchmarks.record.Recording;
import dev.pulse.benchmarks.run.gauge.CommittedLatency;
import dev.pulse.benchmarks.run.gauge.GroupLag;
import dev.pulse.benchmarks.run.gauge.ProcessMemory;
import dev.pulse.benchmarks.run.gauge.StoredBytes;
import dev.pulse.benchmarks.run.gauge.VerifyCost;
import dev.pulse.benchmarks.run.gauge.VisibleLatency;
import dev.pulse.benchmarks.run.site.ProcessCpu;
import dev.pulse.benchmarks.run.site.Site;
import dev.pulse.schemas.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** One fleet through the whole path: every node is made known, then a steady rate is held and measured. */
final class FleetMeasure {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/v1/heartbeats";
    private static final Duration DRAIN = Duration.ofMinutes(10);
    private static final double NANOS = 1e9;
    /** Each has one heartbeat under way at most, and an answer takes as long as the ingest's batches wait to fill. */
    private static final int CONNECTIONS = 1_024;

    private final RunOptions options;
    private final int nodes;
    private final int rate;
    private final Clock clock;
    private final VerifyCost verify;
    private final LoadProcess load;
    private final Consumer<String> progress;
    private Recording findings;
    private String label;
    private double totalUs;
    private double verifyUs;

    /**
     * What is compared between fleets.
     *
     * @param totalUs microseconds for a heartbeat over all processes but the load's
     * @param verifyUs one verify at the same time
     * @param storesDisk bytes of the folders of the stores
     * @param changelogBytes bytes of their changelogs, compacted
     * @param storesMemory bytes of live objects and of memory outside the heap of verifier and lifecycle
     * @param explorerMemory the same of the explorer
     */
    record Found(
            double totalUs,
            double verifyUs,
            double storesDisk,
            double changelogBytes,
            double storesMemory,
            double explorerMemory) {}

    FleetMeasure(
            RunOptions options,
            int nodes,
            int rate,
            Clock clock,
            VerifyCost verify,
            LoadProcess load,
            Consumer<String> progress) {
        this.options = options;
        this.nodes = nodes;
        this.rate = rate;
        this.clock = clock;
        this.verify = verify;
        this.load = load;
        this.progress = progress;
    }

    /** Measures in an empty folder; figures get the label at their end. */
    Found in(Path folder, Recording into, String name) throws IOException, InterruptedException {
        findings = into;
        label = name;
        Duration interval = Duration.ofMillis(Math.max(2_000, nodes * 1_000L / rate));
        findings.setting("interval_s_" + label, interval.toMillis() / 1_000.0);
        // Touched at once, so that what is resident beyond the heap is known.
        try (Site site = Site.in(folder, options.site(interval, 0, List.of("-XX:+AlwaysPreTouch"), Map.of()))) {
            start(site);
            try (GroupLag verifier = lag(site, "pulse-verifier", Topics.RAW.name());
                    GroupLag lifecycle = lag(site, "pulse-lifecycle", Topics.VERIFIED.name())) {
                fill(site, List.of(verifier, lifecycle));
                steady(site, List.of(verifier, lifecycle));
            }
            return bytes(site);
        }
    }

    private GroupLag lag(Site site, String group, String topic) {
        return new GroupLag(site.bootstrap(), group, topic, options.partitions());
    }

    private void start(Site site) throws IOException {
        progress.accept("starting broker, registry and services");
        site.startBackbone();
        site.startReady("verifier", "lifecycle", "marketplace");
        site.startReady("ingest");
    }

    /** Every node is heard from once, as fast as it goes. */
    private void fill(Site site, List<GroupLag> groups) throws InterruptedException {
        URI ingest = site.url("ingest");
        progress.accept("signing " + nodes + " first heartbeats");
        load.run(new Order.Fleet(RunOptions.keys().toString(), "pulse", nodes, "eu", "devnet", 2));
        load.run(new Order.Sign(
                "fill", PATH, ingest.getAuthority(), 0, nodes, clock.instant().getEpochSecond(), 0));
        connect(ingest);
        progress.accept("making them known");
        long begun = System.nanoTime();
        Told.Sent sent = load.send(new Order.Send("fill", 0, 0, 0, 0, false));
        require(sent, "first heartbeats");
        drain(groups);
        double seconds = (System.nanoTime() - begun) / NANOS;
        findings.figure(
                "fill_per_s_" + label, nodes / seconds, "1/s", "first heartbeats through the whole path at saturation");
        load.run(new Order.Drop("fill"));
    }

    /** Anew before each part: the ingest closes connections that nothing came on while heartbeats were signed. */
    private void connect(URI ingest) {
        load.run(new Order.Open(ingest.getHost(), ingest.getPort(), options.pick(CONNECTIONS, 64), 1));
    }

    private void drain(List<GroupLag> groups) throws InterruptedException {
        long end = System.nanoTime() + DRAIN.toNanos();
        for (GroupLag group : groups) {
            for (long lag = group.look().lag();
                    lag > Math.max(100, rate / 5);
                    lag = group.look().lag()) {
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException("a backlog of " + lag + " records does not go away");
                }
                progress.accept("waiting for a backlog of " + lag + " records");
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    private static void require(Told.Sent sent, String what) {
        if (sent.accepted() != sent.sent() || sent.unsent() > sent.sent() / 100) {
            throw new IllegalStateException("not all " + what + " were accepted: " + sent.statuses() + ", "
                    + sent.broken() + " broken, " + sent.unsent() + " never sent");
        }
    }

    private void steady(Site site, List<GroupLag> groups) throws IOException, InterruptedException {
        int warm = options.pick(150, 8);
        int window = options.pick(60, 6);
        int latency = options.pick(25, 4);
        int count = rate * (warm + window + latency + 5);
        progress.accept("signing " + count + " heartbeats");
        long first = clock.instant().getEpochSecond() + 1 + count / 40_000;
        load.run(new Order.Sign("steady", PATH, site.url("ingest").getAuthority(), nodes, count, first, rate));
        connect(site.url("ingest"));
        CompletableFuture<Told> sending =
                load.begin(new Order.Send("steady", 0, 0, rate, warm + window + latency + 5.0, false));
        progress.accept("warming up for " + warm + " s at " + rate + "/s");
        TimeUnit.SECONDS.sleep(warm);
        window(site, groups, window);
        progress.accept("latency for " + latency + " s");
        latency(site, latency);
        Told.Sent sent = LoadProcess.sent(sending);
        require(sent, "heartbeats");
        findings.figure("post_p50_ms_" + label, sent.latency().p50() / 1_000.0, "ms", "POST to 202, from its due time");
        findings.figure("post_p99_ms_" + label, sent.latency().p99() / 1_000.0, "ms", "POST to 202, from its due time");
        findings.axes("answered_per_s_" + label, Axes.linear("rate", "seconds", "answers a second"));
        findings.axes("post_p99_ms_" + label, Axes.linear("post", "seconds", "p99 from POST to 202, ms"));
        for (Told.Second second : sent.series()) {
            findings.point("answered_per_s_" + label, second.second(), (double) second.answered());
            findings.point("post_p99_ms_" + label, second.second(), second.p99Us() / 1_000.0);
        }
        drain(groups);
    }

    private void window(Site site, List<GroupLag> groups, int seconds) throws IOException, InterruptedException {
        progress.accept("measuring for " + seconds + " s");
        Map<String, Long> pids = new LinkedHashMap<>(site.pids());
        pids.put("load", load.pid());
        long lagBefore = groups.stream().mapToLong(group -> group.look().lag()).sum();
        verify.beginSampling();
        long acceptedBefore = accepted(site);
        ProcessCpu before = ProcessCpu.of(pids);
        TimeUnit.SECONDS.sleep(seconds);
        ProcessCpu used = ProcessCpu.of(pids).since(before);
        double heartbeats = (double) (accepted(site) - acceptedBefore);
        verifyUs = verify.endSampling();
        long lagAfter = groups.stream().mapToLong(group -> group.look().lag()).sum();
        findings.figure(
                "lag_" + label,
                (double) lagAfter,
                "records",
                "at the end of the window; " + lagBefore + " at its beginning");
        if (lagAfter - lagBefore > heartbeats / 50) {
            throw new IllegalStateException("the rate of " + rate + "/s can't be held here: the lag grew from "
                    + lagBefore + " to " + lagAfter + " records; try a lower --rate");
        }
        findings.figure("heartbeats_per_s_" + label, heartbeats / seconds, "1/s", "");
        findings.figure("verify_us_" + label, verifyUs, "us", "one AWS-LC verify in the same window");
        totalUs = 0;
        used.processes().forEach((process, us) -> {
            boolean ours = !process.equals("load");
            totalUs += ours ? us / heartbeats : 0;
            findings.figure("cpu_us_" + process + "_" + label, us / heartbeats, "us", ours ? "" : "not counted");
        });
        used.threads()
                .forEach((process, groupsOfThreads) -> groupsOfThreads.forEach((group, us) -> {
                    if (us / heartbeats >= 0.2 && !process.equals("load")) {
                        findings.figure(
                                "cpu_us_" + process + "_" + label + "[" + group + "]",
                                us / heartbeats,
                                "us",
                                "threads " + group);
                    }
                }));
        findings.figure("cpu_us_total_" + label, totalUs, "us", "for a heartbeat, all processes but the load's");
        findings.figure("cpu_over_verify_" + label, totalUs / verifyUs, "ratio", "");
    }

    private static long accepted(Site site) throws IOException {
        JsonNode counters = JSON.readTree(
                site.get(URI.create(site.url("ingest") + "/v1/counters")).body());
        return counters.path("accepted").asLong();
    }

    private void latency(Site site, int seconds) throws IOException, InterruptedException {
        try (CommittedLatency verified = new CommittedLatency(site.bootstrap(), Topics.VERIFIED.name(), 0)) {
            VisibleLatency visible = new VisibleLatency(site.url("ingest"), site.url("lifecycle"), clock);
            Histogram seen = visible.measure("probe-" + clock.millis() + "-", seconds, seconds);
            percentiles("visible", seen, "POST to the lifecycle stream's answer");
            percentiles("verified", verified.end(), "receipt to a reader of committed records of heartbeats.verified");
        }
    }

    private void percentiles(String name, Histogram millis, String note) {
        findings.figure(name + "_p50_ms_" + label, (double) millis.getValueAtPercentile(50), "ms", note);
        findings.figure(name + "_p99_ms_" + label, (double) millis.getValueAtPercentile(99), "ms", note);
        findings.figure(name + "_max_ms_" + label, (double) millis.getMaxValue(), "ms", note);
    }

    /** Points of keys are no store: their memory has a bound of its own, whatever the number of nodes, and is told apart. */
    private double keyTable(Site site) throws IOException {
        double bytes = JSON.readTree(site.get(URI.create(site.url("verifier") + "/v1/counters"))
                        .body())
                .path("signature_key_bytes")
                .asDouble();
        findings.figure("key_table_mb_" + label, bytes / 1e6, "MB", "points of keys, not in bytes_per_node");
        return bytes;
    }

    private Found bytes(Site site) throws IOException {
        progress.accept("reading changelogs, memory and disk");
        JsonNode stats = JSON.readTree(
                site.get(URI.create(site.url("lifecycle") + "/v1/stats")).body());
        findings.figure(
                "nodes_online_" + label, stats.path("online").asDouble(), "nodes", "as the lifecycle stream counts");
        double stores = 0;
        double explorer = 0;
        for (Map.Entry<String, Long> process : site.pids().entrySet()) {
            if (process.getKey().equals("registry")) {
                continue;
            }
            ProcessMemory memory = ProcessMemory.collected(process.getValue());
            double used = memory.live() + Math.max(0, memory.resident() - site.heapBytes(process.getKey()));
            if (process.getKey().equals("verifier")) {
                used -= keyTable(site);
            }
            findings.figure("rss_mb_" + process.getKey() + "_" + label, memory.resident() / 1e6, "MB", "");
            findings.figure("live_mb_" + process.getKey() + "_" + label, memory.live() / 1e6, "MB", "live objects");
            stores += List.of("verifier", "lifecycle").contains(process.getKey()) ? used : 0;
            explorer += process.getKey().equals("marketplace") ? used : 0;
        }
        double disk = 0;
        for (String process : List.of("verifier", "lifecycle")) {
            long bytes = StoredBytes.folder(site.state(process));
            findings.figure("store_disk_mb_" + process + "_" + label, bytes / 1e6, "MB", "");
            disk += bytes;
        }
        double changelogs = 0;
        Path kafka = site.kafka();
        for (Map.Entry<String, StoredBytes.Changelog> topic :
                StoredBytes.changelogs(site.bootstrap(), kafka, ".*-changelog").entrySet()) {
            StoredBytes.Changelog log = topic.getValue();
            changelogs += log.compacted();
            findings.figure(
                    "changelog_mb_" + topic.getKey() + "_" + label,
                    log.compacted() / 1e6,
                    "MB",
                    log.keys() + " keys; their newest records have " + log.newest() / 1_000_000
                            + " MB uncompressed, all " + log.all() / 1_000_000 + " MB, in segments of "
                            + log.stored() / 1_000_000 + " MB");
        }
        findings.figure("kafka_disk_mb_" + label, StoredBytes.folder(kafka) / 1e6, "MB", "all topics");
        return new Found(totalUs, verifyUs, disk, changelogs, stores, explorer);
    }
}
