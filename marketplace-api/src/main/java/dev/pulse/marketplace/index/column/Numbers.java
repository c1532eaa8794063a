package dev.pulse.marketplace.index.column;

/** A number for each row, kept or computed. */
@FunctionalInterface
public interface Numbers {
    /** The number of a row. */
    long get(int row);

    /**
     * Keeps those rows of a segment whose number is within bounds.
     *
     * @param rows a bit for each row of the segment, from {@code rows[at]} on; only bits that are set are looked at
     * @param least the smallest number that is kept
     * @param most the largest number that is kept
     */
    default void narrow(int segment, long[] rows, int at, long least, long most) {
        int first = segment << Segments.SHIFT;
        for (int word = 0; word < Segments.WORDS; word++) {
            long kept = 0;
            for (long left = rows[at + word]; left != 0; left &= left - 1) {
                long value = get(first + (word << 6) + Long.numberOfTrailingZeros(left));
                if (value >= least && value <= most) {
                    kept |= Long.lowestOneBit(left);
                }
            }
            rows[at + word] = kept;
        }
    }

    /** All numbers of a segment; those of rows that nobody set are any. */
    default void read(int segment, long[] into) {
        int first = segment << Segments.SHIFT;
        for (int i = 0; i < Segments.ROWS; i++) {
            into[i] = get(first + i);
        }
    }
}
