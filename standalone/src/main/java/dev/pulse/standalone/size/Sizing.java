package dev.pulse.standalone.size;

import java.util.List;

/**
 * The rules: what one region needs. Each is a line of arithmetic over measured figures; what was not measured is a named
 * constant here and a sentence in docs/reference/scaling.md.
 */
public final class Sizing {
    /** No grid has fewer instances of anything: one is away while it is upgraded. */
    static final int FEWEST = 2;
    /** Nor fewer brokers, with three copies of which two must be there. */
    static final int FEWEST_BROKERS = 3;
    /** Ticks that an ingest writes into each partition in a second (decision 0013). */
    static final double TICKS_PER_S = 4;
    /** Partitions from the start, and the step by which more are planned. */
    static final int FEWEST_PARTITIONS = 32;
    /** Threads may grow fourfold before partitions have to. */
    static final int PARTITIONS_PER_THREAD = 4;
    /** Heap over live objects, so that a collector has room. */
    static final double HEAP = 2;
    /** What a process has beside what nodes take, in bytes. */
    static final double PROCESS = 1e9;
    /** A state is written when it changes, and every ten minutes; of these, this share of what is on disk is outdated. */
    static final double UNCOMPACTED = 2;
    /** Zones that brokers and clients are spread over: two of three are another one. */
    static final double OTHER_ZONE = 2.0 / 3;
    /** How long nodes.events are kept. */
    static final int EVENT_DAYS = 90;

    private static final double MICROS = 1e-6;
    private static final double DAY_S = 86_400;
    private static final double MONTH_S = Prices.HOURS * 3_600;

    private final Demand demand;
    private final Machines machines;
    private final Figures figures;
    private final double rate;
    private final double nodes;

    /** Of one region of what is asked for. */
    public Sizing(Demand demand, Machines machines, Figures figures) {
        this.demand = demand;
        this.machines = machines;
        this.figures = figures;
        rate = demand.rateOfRegion();
        nodes = demand.nodesOfRegion();
    }

    /** All of it. */
    public Region region() {
        int ingests = most(FEWEST, instances(ingestCores()), ceil(openConnections() / machines.connections()));
        int partitions = partitions(ingests);
        double ticks = ticks(ingests, partitions);
        int verifiers = most(FEWEST, instances(verifierCores() + ticks * passCores()));
        int lifecycles = most(
                FEWEST,
                instances(lifecycleCores() + ticks * accountCores()),
                ceil(coldRestart() / (double) machines.restart().toSeconds()));
        int explorers = most(FEWEST, instances(explorerCores()));
        double disk = rawDisk() + verifiedDisk() + stateDisk() + eventDisk();
        int brokers = most(
                FEWEST_BROKERS,
                demand.copies(),
                instances(brokerCores() * (1 + ticks / rate)),
                ceil(disk / (machines.brokerDisk() * Machines.DISK_FULL)));
        return new Region(
                ingests,
                verifiers,
                lifecycles,
                explorers,
                brokers,
                partitions,
                disk,
                (ingests + verifiers + lifecycles + explorers + brokers) * (double) machines.cores(),
                memory(ingests, verifiers, lifecycles, explorers, brokers));
    }

    /**
     * What one region is made of.
     *
     * @param ingests instances
     * @param verifiers instances
     * @param lifecycles instances
     * @param explorers instances
     * @param brokers brokers
     * @param partitions of each co-partitioned topic
     * @param disk bytes on all brokers' disks together, copies counted
     * @param cores of all machines
     * @param memory bytes of all machines
     */
    public record Region(
            int ingests,
            int verifiers,
            int lifecycles,
            int explorers,
            int brokers,
            int partitions,
            double disk,
            double cores,
            double memory) {}

    /** What one region costs in a month. */
    public double cost(Region region, Prices prices) {
        return Prices.HOURS * (region.cores() * prices.core() + region.memory() / 1e9 * prices.memory())
                + region.disk() / 1e9 / Machines.DISK_FULL * prices.disk()
                + zoneBytes() * MONTH_S / 1e9 * prices.zone();
    }

    double ingestCores() {
        return work("pipeline.cpu_us_ingest_1m");
    }

    double verifierCores() {
        return work("pipeline.cpu_us_verifier_1m");
    }

    double lifecycleCores() {
        return work("pipeline.cpu_us_lifecycle_1m");
    }

    double explorerCores() {
        return work("pipeline.cpu_us_marketplace_1m");
    }

    /** The measurement had one copy: each further one costs the broker that has it as much at most. */
    double brokerCores() {
        return work("pipeline.cpu_us_broker_1m") * demand.copies();
    }

