package dev.pulse.standalone.size;

import java.time.Duration;
import picocli.CommandLine.Option;

/** What is asked for and what it is to run on, as options of a command. */
public final class SizeOptions {
    @Option(names = "--nodes", paramLabel = "N", description = "Nodes in all: 1000000, 200k, 50M.")
    private String nodes;

    @Option(
            names = "--interval",
            paramLabel = "T",
            defaultValue = "60s",
            description = "Between two heartbeats of a node (default: ${DEFAULT-VALUE}).")
    private Duration interval;

    @Option(
            names = "--regions",
            paramLabel = "N",
            defaultValue = "1",
            description = "Grids with a Kafka of their own that share them (default: ${DEFAULT-VALUE}).")
    private int regions;

    @Option(
            names = "--copies",
            paramLabel = "N",
            defaultValue = "3",
            description = "Copies of each partition (default: ${DEFAULT-VALUE}).")
    private int copies;

    @Option(
            names = "--raw-hours",
            paramLabel = "H",
            defaultValue = "24",
            description = "How long raw heartbeats are kept (default: ${DEFAULT-VALUE}).")
    private int rawHours;

    @Option(
            names = "--verified-days",
            paramLabel = "D",
            defaultValue = "7",
            description = "How long verified ones are kept (default: ${DEFAULT-VALUE}).")
    private int verifiedDays;

    @Option(
            names = "--transitions-per-day",
            paramLabel = "X",
            defaultValue = "2",
            description = "Of a node; kept for 90 days (default: ${DEFAULT-VALUE}).")
    private double transitions;

    @Option(
            names = "--request-bytes",
            paramLabel = "B",
            defaultValue = "900",
            description = "Of a heartbeat with its HTTP headers (default: ${DEFAULT-VALUE}).")
    private int requestBytes;

    @Option(
            names = "--idle",
            paramLabel = "T",
            defaultValue = "30s",
            description = "How long an ingest leaves an idle connection open (default: ${DEFAULT-VALUE}).")
    private Duration idle;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "65536",
            description = "That one ingest may have open, its server.maxConnections (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--cores",
            paramLabel = "N",
            defaultValue = "4",
            description = "Of one instance or broker (default: ${DEFAULT-VALUE}).")
    private int cores;

    @Option(
            names = "--busy",
            paramLabel = "SHARE",
            defaultValue = "0.5",
            description = "Of the cores on an ordinary day (default: ${DEFAULT-VALUE}).")
    private double busy;

    @Option(
            names = "--broker-disk-gb",
            paramLabel = "GB",
            defaultValue = "8000",
            description = "Of one broker, of which 70 %% may be full (default: ${DEFAULT-VALUE}).")
    private double brokerDisk;

    @Option(
            names = "--restart",
            paramLabel = "T",
            defaultValue = "120s",
            description = "In which a lifecycle instance is back from nothing (default: ${DEFAULT-VALUE}).")
    private Duration restart;

    /**
     * What is asked for.
     *
     * @throws IllegalArgumentException naming what is missing, or outside its range
     */
    public Demand demand() {
        if (nodes == null) {
            throw new IllegalArgumentException("--nodes says how many there are to be");
        }
        return new Demand(
                Quantity.count(nodes),
                interval,
                regions,
                copies,
                rawHours,
                verifiedDays,
                transitions,
                requestBytes,
                idle);
    }

    /**
     * What it is to run on.
     *
     * @throws IllegalArgumentException naming what is outside its range
     */
    public Machines machines() {
        return new Machines(cores, busy, brokerDisk * 1e9, connections, restart);
    }

    /** Whether it was said how many nodes there are to be. */
    public boolean asks() {
        return nodes != null;
    }
}
