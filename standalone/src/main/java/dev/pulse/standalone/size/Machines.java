package dev.pulse.standalone.size;

import java.time.Duration;

/**
 * What it is to run on, and how full that may be.
 *
 * @param cores of one instance or broker, 1 to 256
 * @param busy share of them that may be busy on an ordinary day, 0.05 to 0.95: the rest is for a crowd that comes back, and
 *     for an instance that is away
 * @param brokerDisk bytes of a broker's disk, 10 GB to 1 PB; it may be 70 % full
 * @param connections that one ingest may have open, 1,000 to 1,000,000: its {@code server.maxConnections}
 * @param restart how long a lifecycle instance without a standby may take to come back from nothing, 10 s to 1 h
 */
public record Machines(int cores, double busy, double brokerDisk, int connections, Duration restart) {
    /** How full a disk may be. */
    static final double DISK_FULL = 0.7;

    /** @throws IllegalArgumentException naming what is outside its range */
    public Machines {
        Demand.check("cores", cores, 1, 256);
        Demand.check("busy", busy, 0.05, 0.95);
        Demand.check("broker-disk in bytes", brokerDisk, 1e10, 1e15);
        Demand.check("connections", connections, 1_000, 1_000_000);
        Demand.check("restart in seconds", restart.toMillis() / 1_000.0, 10, 3_600);
    }

    /** Cores of one instance that work may take. */
    double usableCores() {
        return cores * busy;
    }
}
