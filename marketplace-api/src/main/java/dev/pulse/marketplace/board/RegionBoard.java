package dev.pulse.marketplace.board;

import dev.pulse.marketplace.follow.RecordHandler;
import dev.pulse.schemas.RegionVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The region guard's newest verdict for each region, and second by second what they added up to over the last minutes.
 * Every verdict stands in every partition, so one partition is read.
 */
public final class RegionBoard implements RecordHandler {
    /** The partition to read. */
    public static final int PARTITION = 0;

    /** Seconds of history. */
    public static final int SECONDS = 900;

    /**
     * Offsets to read when the service starts: {@link #SECONDS} of ten regions, and of the transaction markers of a
     * commit every 100 ms.
     */
    public static final long NEWEST = SECONDS * 20L;

    /** Regions that are kept at most: no grid has as many. */
    private static final int MAX_REGIONS = 1_000;

    /**
     * What all regions added up to.
     *
     * @param at unix seconds of the ingest's clock
     * @param online nodes ONLINE
     * @param advances heartbeats accounted as an advance, since the beginning
     * @param whole whether the sum covers every partition; where it does not, it says nothing about its neighbours
     */
    public record Sample(long at, long online, long advances, boolean whole) {}

    private final Set<String> served;
    private final Deserializer<RegionVerdict> verdicts;
    private final SortedMap<String, RegionVerdict> newest = new TreeMap<>();
    private final NavigableMap<Long, Sample> history = new TreeMap<>();

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
        boolean room = before != null || newest.size() < MAX_REGIONS;
        if (!room || before != null && before.getAsOf().isAfter(verdict.getAsOf())) {
            return;
        }
        newest.put(verdict.getRegion(), verdict);
        long at = verdict.getAsOf().getEpochSecond();
        history.put(at, sample(at));
        while (history.size() > SECONDS) {
            history.pollFirstEntry();
        }
    }

    private Sample sample(long at) {
        long online = 0;
        long advances = 0;
        boolean whole = true;
        for (RegionVerdict verdict : newest.values()) {
            online += verdict.getOnline();
            advances += verdict.getAdvances();
            whole &= verdict.getPartitionsHeard() >= verdict.getPartitions();
        }
        return new Sample(at, online, advances, whole);
    }

    /** The newest verdict of each region. */
    public synchronized SortedMap<String, RegionVerdict> newest() {
        return new TreeMap<>(newest);
    }

    /** The history, oldest first. */
    public synchronized List<Sample> history() {
        return new ArrayList<>(history.values());
    }
}
