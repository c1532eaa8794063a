package dev.pulse.standalone.simulate;

import dev.pulse.standalone.simulate.plant.Costs;
import dev.pulse.standalone.simulate.plant.Outcome;
import dev.pulse.standalone.simulate.plant.Plant;
import dev.pulse.standalone.simulate.plant.Rules;
import dev.pulse.standalone.simulate.plant.Trouble;
import dev.pulse.standalone.simulate.play.Episode;
import dev.pulse.standalone.size.Demand;
import dev.pulse.standalone.size.Figures;
import dev.pulse.standalone.size.Machines;
import dev.pulse.standalone.size.Quantity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All that the simulation says of a row of sizes, as a text that is committed and reviewed as a diff
 * (docs/reference/scaling-simulation.txt). It begins with the figures it was made with, so that it can be made again when newer ones have been
 * recorded.
 */
public final class Report {
    /** Nodes that are looked at one by one. */
    static final int SAMPLE = 2_000;
    /** What is drawn is drawn from this. */
    static final long SEED = 20_261_128;

    private static final List<Double> LOADS = List.of(1.0, 1.25, 1.5, 1.75, 2.0);
    private static final List<Double> BUSY = List.of(0.5, 0.6, 0.7, 0.8, 0.9, 0.95);
    private static final Pattern FIGURE = Pattern.compile("(?m)^  ([a-z]+\\.[a-z0-9_]+) = ([0-9.]+)$");
    private static final List<String> USED = List.of(
            "pipeline.cpu_us_ingest_1m",
            "pipeline.cpu_us_broker_1m",
            "pipeline.cpu_us_verifier_1m",
            "pipeline.verify_us_1m",
            "pipeline.cpu_us_lifecycle_1m",
            "pipeline.cpu_us_marketplace_1m",
            "pipeline.changelog_bytes_per_node",
            "pipeline.store_memory_bytes_per_node",
            "pipeline.key_table_mb_1m",
            "pipeline.explorer_memory_bytes_per_node",
            "pipeline.visible_p50_ms_1m",
            "detection.together_lifecycle_us",
            "detection.detection_lateness_p50_s",
            "detection.detection_lateness_p99_s",
            "detection.detection_lateness_max_s",
            "recovery.restart_s_ingest",
            "recovery.restart_cold_s_lifecycle",
            "recovery.restart_standby_s_verifier",
            "recovery.restart_standby_s_lifecycle",
            "explorer.store_bytes_per_node",
            "connections.rss_bytes_per_connection",
            "connections.kernel_bytes_per_connection",
            "storage.disk_bytes_raw",
            "storage.disk_bytes_verified",
            "storage.disk_bytes_other");

    private final Figures figures;
    private final StringBuilder text = new StringBuilder();

    private Report(Figures figures) {
        this.figures = figures;
    }

    /** Those figures that it is made with, in four digits, as it says them. */
    public static Figures rounded(Figures figures) {
        Map<String, Double> rounded = new TreeMap<>();
        USED.forEach(name -> rounded.put(
                name, new BigDecimal(figures.of(name)).round(new MathContext(4)).doubleValue()));
        return new Figures(rounded);
    }

    /** Those that a report was made with. */
    public static Figures of(String report) {
        Map<String, Double> all = new TreeMap<>();
        for (Matcher line = FIGURE.matcher(report); line.find(); ) {
            all.put(line.group(1), Double.valueOf(line.group(2)));
        }
        return new Figures(all);
    }

    /** Plays everything, and tells. */
    public static String tell(Figures figures) {
        Report report = new Report(rounded(figures));
        report.begin();
        report.sizes();
        report.held();
        report.busy();
        report.connections();
        report.measured();
        return report.text.toString();
    }

    private void begin() {
        text.append("Troubles of a region in virtual time (docs/reference/scaling.md says how to read this).\n");
        text.append("Seed ").append(SEED).append(", ").append(SAMPLE).append(" nodes looked at one by one, with\n\n");
        USED.forEach(name -> text.append("  ")
                .append(name)
                .append(" = ")
                .append(new BigDecimal(figures.of(name))
                        .round(new MathContext(4))
                        .toPlainString())
                .append('\n'));
    }

    private void sizes() {
        text.append("\nWith the machines that `pulse size --interval 60s --connections 500000` gives\n");
        size("1M in 1 region", 1_000_000);
        size("10M in 1 region, 50M in 5, 100M in 10", 10_000_000);
        size("20M in 1 region, 100M in 5", 20_000_000);
        size("100M in 1 region", 100_000_000);
    }

