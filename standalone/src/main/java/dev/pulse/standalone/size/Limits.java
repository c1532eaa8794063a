package dev.pulse.standalone.size;

import dev.pulse.schemas.topic.Topics;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What of a region can't be had by adding machines, and how much of it is used: the fullest one breaks first. */
public final class Limits {
    /** Copies of partitions that a broker may have; Kafka's own advice, not measured here. */
    static final double COPIES_OF_A_BROKER = 4_000;
    /** Heap of an explorer, beyond which references take twice the room. */
    static final double EXPLORER_BYTES = 32e9;
    /** How long an explorer may take to start, in seconds. */
    static final double EXPLORER_START_S = 600;
    /** How long the guard holds a region's nodes before any of them goes offline, in seconds: its default. */
    static final double HOLD_S = 600;
    /** The most that the services' configuration allows. */
    static final double PARTITIONS = 10_000;
    /** Stores of both topologies, each of which has a changelog of as many partitions. */
    static final int CHANGELOGS = 10;

    private Limits() {}

    /**
     * One of them.
     *
     * @param name what there is only so much of
     * @param used how much of it is, as a share; 1 and more is too much
     * @param why with what is counted, and what is done about it
     */
    public record Limit(String name, double used, String why) {}

    /** All of a region, the fullest first. */
    public static List<Limit> of(Demand demand, Machines machines, Figures figures, Sizing.Region region) {
        Sizing sizing = new Sizing(demand, machines, figures);
        double millions = demand.nodesOfRegion() / 1e6;
        double rate = demand.rateOfRegion();
        double copies = (Topics.all().size() + CHANGELOGS) * (double) region.partitions() * demand.copies();
        double start = figures.of("explorer.cold_start_s") * millions;
        double together = figures.of("detection.together_last_s") * millions / region.lifecycles();
        return Stream.of(
                        new Limit(
                                "ticks",
                                sizing.ticks(region) / rate,
                                "each ingest ticks in each partition: " + Quantity.digits(sizing.ticks(region))
                                        + "/s beside " + Quantity.digits(rate)
                                        + " heartbeats/s. Fewer, larger ingests: --connections, --idle"),
                        new Limit(
                                "an explorer's heap",
                                sizing.explorerBytes() / EXPLORER_BYTES,
                                Quantity.bytes(sizing.explorerBytes()) + " of " + Quantity.bytes(EXPLORER_BYTES)
                                        + ": each explorer has every node of its region. More regions"),
                        new Limit(
                                "an explorer's start",
                                start / EXPLORER_START_S,
                                Quantity.digits(start) + " s of " + Quantity.digits(EXPLORER_START_S)
                                        + " s with its store. More regions"),
                        new Limit(
                                "copies of partitions on a broker",
                                copies / region.brokers() / COPIES_OF_A_BROKER,
                                Quantity.digits(copies / region.brokers()) + " of "
                                        + Quantity.digits(COPIES_OF_A_BROKER) + ". More brokers"),
                        new Limit(
                                "all nodes silent at once",
                                together / HOLD_S,
                                Quantity.digits(together) + " s until the last is called unknown, of the "
                                        + Quantity.digits(HOLD_S) + " s of the guard's hold. More lifecycle instances"),
                        new Limit(
                                "partitions",
                                region.partitions() / PARTITIONS,
                                region.partitions() + " of " + Quantity.digits(PARTITIONS) + ". More regions"))
                .sorted(Comparator.comparingDouble(Limit::used).reversed())
                .toList();
    }
}