    /** Those that nodes leave open between heartbeats, until they are idle for too long. */
    double openConnections() {
        double open = Math.min(demand.interval().toMillis(), demand.idle().toMillis()) / 1_000.0;
        return Math.min(nodes, rate * open);
    }

    /** Seconds until one instance would have all nodes back from nothing. */
    double coldRestart() {
        return nodes * figures.of("recovery.restart_cold_s_lifecycle") / 1e6;
    }

    /** Ticks a second over all partitions, each of which verifier and lifecycle stream pass on. */
    double ticks(Region region) {
        return ticks(region.ingests(), region.partitions());
    }

    private static double ticks(int ingests, int partitions) {
        return ingests * (double) partitions * TICKS_PER_S;
    }

    /** A core's time for a tick at a verifier: all that it does with a heartbeat but the verify. */
    private double passCores() {
        return Math.max(0, figures.of("pipeline.cpu_us_verifier_1m") - figures.of("pipeline.verify_us_1m")) * MICROS;
    }

    /** The same at a lifecycle instance: not measured, and no more than for a heartbeat. */
    private double accountCores() {
        return figures.of("pipeline.cpu_us_lifecycle_1m") * MICROS;
    }

    double rawDisk() {
        return rate * 3_600 * demand.rawHours() * figures.of("storage.disk_bytes_raw") * demand.copies();
    }

    double verifiedDisk() {
        return rate * DAY_S * demand.verifiedDays() * figures.of("storage.disk_bytes_verified") * demand.copies();
    }

    double stateDisk() {
        double node = figures.of("pipeline.changelog_bytes_per_node") + figures.of("explorer.store_bytes_per_node");
        return nodes * node * UNCOMPACTED * demand.copies();
    }

    /** An event is as large as a state. */
    double eventDisk() {
        return nodes
                * demand.transitionsPerDay()
                * EVENT_DAYS
                * figures.of("explorer.store_bytes_per_node")
                * demand.copies();
    }

    double explorerBytes() {
        return nodes * figures.of("pipeline.explorer_memory_bytes_per_node") * HEAP + PROCESS;
    }

    double requestBytes() {
        return rate * demand.requestBytes();
    }

    /** What producers send to brokers. */
    double produced() {
        return rate
                * (figures.of("storage.disk_bytes_raw")
                        + figures.of("storage.disk_bytes_verified")
                        + figures.of("storage.disk_bytes_other"));
    }

    /** What brokers send to each other. */
    double copied() {
        return produced() * (demand.copies() - 1);
    }

    /** What the two streams read. */
    double consumed() {
        return rate * (figures.of("storage.disk_bytes_raw") + figures.of("storage.disk_bytes_verified"));
    }

    /** From one zone to another in a second; a copy is always in another one. */
    double zoneBytes() {
        return (produced() + consumed()) * OTHER_ZONE + copied();
    }

    private double memory(int ingests, int verifiers, int lifecycles, int explorers, int brokers) {
        double connection = figures.of("connections.rss_bytes_per_connection")
                + figures.of("connections.kernel_bytes_per_connection") / 2;
        // Lives in memory twice: where it is decided, and where the standby has it.
        double streams = nodes
                * (figures.of("pipeline.store_memory_bytes_per_node") * 2 + figures.of("pipeline.key_table_mb_1m"))
                * HEAP;
        return (ingests + verifiers + lifecycles) * 2 * PROCESS
                + brokers * 4 * PROCESS
                + openConnections() * connection
                + streams
                + explorers * explorerBytes();
    }

    private double work(String microseconds) {
        return rate * figures.of(microseconds) * MICROS;
    }

    private int instances(double cores) {
        return ceil(cores / machines.usableCores());
    }

    /** More of them have more ticks, which take more threads; where that has no end, the most that there may be. */
    private int partitions(int ingests) {
        int enough = FEWEST_PARTITIONS;
        while (enough < Limits.PARTITIONS) {
            double ticks = ticks(ingests, enough);
            double busiest = Math.max(verifierCores() + ticks * passCores(), lifecycleCores() + ticks * accountCores());
            if (enough >= ceil(busiest / machines.busy()) * PARTITIONS_PER_THREAD) {
                return enough;
            }
            enough *= 2;
        }
        return (int) Limits.PARTITIONS;
    }

    private static int ceil(double value) {
        return (int) Math.ceil(value - 1e-9);
    }

    private static int most(Integer... values) {
        return List.of(values).stream().mapToInt(Integer::intValue).max().orElseThrow();
    }
}
