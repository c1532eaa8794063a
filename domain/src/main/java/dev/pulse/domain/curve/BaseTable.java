package dev.pulse.domain.curve;

/**
 * Odd multiples of the base point and of its 2^64, 2^128 and 2^192 fold, for digits of {@link #WIDTH} bits: 164 KB, which
 * stays in a core's second-level cache.
 */
final class BaseTable {
    /** Width of the digits, in {@link Scalars#recode}. */
    static final int WIDTH = 10;
    /** Doublings between two parts of the table. */
    static final int SPACING = 64;

    /** Entries of a part: the odd numbers below 2^(WIDTH-1). */
    private static final int PART = 1 << WIDTH - 2;

    private static final int PARTS = 4;

    final double[] entries = new double[PARTS * PART * Lanes.SIZE];

    BaseTable() {
        byte[] base = new byte[32];
        for (int i = 0; i < base.length; i++) {
            base[i] = Constants.BASE_Y.shiftRight(8 * i).byteValue();
        }
        // Decoded as if its x were odd, so that the negation is the base point.
        base[base.length - 1] |= (byte) 0x80;
        long[] words = new long[Points.WORDS];
        long[] scratch = new long[4 * Field.LIMBS + Powers.SCRATCH];
        if (!Points.decodeNegated(words, base, scratch)) {
            throw new AssertionError("the base point is a point");
        }
        double[] w = new double[Lanes.FREE + 2 * Lanes.SIZE];
        double[] point = new double[Lanes.SIZE];
        Points.load(w, words, 0, scratch);
        for (int part = 0; part < PARTS; part++) {
            System.arraycopy(w, Lanes.P, point, 0, Lanes.SIZE);
            Points.storeOddMultiples(entries, part * PART * Lanes.SIZE, PART, w);
            System.arraycopy(point, 0, w, Lanes.P, Lanes.SIZE);
            for (int i = 0; i < SPACING; i++) {
                Doubling.twice(w);
            }
        }
    }

    /** Where the multiple for a digit stands, whatever its sign. */
    static int at(int part, int digit) {
        return (part * PART + (Math.abs(digit) >> 1)) * Lanes.SIZE;
    }
}
