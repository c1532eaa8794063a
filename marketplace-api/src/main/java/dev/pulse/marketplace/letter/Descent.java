package dev.pulse.marketplace.letter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * One partition read from its newest record down, though Kafka gives records upwards only: in windows, each below the one
 * before and twice as long. What matches waits here, newest first, until it is its turn among the other partitions.
 *
 * <pre>
 *   low ........ floor ........ bound ........ end
 *     not read yet    read; what    given out, or
 *                     matches waits no match
 * </pre>
 */
final class Descent {
    private static final int LONGEST = 5_000;

    private final TopicPartition partition;
    private final long low;
    private final Deque<FoundLetter> waiting = new ArrayDeque<>();
    private final List<FoundLetter> rising = new ArrayList<>();
    private long bound;
    private long floor;
    private long next;
    private int length;

    /**
     * A descent that has not begun.
     *
     * @param low the lowest offset to look at
     * @param high the offset below which it begins
     * @param length of the first window, in offsets
     */
    Descent(TopicPartition partition, long low, long high, int length) {
        this.partition = partition;
        this.low = low;
        this.bound = Math.max(low, high);
        this.floor = this.bound;
        this.next = this.bound;
        this.length = length;
    }

    TopicPartition partition() {
        return partition;
    }

    /** Whether it has to be read on before anybody knows which letter is next. */
    boolean hungry() {
        return waiting.isEmpty() && floor > low;
    }

    /**
     * Begins the next window.
     *
     * @param most offsets that it may have, at least 1
     * @return its first offset
     */
    long open(int most) {
        next = Math.max(low, floor - Math.min(length, most));
        rising.clear();
        return next;
    }

    /** Whether an offset is inside the window that was begun. */
    boolean covers(long offset) {
        return offset >= next && offset < floor;
    }

    /** Takes a letter of the window; from its lowest to its highest offset. */
    void take(FoundLetter letter) {
        rising.add(letter);
    }

    /** Whether someone who has read up to this offset has read the window. */
    boolean read(long position) {
        return position >= floor;
    }

    /** The window was read to its end. Answers how many offsets that were. */
    long close() {
        long offsets = floor - next;
        floor = next;
        rising.forEach(waiting::push);
        rising.clear();
        length = Math.min(LONGEST, 2 * length);
        if (waiting.isEmpty()) {
            bound = floor;
        }
        return offsets;
    }

    /** The newest letter that waits; null where there is none. */
    FoundLetter newest() {
        return waiting.peek();
    }

    /** Gives it out. */
    FoundLetter give() {
        FoundLetter letter = waiting.pop();
        bound = waiting.isEmpty() ? floor : letter.offset();
        return letter;
    }

    /** Where another search goes on. */
    long bound() {
        return bound;
    }

    /** Offsets that are left to it. */
    long left() {
        return bound - low;
    }
}
