package dev.pulse.benchmarks.run;

import dev.pulse.benchmarks.load.LoadProcess;
import dev.pulse.benchmarks.load.Order;
import dev.pulse.benchmarks.load.Told;
import dev.pulse.benchmarks.record.Recording;
import dev.pulse.benchmarks.run.gauge.VerifyCost;
import dev.pulse.benchmarks.run.site.Nginx;
import dev.pulse.benchmarks.run.site.ProcessCpu;
import dev.pulse.benchmarks.run.site.Site;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Processor time of the ingest for one heartbeat over HTTP, beside nginx answering 204 to the same requests at the same
 * times. The two take turns, so that whatever else goes on falls on both.
 */
public final class IngestRun {
    private static final String PATH = "/v1/heartbeats";
    private static final int NODES = 100_000;

    /** Enough that none waits for its turn: one answers some twenty times a second, as its batch is acknowledged. */
    private static final int MANY = 1_000;

    private final RunOptions options;
    private final int rate;
    private final Clock clock;
    private final Consumer<String> progress;
    private final Recording findings;
    private LoadProcess load;

    /** One side of the comparison. */
    private record Side(String name, int port, Map<String, Long> pids) {}

    /**
     * @param rate requests a second, the same for both sides
     * @param findings takes what is found
     */
    public IngestRun(RunOptions options, int rate, Recording findings, Clock clock, Consumer<String> progress) {
        this.options = options;
        this.rate = rate;
        this.findings = findings;
        this.clock = clock;
        this.progress = progress;
    }

    /** Runs, some five minutes; a quick one less than one. */
    public void run() throws IOException {
        Path folder = options.folder("ingest");
        options.note(findings);
        findings.setting("rate", rate);
        try (Site site = Site.in(folder, options.site(Duration.ofSeconds(60), 0, List.of(), Map.of()));
                LoadProcess process = LoadProcess.start(folder.resolve("load"), now -> {})) {
            load = process;
            progress.accept("starting broker, registry, ingest");
            site.startBackbone();
            site.startReady("ingest");
            Nginx nginx = Nginx.start(folder.resolve("nginx"))
                    .orElseThrow(() -> new IOException("nginx is not installed: apt-get install nginx-light"));
            try (nginx) {
                int nodes = options.pick(NODES, 5_000);
                load.run(new Order.Fleet(RunOptions.keys().toString(), "pulse", nodes, "eu", "devnet", 2));
                URI ingest = site.url("ingest");
                measure(
                        new Side("ingest", ingest.getPort(), site.pids()),
                        new Side("nginx", nginx.port(), nginx.pids()));
            }
        } finally {
            options.done(folder);
        }
    }

    private void measure(Side ingest, Side nginx) {
        sign(ingest);
        progress.accept("warming up");
        window(ingest, MANY, 0, options.pick(20, 5));
        window(ingest, MANY, rate, options.pick(10, 2));
        window(nginx, MANY, rate, options.pick(4, 1));
        double ratio = 0;
        for (int connections : List.of(64, MANY, 10_000)) {
            double paced = compare(ingest, nginx, connections, rate, Integer.toString(connections));
            ratio = connections == MANY ? paced : ratio;
        }
        compare(ingest, nginx, MANY, 0, MANY + "_saturated");
        findings.figure(
                "ingest_cpu_over_nginx",
                ratio,
                "ratio",
                "median over pairs at " + MANY + " connections and " + rate + "/s, the producer to Kafka included");
        try (VerifyCost verify = new VerifyCost()) {
            findings.figure("verify_us", verify.now(), "us", "one AWS-LC verify, with nothing else going on");
        }
    }

    /** Heartbeats are fresh for 300 s, so they are signed again from time to time. */
    private void sign(Side ingest) {
        int count = options.pick(NODES, 5_000);
        load.run(new Order.Sign(
                "all",
                PATH,
                "127.0.0.1:" + ingest.port(),
                0,
                count,
                clock.instant().getEpochSecond(),
                0));
    }

    private double compare(Side ingest, Side nginx, int connections, int perSecond, String label) {
        int pairs = options.pick(3, 1);
        int seconds = options.pick(10, 2);
        List<Double> ratios = new ArrayList<>();
        Map<String, List<Double>> costs = new LinkedHashMap<>();
        sign(ingest);
        for (int pair = 0; pair < pairs; pair++) {
            progress.accept(connections + " connections, " + (perSecond == 0 ? "as many as go" : perSecond + "/s")
                    + ", pair " + (pair + 1) + " of " + pairs);
            // Whoever is second finds warmer caches: they take turns at that too.
            Map<String, Double> a = pair % 2 == 0 ? window(ingest, connections, perSecond, seconds) : null;
            Map<String, Double> b = window(nginx, connections, perSecond, seconds);
            a = a == null ? window(ingest, connections, perSecond, seconds) : a;
            ratios.add(a.get("ingest") / b.get("nginx"));
            a.forEach((name, value) ->
                    costs.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
            b.forEach((name, value) ->
                    costs.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
        }
        costs.forEach((name, values) -> findings.figure(
                name + "_" + label,
                median(values),
                name.endsWith("rate") ? "1/s" : name.endsWith("ms") ? "ms" : "us",
                ""));
        double ratio = median(ratios);
        findings.figure("over_nginx_" + label, ratio, "ratio", "median of " + pairs + " pairs");
        for (int pair = 0; pair < pairs; pair++) {
            findings.point("over_nginx_" + label, pair, ratios.get(pair));
        }
        return ratio;
    }

    private static double median(List<Double> values) {
        return VerifyCost.median(
                values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Microseconds a request by process, the rate that was had, and the latency. */
    private Map<String, Double> window(Side side, int connections, int perSecond, int seconds) {
        load.run(new Order.Open("127.0.0.1", side.port(), connections, 1));
        Map<String, Long> pids = new LinkedHashMap<>(side.pids());
        pids.put("load", load.pid());
        ProcessCpu before = ProcessCpu.of(pids);
        Told.Sent sent = load.send(new Order.Send("all", 0, 0, perSecond, seconds, true));
        ProcessCpu used = ProcessCpu.of(pids).since(before);
        if (sent.accepted() == 0 || sent.accepted() < 0.99 * sent.sent()) {
            throw new IllegalStateException(side.name() + " did not accept all requests: " + sent.statuses() + ", "
                    + sent.broken() + " broken");
        }
        Map<String, Double> costs = new LinkedHashMap<>();
        used.processes().forEach((name, us) -> {
            boolean own = name.equals(side.name());
            costs.put(own ? name : name + "_at_" + side.name(), us / sent.accepted());
        });
        costs.put(side.name() + "_rate", sent.rate());
        costs.put(side.name() + "_p50_ms", sent.latency().p50() / 1_000.0);
        costs.put(side.name() + "_p99_ms", sent.latency().p99() / 1_000.0);
        return costs;
    }
}
