package dev.pulse.standalone.grid;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What {@code pulse up} is asked for.
 *
 * @param data folder that everything is kept in
 * @param ports the nine ports
 * @param bind address that the HTTP services and Kafka listen on; loopback unless somebody chose otherwise
 * @param interval how often a node promises a heartbeat, from one second
 * @param regions the regions there are; the ingest's own is the first
 * @param nodes size of the simulated fleet, from 0 (none) to 100,000
 * @param partitions partitions of every topic, fixed when the folder is first used
 * @param verification whether the marketplace asks the ledger whose a node is: real, or mock
 * @param registryHome where the schema registry's release is unpacked
 */
public record GridOptions(
        Path data,
        Ports ports,
        String bind,
        Duration interval,
        List<String> regions,
        int nodes,
        int partitions,
        String verification,
        Path registryHome) {
    private static final int MOST_NODES = 100_000;

    public GridOptions {
        if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new GridException("--interval must be at least 1s, not " + interval.toMillis() + " ms.");
        }
        if (regions.isEmpty() || regions.stream().anyMatch(region -> !region.matches("[a-z0-9][a-z0-9-]{0,31}"))) {
            throw new GridException("--regions must name at least one region, each of lower-case letters, digits and "
                    + "dashes, not " + regions + ".");
        }
        if (nodes < 0 || nodes > MOST_NODES) {
            throw new GridException("--nodes must be from 0 to " + MOST_NODES + ", not " + nodes + ".");
        }
        if (!verification.equals("real") && !verification.equals("mock")) {
            throw new GridException("--hosting-verification must be real or mock, not " + verification + ".");
        }
        regions = List.copyOf(regions);
    }
}
