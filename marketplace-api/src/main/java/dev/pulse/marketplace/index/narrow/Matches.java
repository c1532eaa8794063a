package dev.pulse.marketplace.index.narrow;

import dev.pulse.marketplace.index.column.Segments;
import java.util.function.IntConsumer;

/** Rows that match: a bit for each row there is. */
public final class Matches {
    private final long[] words;
    private int count = -1;

    /** No row of so many segments. */
    public Matches(int segments) {
        words = new long[segments * Segments.WORDS];
    }

    /** The bits, {@link Segments#WORDS} for each segment. */
    public long[] words() {
        return words;
    }

    /** Whether a row is one of them. */
    public boolean has(int row) {
        return (words[row >>> 6] & 1L << row) != 0;
    }

    /** Makes a row one of them; before they are counted. */
    public void add(int row) {
        words[row >>> 6] |= 1L << row;
    }

    /** How many segments they are of. */
    public int segments() {
        return words.length / Segments.WORDS;
    }

    /** How many there are, counted once. */
    public int count() {
        if (count < 0) {
            count = count(words);
        }
        return count;
    }

    /** How many there are in a segment. */
    public int countIn(int segment) {
        return count(words, segment * Segments.WORDS, Segments.WORDS);
    }

    /** How many bits are set. */
    public static int count(long[] words) {
        return count(words, 0, words.length);
    }

    private static int count(long[] words, int first, int length) {
        int sum = 0;
        for (int word = first; word < first + length; word++) {
            sum += Long.bitCount(words[word]);
        }
        return sum;
    }

    /** Calls for each row of a segment, upwards. */
    public void forEachIn(int segment, IntConsumer call) {
        int first = segment * Segments.WORDS;
        for (int word = first; word < first + Segments.WORDS; word++) {
            for (long left = words[word]; left != 0; left &= left - 1) {
                call.accept((word << 6) + Long.numberOfTrailingZeros(left));
            }
        }
    }

    /** All rows, upwards. */
    public int[] rows() {
        int[] rows = new int[count()];
        int at = 0;
        for (int word = 0; word < words.length; word++) {
            for (long left = words[word]; left != 0; left &= left - 1) {
                rows[at++] = (word << 6) + Long.numberOfTrailingZeros(left);
            }
        }
        return rows;
    }
}
