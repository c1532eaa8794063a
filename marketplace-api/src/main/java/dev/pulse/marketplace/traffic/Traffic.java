package dev.pulse.marketplace.traffic;

import java.util.List;
import java.util.SortedMap;

/**
 * The path at one moment.
 *
 * @param at when its ends were asked for, unix milliseconds
 * @param topics in the order of their names
 */
public record Traffic(long at, List<TopicTraffic> topics) {
    public Traffic {
        topics = List.copyOf(topics);
    }

    /**
     * One topic.
     *
     * @param partitions in their order
     * @param points what the whole topic grew by, sample by sample, oldest first
     */
    public record TopicTraffic(String topic, List<PartitionTraffic> partitions, List<Point> points) {}

    /**
     * One partition.
     *
     * @param end up to where committed records can be read
     * @param rate offsets per second over the last 10 to 30 s; null where that is not known
     * @param rateMinutes over the last minutes; null where that is not known
     * @param lags by group: offsets between what it has committed and the end, at least 0; a group that has committed
     *     nothing here, or is not known, is not among them
     */
    public record PartitionTraffic(
            int partition, long end, Double rate, Double rateMinutes, SortedMap<String, Long> lags) {}

    /**
     * What a topic grew by since the sample before.
     *
     * @param at unix milliseconds
     * @param rate offsets per second
     */
    public record Point(long at, double rate) {}
}
