package dev.pulse.standalone.simulate.plant;

import dev.pulse.standalone.size.Demand;
import dev.pulse.standalone.size.Figures;
import dev.pulse.standalone.size.Machines;
import dev.pulse.standalone.size.Sizing;
import java.time.Duration;

/**
 * One region: its nodes, and the machines that serve them.
 *
 * @param nodes more than 0
 * @param intervalMs between two heartbeats of a node
 * @param ingests instances, 1 or more, as of the next four
 * @param brokers brokers
 * @param verifiers instances
 * @param lifecycles instances
 * @param partitions of each topic, at least as many as there are instances of a stream
 * @param cores of each instance and broker
 * @param connections that one ingest may have open
 * @param idleMs how long one stays open on which nothing comes
 * @param yields whether an ingest ends idle ones at once where others wait
 * @param rawMs how long raw heartbeats are kept
 * @param costs what work takes
 */
public record Plant(
        double nodes,
        long intervalMs,
        int ingests,
        int brokers,
        int verifiers,
        int lifecycles,
        int partitions,
        int cores,
        int connections,
        long idleMs,
        boolean yields,
        long rawMs,
        Costs costs) {
    /** A region of what is asked for, with the machines that it is given. */
    public static Plant of(Demand demand, Machines machines, Figures figures) {
        Sizing.Region region = new Sizing(demand, machines, figures).region();
        return new Plant(
                (double) demand.nodesOfRegion(),
                demand.interval().toMillis(),
                region.ingests(),
                region.brokers(),
                region.verifiers(),
                region.lifecycles(),
                region.partitions(),
                machines.cores(),
                machines.connections(),
                demand.idle().toMillis(),
                true,
                Duration.ofHours(demand.rawHours()).toMillis(),
                Costs.of(figures, demand.copies()));
    }

    /** The same machines for other nodes: so many times as many. */
    public Plant loaded(double times) {
        return new Plant(
                nodes * times,
                intervalMs,
                ingests,
                brokers,
                verifiers,
                lifecycles,
                partitions,
                cores,
                connections,
                idleMs,
                yields,
                rawMs,
                costs);
    }
}
