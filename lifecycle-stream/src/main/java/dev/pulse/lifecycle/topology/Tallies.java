package dev.pulse.lifecycle.topology;

import dev.pulse.domain.region.Headcount;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The newest count of each partition that this instance works on: put up by the stream threads once a tick, read by
 * queries. Safe for use by several threads.
 */
public final class Tallies {
    /**
     * One partition's count.
     *
     * @param asOf the tick it was taken at, unix milliseconds
     * @param observed the partition's observed milliseconds
     * @param regions each region's count
     */
    public record Tally(long asOf, long observed, SortedMap<String, Headcount> regions) {}

    private final Map<Integer, Tally> byPartition = new ConcurrentHashMap<>();
    private final Map<Integer, Map<String, Boolean>> disturbed = new ConcurrentHashMap<>();

    void put(int partition, Tally tally) {
        byPartition.put(partition, tally);
    }

    void judged(int partition, String region, boolean isDisturbed) {
        disturbed.computeIfAbsent(partition, p -> new ConcurrentHashMap<>()).put(region, isDisturbed);
    }

    void remove(int partition) {
        byPartition.remove(partition);
        disturbed.remove(partition);
    }

    /** Whether each region is disturbed, by the newest verdict that any partition here has heard. */
    public SortedMap<String, Boolean> disturbed() {
        SortedMap<String, Boolean> all = new TreeMap<>();
        disturbed
                .values()
                .forEach(regions -> regions.forEach((region, is) -> all.merge(region, is, Boolean::logicalOr)));
        return all;
    }

    /** All of them, by partition. */
    public SortedMap<Integer, Tally> all() {
        return new TreeMap<>(byPartition);
    }
}
