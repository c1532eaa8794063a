package dev.pulse.marketplace.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether what was kept of a topic can be gone on from. */
public final class StoreRule {
    /** Of the time for which tombstones are kept, what an explorer may have been away: the rest is for clocks that differ. */
    private static final double SAFE_SHARE = 0.9;

    private StoreRule() {}

    /**
     * Why a store of newest records can't be, the end of a sentence; empty where it can. It is of this log, and has missed
     * nothing of it.
     *
     * @param mark what the store says of itself
     * @param log what is to be read now
     * @param served regions whose nodes are to be kept
     * @param begins by partition, the oldest offset that Kafka has
     * @param ends by partition, the offset behind the newest
     */
    static Optional<String> refusal(
            StoreMark mark,
            LogIdentity log,
            Set<String> served,
            Map<Integer, Long> begins,
            Map<Integer, Long> ends,
            Instant now) {
        return another(mark, log, served, ends).or(() -> missed(mark, log, begins, now));
    }

    /**
     * Why it is of another log than the one that is read now, the end of a sentence; empty where it is of the same. That is
     * all there is to ask of a store whose records stay true when Kafka has dropped them.
     *
     * @param mark what the store says of itself
     * @param log what is to be read now
     * @param served regions whose nodes are to be kept
     * @param ends by partition, the offset behind the newest
     */
    public static Optional<String> another(
            StoreMark mark, LogIdentity log, Set<String> served, Map<Integer, Long> ends) {
        if (!mark.cluster().equals(log.cluster())) {
            return Optional.of("it is of another Kafka cluster, " + mark.cluster() + " and not " + log.cluster());
        }
        if (!mark.topic().equals(log.topic())) {
            return Optional.of("the topic was made anew since");
        }
        if (mark.partitions() != log.partitions() || mark.offsets().size() != log.partitions()) {
            return Optional.of("the topic has " + log.partitions() + " partitions and had " + mark.partitions());
        }
        if (!mark.served().equals(served)) {
            return Optional.of("other regions are served, " + served + " and not " + mark.served());
        }
        for (Map.Entry<Integer, Long> offset : mark.offsets().entrySet()) {
            if (offset.getValue() > ends.getOrDefault(offset.getKey(), 0L)) {
                return Optional.of("it is at offset " + offset.getValue() + " of partition " + offset.getKey()
                        + ", which is past the end of the topic");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> missed(StoreMark mark, LogIdentity log, Map<Integer, Long> begins, Instant now) {
        for (Map.Entry<Integer, Long> offset : mark.offsets().entrySet()) {
            if (offset.getValue() < begins.getOrDefault(offset.getKey(), 0L)) {
                return Optional.of(
                        "Kafka no longer has offset " + offset.getValue() + " of partition " + offset.getKey());
            }
        }
        Duration away = Duration.between(mark.asOf(), now);
        if (away.toMillis() > log.tombstones().toMillis() * SAFE_SHARE) {
            return Optional.of("it is as of " + mark.asOf() + ", and marks of nodes that are gone are kept for "
                    + log.tombstones().toHours() + " hours only");
        }
        return Optional.empty();
    }
}
