package dev.pulse.marketplace.board;

import dev.pulse.marketplace.follow.RecordHandler;
import dev.pulse.schemas.RegionVerdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The region guard's newest verdict for each region, and second by second what they added up to over the last minutes.
 * A verdict over the whole region stands in each partition that has nodes of it, so there are several for each second,
 * and the partitions are not read in step: the newest one counts, by its clock.
 */
public final class RegionBoard implements RecordHandler {
    /** Seconds of history. */
    public static final int SECONDS = 900;

    /**
     * Offsets of each partition to read when the service starts: {@link #SECONDS} of a few regions, and of the transaction
     * markers of a commit every 100 ms.
     */
    public static final long NEWEST = SECONDS * 15L;

    /** Regions that are kept at most: no grid has as many. */
    private static final int MAX_REGIONS = 200;

    private static final Comparator<RegionVerdict> BY_AGE =
            Comparator.comparing(RegionVerdict::getAsOf).thenComparingLong(RegionVerdict::getAdvances);

    /**
     * What all regions added up to.
     *
     * @param at unix seconds of the ingest's clock
     * @param online nodes ONLINE
     * @param advances heartbeats accounted as an advance, since the beginning
     * @param whole whether the sum covers every partition; where it does not, it says nothing about its neighbours
     */
    public record Sample(long at, long online, long advances, boolean whole) {}

    private record Point(long online, long advances, boolean whole) {
        static Point of(RegionVerdict verdict) {
            return new Point(
                    verdict.getOnline(),
                    verdict.getAdvances(),
                    verdict.getPartitionsHeard() >= verdict.getPartitions());
        }
    }

    private final Set<String> served;
    private final Deserializer<RegionVerdict> verdicts;
    private final SortedMap<String, RegionVerdict> newest = new TreeMap<>();
    private final NavigableMap<Long, Map<String, Point>> history = new TreeMap<>();

    /**
     * A board without verdicts.
     *
     * @param served regions that are shown; empty for all
     */
    public RegionBoard(Set<String> served, Deserializer<RegionVerdict> verdicts) {
        this.served = Set.copyOf(served);
        this.verdicts = verdicts;
    }

    @Override
    public synchronized void forget() {
        newest.clear();
        history.clear();
    }

    @Override
    public void apply(ConsumerRecord<String, byte[]> record) {
        RegionVerdict verdict = verdicts.deserialize(record.topic(), record.value());
        if (verdict != null && (served.isEmpty() || served.contains(verdict.getRegion()))) {
            put(verdict);
        }
    }

    private synchronized void put(RegionVerdict verdict) {
        RegionVerdict before = newest.get(verdict.getRegion());
        if (before == null && newest.size() >= MAX_REGIONS) {
            return;
        }
        if (before == null || BY_AGE.compare(before, verdict) <= 0) {
            newest.put(verdict.getRegion(), verdict);
        }
        Point point = Point.of(verdict);
        history.computeIfAbsent(verdict.getAsOf().getEpochSecond(), second -> new HashMap<>())
                .merge(verdict.getRegion(), point, (one, other) -> one.advances() > other.advances() ? one : other);
        history.headMap(history.lastKey() - SECONDS, true).clear();
    }

    /** The newest verdict of each region. */
    public synchronized SortedMap<String, RegionVerdict> newest() {
        return new TreeMap<>(newest);
    }

    /**
     * The history, oldest first. A region without a verdict in a second counts as it last did; before its first one, as
     * it first did, so that a region that is only now heard of is no burst of heartbeats.
     */
    public synchronized List<Sample> history() {
        Map<String, Point> current = new HashMap<>();
        history.values().forEach(points -> points.forEach(current::putIfAbsent));
        List<Sample> samples = new ArrayList<>(history.size());
        history.forEach((at, points) -> {
            current.putAll(points);
            samples.add(new Sample(
                    at,
                    current.values().stream().mapToLong(Point::online).sum(),
                    current.values().stream().mapToLong(Point::advances).sum(),
                    current.values().stream().allMatch(Point::whole)));
        });
        return samples;
    }
}
