package dev.pulse.domain.curve;

/**
 * Points on their way in and out of the lanes. A point is kept as eight words, its affine x and y packed; in a work array
 * as (X, Y, Z, T) ({@link Lanes#P}); in tables of multiples as (Y-X, Y+X, 2dT, 2Z), with {@link Lanes#SIZE} doubles.
 */
final class Points {
    /** Words of a point: x, then y. */
    static final int WORDS = 2 * Field.WORDS;

    private static final double[] TABLE_FORM = tableForm();
    private static final long CENTRE = 1L << Lanes.BITS - 1;

    private Points() {}

    private static double[] tableForm() {
        double[] lanes = new double[Lanes.SIZE];
        long[] one = {1, 0, 0, 0, 0};
        put(lanes, 0, one, 0);
        put(lanes, 1, one, 0);
        put(lanes, 2, Constants.TWO_D, 0);
        put(lanes, 3, new long[] {2, 0, 0, 0, 0}, 0);
        return lanes;
    }

    /** Writes an element of the {@link Field} into one lane, its limbs centred. {@code at} is the offset and the lane. */
    static void put(double[] lanes, int at, long[] x, int xo) {
        long carry = 0;
        for (int i = 0; i < Field.LIMBS; i++) {
            long limb = x[xo + i] + carry;
            carry = limb + CENTRE >> Lanes.BITS;
            lanes[at + 4 * i] = limb - (carry << Lanes.BITS);
        }
        lanes[at] += 19 * carry;
    }

    /** Reads one lane. */
    static void get(long[] r, int ro, double[] lanes, int at) {
        for (int i = 0; i < Field.LIMBS; i++) {
            r[ro + i] = (long) lanes[at + 4 * i];
        }
    }

    /** The sum becomes the neutral point. */
    static void clear(double[] w) {
        for (int i = 0; i < Lanes.SIZE; i++) {
            w[Lanes.P + i] = 0;
        }
        w[Lanes.P + 1] = 1;
        w[Lanes.P + 2] = 1;
    }

    /**
     * The sum becomes a point out of words.
     *
     * @param f scratch, three elements
     */
    static void load(double[] w, long[] words, int at, long[] f) {
        int y = Field.LIMBS;
        int t = 2 * Field.LIMBS;
        clear(w);
        Field.unpack(f, 0, words, at);
        Field.unpack(f, y, words, at + Field.WORDS);
        Field.multiply(f, t, f, 0, f, y);
        put(w, Lanes.P, f, 0);
        put(w, Lanes.P + 1, f, y);
        put(w, Lanes.P + 3, f, t);
    }

    /** Writes the sum into a table. */
    static void store(double[] table, int at, double[] w) {
        for (int i = 0; i < Lanes.SIZE; i += 4) {
            double x = w[Lanes.P + i];
            double y = w[Lanes.P + i + 1];
            w[Lanes.A + i] = y - x;
            w[Lanes.A + i + 1] = y + x;
            w[Lanes.A + i + 2] = w[Lanes.P + i + 3];
            w[Lanes.A + i + 3] = w[Lanes.P + i + 2];
        }
        Lanes.multiply(table, at, w, Lanes.A, TABLE_FORM, 0);
    }

    /**
     * Writes the odd multiples 1, 3, 5, ... of the sum into a table. The sum and the free part of the work array are lost.
     *
     * @param count how many
     */
    static void storeOddMultiples(double[] table, int at, int count, double[] w) {
        store(table, at, w);
        if (count == 1) {
            return;
        }
        for (int i = 0; i < Lanes.SIZE; i++) {
            w[Lanes.FREE + i] = w[Lanes.P + i];
        }
        Doubling.twice(w);
        store(w, Lanes.FREE + Lanes.SIZE, w);
        for (int i = 0; i < Lanes.SIZE; i++) {
            w[Lanes.P + i] = w[Lanes.FREE + i];
        }
        for (int i = 1; i < count; i++) {
            Addition.add(w, w, Lanes.FREE + Lanes.SIZE, false);
            store(table, at + Lanes.SIZE * i, w);
        }
    }

    /**
     * Decodes a key and negates its point (RFC 8032 section 5.1.3): canonical encodings alone.
     *
     * @param words eight words, written when there is such a point
     * @param f scratch, 3 elements and {@link Powers#SCRATCH}
     * @return whether the key is a point
     */
    static boolean decodeNegated(long[] words, byte[] key, long[] f) {
        int y = 0;
        int u = Field.LIMBS;
        int v = 2 * Field.LIMBS;
        int x = 3 * Field.LIMBS;
        int scratch = 4 * Field.LIMBS;
        boolean odd = key[key.length - 1] < 0;
        Field.decode(f, y, key, 0);
        if (!Field.isCanonical(f, y)) {
            return false;
        }
        Field.square(f, u, f, y);
        Field.multiply(f, v, f, u, Constants.D, 0);
        f[u] -= 1;
        f[v] += 1;
        if (!Powers.root(f, x, f, u, v, f, scratch)) {
            return false;
        }
        Field.pack(words, Field.WORDS, f, y);
        Field.pack(words, 0, f, x);
        if (((words[0] & 1) != 0) == odd) {
            Field.negate(f, x, f, x);
            Field.pack(words, 0, f, x);
        }
        // x = 0 is even either way: with the sign set, it is no encoding.
        return !odd || !Field.isZero(f, x);
    }
}
