package dev.pulse.marketplace.index.column;

import java.util.Arrays;

/** A bit for each row. Segments without a set bit take nothing. */
public final class BitColumn {
    private long[][] words = new long[0][];

    /** The bit of a row. */
    public boolean get(int row) {
        int segment = Segments.of(row);
        return segment < words.length
                && words[segment] != null
                && (words[segment][Segments.place(row) >>> 6] & 1L << row) != 0;
    }

    /** Gives a row its bit. */
    public void set(int row, boolean value) {
        int segment = Segments.of(row);
        if (segment >= words.length || words[segment] == null) {
            if (!value) {
                return;
            }
            if (segment >= words.length) {
                words = Arrays.copyOf(words, Math.max(segment + 1, words.length + (words.length >> 1)));
            }
            words[segment] = new long[Segments.WORDS];
        }
        int word = Segments.place(row) >>> 6;
        if (value) {
            words[segment][word] |= 1L << row;
        } else {
            words[segment][word] &= ~(1L << row);
        }
    }

    /** Keeps those rows of a segment whose bit is as wanted. */
    public void narrow(int segment, long[] rows, int at, boolean wanted) {
        long[] mine = segment < words.length ? words[segment] : null;
        if (mine == null) {
            if (wanted) {
                Arrays.fill(rows, at, at + Segments.WORDS, 0);
            }
            return;
        }
        long flip = wanted ? 0 : -1;
        for (int word = 0; word < Segments.WORDS; word++) {
            rows[at + word] &= mine[word] ^ flip;
        }
    }

    /** Adds the rows of a segment whose bit is set. */
    public void addTo(int segment, long[] rows, int at) {
        if (segment < words.length && words[segment] != null) {
            for (int word = 0; word < Segments.WORDS; word++) {
                rows[at + word] |= words[segment][word];
            }
        }
    }

    /** Forgets all. */
    public void clear() {
        words = new long[0][];
    }
}
