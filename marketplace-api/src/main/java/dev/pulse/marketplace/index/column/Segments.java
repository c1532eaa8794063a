package dev.pulse.marketplace.index.column;

/** Rows are kept in segments of one size, so that columns grow without being copied and a segment fits a cache. */
public final class Segments {
    /** Rows of a segment, as a power of 2. */
    public static final int SHIFT = 14;

    /** Rows of a segment. */
    public static final int ROWS = 1 << SHIFT;

    /** Words of 64 bits that have a bit for each row of a segment. */
    public static final int WORDS = ROWS / Long.SIZE;

    private Segments() {}

    /** The segment of a row. */
    public static int of(int row) {
        return row >>> SHIFT;
    }

    /** The place of a row in its segment. */
    public static int place(int row) {
        return row & ROWS - 1;
    }

    /** How many segments hold so many rows. */
    public static int count(int rows) {
        return rows + ROWS - 1 >>> SHIFT;
    }
}
