package dev.pulse.standalone.dlq;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.marketplace.letter.FoundLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts letters in a bounded memory. Which nodes have most is found as Misra and Gries do ("Finding repeated elements",
 * 1982): exact for up to {@value #NODES} nodes; with more, each count may be too low by as much as is said.
 */
final class LetterTally {
    /** Names that are counted at one time. */
    static final int NODES = 100_000;

    /** Hours that are counted apart, the oldest of them; letters are kept for 30 days. */
    private static final int HOURS = 24 * 40;

    private static final long HOUR_MS = Duration.ofHours(1).toMillis();

    /** One reason's. */
    static final class Count {
        private long letters;
        private long bytes;
        private long oldest = Long.MAX_VALUE;
        private long newest = Long.MIN_VALUE;

        private void add(FoundLetter letter) {
            letters++;
            bytes += letter.originalBytes();
            oldest = Math.min(oldest, letter.at());
            newest = Math.max(newest, letter.at());
        }

        /** How many there are. */
        long letters() {
            return letters;
        }

        /** Bytes of originals that they keep. */
        long bytes() {
            return bytes;
        }

        /** When the first of them was received. */
        Instant oldest() {
            return Instant.ofEpochMilli(oldest);
        }

        /** When the last of them was received. */
        Instant newest() {
            return Instant.ofEpochMilli(newest);
        }
    }

    /** A node, or none ({@code null}), and how many letters it has at least. */
    record Noisy(String nodeId, long letters) {}

    private final int most;
    private final Map<Rejection, Count> byReason = new EnumMap<>(Rejection.class);
    private final Map<String, Long> byNode = new HashMap<>();
    private final SortedMap<Long, Long> byHour = new TreeMap<>();
    private long nameless;
    private long tooLow;

    LetterTally() {
        this(NODES);
    }

    LetterTally(int most) {
        this.most = most;
    }

    void add(FoundLetter letter) {
        byReason.computeIfAbsent(letter.reason(), first -> new Count()).add(letter);
        byHour.merge(Math.floorDiv(letter.at(), HOUR_MS), 1L, Long::sum);
        if (byHour.size() > HOURS) {
            byHour.remove(byHour.firstKey());
        }
        if (letter.nodeId() == null) {
            nameless++;
            return;
        }
        byNode.merge(letter.nodeId(), 1L, Long::sum);
        if (byNode.size() > most) {
            tooLow++;
            byNode.replaceAll((node, count) -> count - 1);
            byNode.values().removeIf(count -> count == 0);
        }
    }

    /** By reason. */
    Map<Rejection, Count> reasons() {
        return byReason;
    }

    /** All of them. */
    long letters() {
        return byReason.values().stream().mapToLong(Count::letters).sum();
    }

    /** Letters without a node id. */
    long nameless() {
        return nameless;
    }

    /** By how much the counts of nodes may be too low; 0 where they are exact. */
    long tooLow() {
        return tooLow;
    }

    /** By the hour in which what was refused was received. */
    SortedMap<Instant, Long> hours() {
        SortedMap<Instant, Long> hours = new TreeMap<>();
        byHour.forEach((hour, count) -> hours.put(Instant.ofEpochMilli(hour * HOUR_MS), count));
        return hours;
    }

    /** The nodes with most letters. */
    List<Noisy> noisiest(int count) {
        return byNode.entrySet().stream()
                .map(node -> new Noisy(node.getKey(), node.getValue()))
                .sorted(Comparator.comparingLong(Noisy::letters).reversed().thenComparing(Noisy::nodeId))
                .limit(count)
                .toList();
    }
}
