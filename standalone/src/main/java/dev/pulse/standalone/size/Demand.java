package dev.pulse.standalone.size;

import java.time.Duration;

/**
 * What is asked for.
 *
 * @param nodes in all regions together, 1 to 1,000,000,000
 * @param interval between two heartbeats of a node, 1 s to 1 day
 * @param regions grids of their own that share the nodes evenly, each with its own Kafka; 1 to 1,000
 * @param copies of each partition, 1 to 10
 * @param rawHours how long raw heartbeats are kept, 1 to 8,760
 * @param verifiedDays how long verified ones are, 1 to 365
 * @param transitionsPerDay of a node, 0 to 1,000: what {@code nodes.events} keeps for 90 days
 * @param requestBytes of a heartbeat as an HTTP request, 100 to 16,384
 * @param idle how long the ingest leaves a connection open on which nothing comes, 1 s to 1 day
 */
public record Demand(
        long nodes,
        Duration interval,
        int regions,
        int copies,
        int rawHours,
        int verifiedDays,
        double transitionsPerDay,
        int requestBytes,
        Duration idle) {
    /**
     * How long a node takes from one heartbeat to the next, as a share of what it is asked for: it takes off up to a tenth, at random
     * (the agent's SendingRule).
     */
    static final double EARLY = 0.95;

    private static final double DAY_S = 86_400;

    /** @throws IllegalArgumentException naming what is outside its range */
    public Demand {
        check("nodes", (double) nodes, 1, 1_000_000_000);
        check("interval in seconds", interval.toMillis() / 1_000.0, 1, DAY_S);
        check("regions", regions, 1, 1_000);
        check("copies", copies, 1, 10);
        check("raw-hours", rawHours, 1, 8_760);
        check("verified-days", verifiedDays, 1, 365);
        check("transitions-per-day", transitionsPerDay, 0, 1_000);
        check("request-bytes", requestBytes, 100, 16_384);
        check("idle in seconds", idle.toMillis() / 1_000.0, 1, DAY_S);
    }

    /** Nodes of one region, the larger where they can't be shared evenly. */
    public long nodesOfRegion() {
        return (nodes + regions - 1) / regions;
    }

    /** Heartbeats a second that come to one region. */
    double rateOfRegion() {
        return nodesOfRegion() * 1_000.0 / (interval.toMillis() * EARLY);
    }

    static void check(String what, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(what + " must be " + Quantity.digits(least) + " to "
                    + Quantity.digits(most) + ", not " + Quantity.digits(value));
        }
    }
}
