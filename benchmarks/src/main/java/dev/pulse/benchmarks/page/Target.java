package dev.pulse.benchmarks.page;

import java.util.List;

/**
 * A row of the table of targets: what must be reached, and what we are after. Most are the better the smaller they
 * are. Rows stand in the order of the table.
 */
enum Target {
    PIPELINE(
            "pipeline_cpu_over_verify",
            "CPU of all our processes and the broker per heartbeat, POST to visible, over one AWS-LC verify",
            3.0,
            2.0,
            "ratio",
            "pipeline"),
    INGEST(
            "ingest_cpu_over_nginx",
            "ingest CPU per request, producer included, over nginx answering 204",
            3.0,
            1.8,
            "ratio",
            "ingest"),
    VERIFY(
            "verify_over_bouncycastle",
            "verify throughput over BouncyCastle, same verdicts",
            2.2,
            3.0,
            "ratio",
            "micro"),
    SCALE(
            "cost_1m_over_10k",
            "CPU per heartbeat at 1,000,000 nodes over that at 10,000",
            1.25,
            1.1,
            "ratio",
            "pipeline"),
    TIMERS(
            "timers_over_verify",
            "timers, CPU per heartbeat, over one AWS-LC verify",
            0.04,
            0.01,
            "ratio",
            // Whole processes say more than the parts by themselves.
            "detection micro"),
    DETECTION("detection_lateness_p99_s", "detection lateness past the deadline, p99", 2.0, 1.0, "s", "detection"),
    RESTART_COLD(
            "restart_cold_s", "restart at 1,000,000 nodes, kill -9 to caught up, cold", 30.0, 10.0, "s", "recovery"),
    RESTART_STANDBY(
            "restart_standby_s",
            "restart at 1,000,000 nodes, kill -9 to caught up, with a standby",
            3.0,
            1.0,
            "s",
            "recovery"),
    BYTES("bytes_per_node", "disk and memory per node, all stores", 600.0, 250.0, "B", "pipeline"),
    FILTER(
            "filter_p99_ms",
            "explorer, 1,000,000 nodes and 10,000 changes a second: any search, first page, server side p99",
            20.0,
            5.0,
            "ms",
            "explorer"),
    DEEP("deep_over_first_page", "explorer: deep cursor page over first", 1.2, 1.0, "ratio", "explorer"),
    POSTGRESQL(
            "cpu_over_postgresql",
            "explorer: CPU per search over that of PostgreSQL 15 with the usual indexes",
            0.2,
            0.05,
            "ratio",
            "explorer"),
    VISIBLE(
            "visible_p99_ms",
            "explorer: change in nodes.state to visible in a search, p99",
            1_000.0,
            250.0,
            "ms",
            "explorer"),
    INDEX("index_bytes_per_node", "explorer: memory of the index per node", 400.0, 150.0, "B", "explorer"),
    COLD_START("cold_start_s", "explorer: start at 1,000,000 nodes, with its store", 20.0, 5.0, "s", "explorer"),
    WATCHERS("sse_watchers", "explorer: live watchers on one instance", 5_000.0, 20_000.0, "watchers", "explorer");

    private final String id;
    private final String what;
    private final double floor;
    private final double aim;
    private final String unit;
    /** Their names, the one that counts first. */
    private final String benchmarks;

    Target(String id, String what, double floor, double aim, String unit, String benchmarks) {
        this.id = id;
        this.what = what;
        this.floor = floor;
        this.aim = aim;
        this.unit = unit;
        this.benchmarks = benchmarks;
    }

    /** The id in {@code summary.json}, and the name of the figure. */
    String id() {
        return id;
    }

    /** What is measured. */
    String what() {
        return what;
    }

    /** What must be reached. */
    double floor() {
        return floor;
    }

    /** What we are after. */
    double aim() {
        return aim;
    }

    String unit() {
        return unit;
    }

    /** The benchmarks that yield it; the first of them that was recorded with it counts. */
    List<String> benchmarks() {
        return List.of(benchmarks.split(" "));
    }

    /** The command that measures it. */
    String command() {
        return "./pulse bench " + benchmarks().getFirst();
    }

    /** Whether a value is as good as this limit or better. */
    boolean meets(double value, double limit) {
        return aim > floor ? value >= limit : value <= limit;
    }

    /** How a value stands to a limit: below 1 it is better, whichever way the row goes. */
    double share(double value, double limit) {
        return aim > floor ? limit / value : value / limit;
    }
}
