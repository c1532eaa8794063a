package dev.pulse.benchmarks.run;

import dev.pulse.benchmarks.load.LoadProcess;
import dev.pulse.benchmarks.load.Order;
import dev.pulse.benchmarks.load.Told;
import dev.pulse.benchmarks.record.Recording;
import dev.pulse.benchmarks.run.gauge.ProcessMemory;
import dev.pulse.benchmarks.run.site.Site;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Idle kept-alive connections on one ingest: bytes each, and the latency of active ones beside them. As many as asked for
 * or as the limit of open files lets one process have, whichever is less.
 */
public final class ConnectionsRun {
    private static final String PATH = "/v1/heartbeats";
    private static final Pattern OPEN_FILES = Pattern.compile("Max open files\\s+(\\d+)");
    private static final Pattern SOCKET_PAGES = Pattern.compile("TCP: inuse (\\d+) .* mem (\\d+)");
    private static final Pattern SLAB = Pattern.compile("(?m)^Slab:\\s+(\\d+) kB");
    /** Files that a service has open beside its connections, generously. */
    private static final int OTHER_FILES = 600;

    private static final int ACTIVE = 64;
    private static final int PAGE = 4_096;
    private static final int KIB = 1_024;

    private final RunOptions options;
    private final int wanted;
    private final Clock clock;
    private final Consumer<String> progress;
    private final Recording findings;

    /** Memory of the ingest and of the kernel. */
    private record Bytes(long resident, long live, long kernel) {
        static Bytes of(long pid) throws IOException {
            ProcessMemory memory = ProcessMemory.collected(pid);
            Matcher slab = SLAB.matcher(Files.readString(Path.of("/proc/meminfo")));
            Matcher sockets = SOCKET_PAGES.matcher(Files.readString(Path.of("/proc/net/sockstat")));
            long kernel = (slab.find() ? Long.parseLong(slab.group(1)) * KIB : 0)
                    + (sockets.find() ? Long.parseLong(sockets.group(2)) * PAGE : 0);
            return new Bytes(memory.resident(), memory.live(), kernel);
        }
    }

    /**
     * @param wanted how many idle connections
     * @param findings takes what is found
     */
    public ConnectionsRun(RunOptions options, int wanted, Recording findings, Clock clock, Consumer<String> progress) {
        this.options = options;
        this.wanted = wanted;
        this.findings = findings;
        this.clock = clock;
        this.progress = progress;
    }

    /** Runs, two minutes; a quick one half of that. */
    public void run() throws IOException, InterruptedException {
        Path folder = options.folder("connections");
        options.note(findings);
        // Between two heartbeats of a node lies a minute: it must find its connection open.
        Map<String, String> keys = Map.of("server.connector.idleTimeout", "10m", "server.maxConnections", "1000000");
        try (Site site = Site.in(folder, options.site(Duration.ofSeconds(60), 0, List.of(), Map.of("ingest", keys)));
                LoadProcess idle = LoadProcess.start(folder.resolve("idle"), now -> {});
                LoadProcess active = LoadProcess.start(folder.resolve("active"), now -> {})) {
            progress.accept("starting broker, registry, ingest");
            site.startBackbone();
            site.startReady("ingest");
            measure(site, idle, active);
        } finally {
            options.done(folder);
        }
    }

    private void measure(Site site, LoadProcess idle, LoadProcess active) throws IOException, InterruptedException {
        long pid = site.pids().get("ingest");
        long files = Math.min(openFiles(pid), openFiles(idle.pid()));
        int connections = (int) Math.min(wanted, files - OTHER_FILES - ACTIVE);
        findings.setting("wanted", wanted);
        findings.setting("open_files_limit", files);
        URI ingest = site.url("ingest");
        int rate = options.pick(1_000, 300);
        int seconds = options.pick(20, 4);
        sign(idle, "idle", connections, ingest);
        sign(active, "active", rate * seconds * 2, ingest);
        active.run(new Order.Open(ingest.getHost(), ingest.getPort(), ACTIVE, 1));
        progress.accept("warming up");
        active.send(new Order.Send("active", 0, 0, 0, options.pick(20, 4), true));
        Told.Sent alone = active.send(new Order.Send("active", 0, rate * seconds, rate, 0, false));
        Bytes before = Bytes.of(pid);
        progress.accept("opening " + connections + " connections");
        Told.Done opened = idle.run(new Order.Open(ingest.getHost(), ingest.getPort(), connections, 1));
        Told.Sent first = idle.send(new Order.Send("idle", 0, connections, 0, 0, false));
        TimeUnit.SECONDS.sleep(2);
        Bytes after = Bytes.of(pid);
        progress.accept("active ones beside them");
        Told.Sent beside = active.send(new Order.Send("active", rate * seconds, rate * seconds, rate, 0, false));
        long open = idle.run(new Order.Close()).count();
        findings.figure(
                "connections",
                (double) open,
                "connections",
                "still open at the end, of " + connections + " that were opened");
        findings.figure("open_per_s", connections / opened.seconds(), "1/s", "");
        findings.figure("first_heartbeats_accepted", (double) first.accepted(), "heartbeats", "one on each");
        String each = "for each idle connection";
        double count = connections;
        findings.figure("rss_bytes_per_connection", (after.resident() - before.resident()) / count, "B", each);
        findings.figure(
                "live_bytes_per_connection", (after.live() - before.live()) / count, "B", each + ", live objects");
        findings.figure(
                "kernel_bytes_per_connection",
                (after.kernel() - before.kernel()) / count,
                "B",
                each + ", slab and socket buffers of both ends, which are on this machine");
        latency("alone", alone);
        latency("beside", beside);
    }

    private void sign(LoadProcess load, String batch, int count, URI ingest) {
        load.run(new Order.Fleet(RunOptions.keys().toString(), "pulse", 100_000, "eu", "devnet", 2));
        load.run(new Order.Sign(
                batch, PATH, ingest.getAuthority(), 0, count, clock.instant().getEpochSecond(), 0));
    }

    private void latency(String name, Told.Sent sent) {
        if (sent.accepted() < sent.sent()) {
            throw new IllegalStateException(
                    "not all heartbeats of the active connections were accepted: " + sent.statuses());
        }
        findings.figure("active_p50_ms_" + name, sent.latency().p50() / 1_000.0, "ms", "");
        findings.figure("active_p99_ms_" + name, sent.latency().p99() / 1_000.0, "ms", "");
        findings.figure("active_max_ms_" + name, sent.latency().max() / 1_000.0, "ms", "");
    }

    private static long openFiles(long pid) throws IOException {
        Matcher limit = OPEN_FILES.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "limits")));
        return limit.find() ? Long.parseLong(limit.group(1)) : 1_024;
    }
}
