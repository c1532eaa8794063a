package dev.pulse.marketplace.traffic;

import dev.pulse.marketplace.traffic.Traffic.PartitionTraffic;
import dev.pulse.marketplace.traffic.Traffic.Point;
import dev.pulse.marketplace.traffic.Traffic.TopicTraffic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * End offsets of the last minutes and what they say. Offsets only ever rise, so where one falls, its topic was made anew,
 * and only what came after that counts; where a partition is not in a sample, it counts from the first that it is in, so
 * that what was there before is no burst. Belongs to one thread.
 */
public final class TrafficLog {
    /** How far back samples are kept, in milliseconds. */
    public static final long WINDOW = 300_000;
    /** Partitions that are sampled at most. */
    public static final int MOST_PARTITIONS = 20_000;
    /** Samples that are kept at most. */
    private static final int MOST_SAMPLES = 300;

    private static final long SHORT_LEAST = 10_000;
    private static final long SHORT_MOST = 30_000;
    private static final long ABSENT = -1;

    private record Sample(long at, long[] ends) {
        long end(int slot) {
            return slot < ends.length ? ends[slot] : ABSENT;
        }
    }

    private final Map<TopicPartition, Integer> slots = new HashMap<>();
    private final List<Sample> samples = new ArrayList<>();
    private Map<String, Map<TopicPartition, Long>> committed = Map.of();

    /**
     * Takes a sample.
     *
     * @param at unix milliseconds; one that is not later than the last one begins all anew
     * @param ends end offsets
     * @param groups what each group that is known has committed
     */
    public void put(long at, Map<TopicPartition, Long> ends, Map<String, Map<TopicPartition, Long>> groups) {
        if (!samples.isEmpty() && at <= samples.getLast().at()) {
            samples.clear();
        }
        ends.keySet().stream()
                .filter(partition -> slots.size() < MOST_PARTITIONS)
                .forEach(partition -> slots.putIfAbsent(partition, slots.size()));
        long[] all = new long[slots.size()];
        Arrays.fill(all, ABSENT);
        ends.forEach((partition, end) -> {
            Integer slot = slots.get(partition);
            if (slot != null) {
                all[slot] = end;
            }
        });
        samples.add(new Sample(at, all));
        committed = Map.copyOf(groups);
        while (samples.size() > MOST_SAMPLES || samples.getFirst().at() < at - WINDOW) {
            samples.removeFirst();
        }
    }

    /** What the samples say; null before the first. */
    public Traffic traffic() {
        if (samples.isEmpty()) {
            return null;
        }
        Sample last = samples.getLast();
        SortedMap<String, List<PartitionTraffic>> topics = new TreeMap<>();
        slots.forEach((partition, slot) -> {
            if (last.end(slot) != ABSENT) {
                topics.computeIfAbsent(partition.topic(), none -> new ArrayList<>())
                        .add(partition(partition, slot));
            }
        });
        Map<String, List<Point>> points = points();
        List<TopicTraffic> all = new ArrayList<>();
        topics.forEach((topic, partitions) -> {
            partitions.sort(Comparator.comparingInt(PartitionTraffic::partition));
            all.add(new TopicTraffic(
                    topic, List.copyOf(partitions), List.copyOf(points.getOrDefault(topic, List.of()))));
        });
        return new Traffic(last.at(), all);
    }

    private PartitionTraffic partition(TopicPartition partition, int slot) {
        Sample last = samples.getLast();
        long end = last.end(slot);
        Sample shortAgo = null;
        Sample longAgo = null;
        long above = end;
        for (int i = samples.size() - 2; i >= 0; i--) {
            Sample sample = samples.get(i);
            long then = sample.end(slot);
            if (then == ABSENT || then > above) {
                break;
            }
            above = then;
            long age = last.at() - sample.at();
            if (age >= SHORT_LEAST) {
                longAgo = sample;
                if (shortAgo == null && age <= SHORT_MOST) {
                    shortAgo = sample;
                }
            }
        }
        SortedMap<String, Long> lags = new TreeMap<>();
        committed.forEach((group, offsets) -> {
            Long offset = offsets.get(partition);
            if (offset != null) {
                lags.put(group, Math.max(0, end - offset));
            }
        });
        return new PartitionTraffic(partition.partition(), end, rate(shortAgo, slot), rate(longAgo, slot), lags);
    }

    private Double rate(Sample from, int slot) {
        Sample last = samples.getLast();
        return from == null ? null : (last.end(slot) - from.end(slot)) * 1000.0 / (last.at() - from.at());
    }

    /** Between neighbours that are not too far from each other; the partitions that are in both. */
    private Map<String, List<Point>> points() {
        Map<String, List<Point>> points = new HashMap<>();
        for (int i = 1; i < samples.size(); i++) {
            Sample from = samples.get(i - 1);
            Sample to = samples.get(i);
            if (to.at() - from.at() > SHORT_MOST) {
                continue;
            }
            Map<String, Long> grown = new HashMap<>();
            slots.forEach((partition, slot) -> {
                long begin = from.end(slot);
                long end = to.end(slot);
                if (begin != ABSENT && end >= begin) {
                    grown.merge(partition.topic(), end - begin, Long::sum);
                }
            });
            grown.forEach((topic, offsets) -> points.computeIfAbsent(topic, none -> new ArrayList<>())
                    .add(new Point(to.at(), offsets * 1000.0 / (to.at() - from.at()))));
        }
        return points;
    }
}
