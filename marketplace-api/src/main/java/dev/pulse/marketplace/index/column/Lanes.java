package dev.pulse.marketplace.index.column;

/**
 * Compares several small numbers in one word at a time. The even and the odd ones are spread to twice their width, so that each has a
 * bit above it which a subtraction leaves set where it does not go below zero.
 */
final class Lanes {
    private static final long EVEN_BYTES = 0x00FF_00FF_00FF_00FFL;
    private static final long ABOVE_BYTES = 0x0100_0100_0100_0100L;
    private static final long ONES_BYTES = 0x0001_0001_0001_0001L;
    /** Brings the lowest bits of eight bytes together in the highest byte. */
    private static final long GATHER_BYTES = 0x0102_0408_1020_4080L;

    private static final long EVEN_SHORTS = 0x0000_FFFF_0000_FFFFL;
    private static final long ABOVE_SHORTS = 0x0001_0000_0001_0000L;
    private static final long ONES_SHORTS = 0x0000_0001_0000_0001L;
    /** Brings the lowest bits of four times two bytes together in the highest four bits. */
    private static final long GATHER_SHORTS = 0x1000_2000_4000_8000L;

    private Lanes() {}

    /**
     * A bit for each of 64 numbers of one byte that is within bounds.
     *
     * @param low 0 to 255
     * @param high 0 to 255
     */
    static long ofBytes(byte[] from, int offset, long low, long high) {
        long least = low * ONES_BYTES;
        long most = high * ONES_BYTES | ABOVE_BYTES;
        long kept = 0;
        for (int i = 0; i < Long.SIZE; i += Long.BYTES) {
            long eight = (long) PackedColumn.WORD.get(from, offset + i);
            long even = eight & EVEN_BYTES;
            long odd = eight >>> 8 & EVEN_BYTES;
            long evenIn = (even | ABOVE_BYTES) - least & most - even & ABOVE_BYTES;
            long oddIn = (odd | ABOVE_BYTES) - least & most - odd & ABOVE_BYTES;
            kept |= ((evenIn >>> 8 | oddIn) * GATHER_BYTES >>> 56) << i;
        }
        return kept;
    }

    /**
     * A bit for each of 64 numbers of two bytes that is within bounds.
     *
     * @param low 0 to 65,535
     * @param high 0 to 65,535
     */
    static long ofShorts(byte[] from, int offset, long low, long high) {
        long least = low * ONES_SHORTS;
        long most = high * ONES_SHORTS | ABOVE_SHORTS;
        long kept = 0;
        for (int i = 0; i < Long.SIZE; i += 4) {
            long four = (long) PackedColumn.WORD.get(from, offset + 2 * i);
            long even = four & EVEN_SHORTS;
            long odd = four >>> 16 & EVEN_SHORTS;
            long evenIn = (even | ABOVE_SHORTS) - least & most - even & ABOVE_SHORTS;
            long oddIn = (odd | ABOVE_SHORTS) - least & most - odd & ABOVE_SHORTS;
            kept |= ((evenIn >>> 16 | oddIn) * GATHER_SHORTS >>> 60) << i;
        }
        return kept;
    }
}
