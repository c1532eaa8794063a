package dev.pulse.lifecycle.query;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.pulse.domain.region.Headcount;
import dev.pulse.lifecycle.topology.Tallies;
import dev.pulse.lifecycle.topology.Tallies.Tally;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code GET /v1/stats}: what this instance counts, in all, by region and by partition. */
@Path("/v1/stats")
@Produces(MediaType.APPLICATION_JSON)
public final class StatsResource {
    private final Tallies tallies;

    /** Answers from these. */
    public StatsResource(Tallies tallies) {
        this.tallies = tallies;
    }

    /**
     * Numbers of nodes, and of heartbeats as they were accounted. Retired nodes are not counted, their heartbeats are.
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Counted(
            long online,
            long late,
            long unknown,
            long offline,
            long newlyOffline,
            long advances,
            long duplicates,
            long replays) {
        static Counted of(Headcount h) {
            return new Counted(
                    h.online(),
                    h.late(),
                    h.unknown(),
                    h.offline(),
                    h.newlyOffline(),
                    h.counts().advances(),
                    h.counts().duplicates(),
                    h.counts().replays());
        }
    }

    /**
     * One partition.
     *
     * @param asOf its newest tick, unix seconds
     * @param observedMs its observed time
     * @param counted its sum
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record PartitionStats(long asOf, long observedMs, Counted counted) {}

    /**
     * All of it.
     *
     * @param total its fields stand at the top of the answer
     */
    public record Stats(
            @JsonUnwrapped Counted total, Map<String, Counted> regions, Map<Integer, PartitionStats> partitions) {}

    /** The counts as of each partition's newest tick; empty while this instance has no partition. */
    @GET
    public Stats stats() {
        SortedMap<String, Headcount> regions = new TreeMap<>();
        SortedMap<Integer, PartitionStats> partitions = new TreeMap<>();
        tallies.all().forEach((partition, tally) -> {
            tally.regions().forEach((region, count) -> regions.merge(region, count, Headcount::plus));
            partitions.put(partition, partition(tally));
        });
        SortedMap<String, Counted> counted = new TreeMap<>();
        regions.forEach((region, count) -> counted.put(region, Counted.of(count)));
        return new Stats(Counted.of(sum(regions)), counted, partitions);
    }

    private static PartitionStats partition(Tally tally) {
        return new PartitionStats(tally.asOf() / 1_000, tally.observed(), Counted.of(sum(tally.regions())));
    }

    private static Headcount sum(Map<String, Headcount> counts) {
        return counts.values().stream().reduce(Headcount.NONE, Headcount::plus);
    }
}