    private void size(String what, long nodes) {
        Plant plant = plant(nodes, 0.5);
        text.append('\n').append(what).append(": ").append(Sheet.plant(plant)).append(Sheet.head());
        for (Trouble trouble : Trouble.values()) {
            text.append(Sheet.line(play(plant, trouble)));
        }
    }

    private void held() {
        text.append(
                "\nMore nodes on the same machines: up to how many times as many it goes, of twice at most, and what breaks at the next step\n");
        Plant plant = plant(10_000_000, 0.5);
        text.append("\nThe machines of ").append(Sheet.plant(plant));
        for (Trouble trouble : Trouble.values()) {
            scan(trouble, Scan.of(LOADS, load -> play(plant.loaded(load), trouble)), "x");
        }
    }

    private void busy() {
        text.append("\nFewer machines for 20M nodes: up to which --busy it goes, and what breaks at the next step\n\n");
        for (double busy : BUSY) {
            text.append("  ").append(busy).append(": ").append(Sheet.plant(plant(20_000_000, busy)));
        }
        text.append('\n');
        for (Trouble trouble : Trouble.values()) {
            scan(trouble, Scan.of(BUSY, busy -> play(plant(20_000_000, busy), trouble)), "");
        }
    }

    /** Half as many connections as there are nodes that come in while one is idle. */
    private void connections() {
        text.append(
                        "\nHalf of the connections that 1M nodes leave open, where idle ones make no room, and where they do\n\n")
                .append(Sheet.head());
        for (boolean yields : new boolean[] {false, true}) {
            Plant given = plant(1_000_000, 0.5);
            Plant few = new Plant(
                    given.nodes(),
                    given.intervalMs(),
                    given.ingests(),
                    given.brokers(),
                    given.verifiers(),
                    given.lifecycles(),
                    given.partitions(),
                    given.cores(),
                    131_072,
                    given.idleMs(),
                    yields,
                    given.rawMs(),
                    given.costs());
            text.append(Sheet.line(play(few, Trouble.ORDINARY))).append(Sheet.line(play(few, Trouble.INGESTS_AWAY)));
        }
    }

    private void scan(Trouble trouble, Scan scan, String unit) {
        String holds = scan.holds() == 0 ? "none" : unit + Quantity.digits(scan.holds());
        text.append(String.format(Locale.ROOT, "  %-32s %6s", trouble.sentence(), holds));
        if (scan.why() != null) {
            text.append("   ")
                    .append(unit)
                    .append(Quantity.digits(scan.breaks()))
                    .append(": ")
                    .append(Sheet.broken(scan.why()));
        }
        text.append('\n');
    }

    /** What can be held against a measurement: one million nodes on one machine, as the benchmarks have them. */
    private void measured() {
        text.append("\nHeld against what was measured, with one instance of everything and a million nodes\n\n");
        Plant minute = benchmark(60_000);
        Outcome ordinary = play(minute, Trouble.ORDINARY);
        against(
                "silence found, s past the deadline, the middle one",
                ordinary.lateP50S(),
                "detection.detection_lateness_p50_s",
                1);
        against("99 of 100", ordinary.lateP99S(), "detection.detection_lateness_p99_s", 1);
        against("the last one", ordinary.lateMaxS(), "detection.detection_lateness_max_s", 1);
        Outcome slower = play(benchmark(125_000), Trouble.ORDINARY);
        against(
                "POST to accounted, s, 8,000/s, the middle one",
                slower.delayP50S(),
                "pipeline.visible_p50_ms_1m",
                1e-3);
        Plant recovery = benchmark(1_000_000);
        against(
                "a lifecycle from nothing, s, 1,000/s",
                (double) play(recovery, Trouble.LIFECYCLE_COLD).caughtUpS(),
                "recovery.restart_cold_s_lifecycle",
                1);
    }

    private void against(String what, double predicted, String figure, double unit) {
        text.append(String.format(
                Locale.ROOT,
                "  %-52s %8s simulated, %8s measured\n",
                what,
                Quantity.digits(predicted),
                Quantity.digits(figures.of(figure) * unit)));
    }

    private Plant benchmark(long intervalMs) {
        return new Plant(
                1_000_000, intervalMs, 1, 1, 1, 1, 8, 2, 1_000_000, 30_000, true, 86_400_000, Costs.of(figures, 1));
    }

    private Plant plant(long nodes, double busy) {
        Demand demand = new Demand(nodes, Duration.ofSeconds(60), 1, 3, 24, 7, 2, 900, Duration.ofSeconds(30));
        return Plant.of(demand, new Machines(4, busy, 8e12, 500_000, Duration.ofMinutes(2)), figures);
    }

    private static Outcome play(Plant plant, Trouble trouble) {
        return new Episode(plant, trouble, Rules.of(plant.intervalMs()), SAMPLE, SEED).play();
    }
}
