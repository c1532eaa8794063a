package dev.pulse.domain.curve;

/** Inverses and square roots in the {@link Field}, by powers. */
final class Powers {
    /** Longs of scratch that both need. */
    static final int SCRATCH = 6 * Field.LIMBS;

    private Powers() {}

    /**
     * r = 1/x = x^(p-2), or 0 for 0. r and x lie outside the scratch.
     *
     * @param t scratch of {@link #SCRATCH} longs from {@code o} on
     */
    static void invert(long[] r, int ro, long[] x, int xo, long[] t, int o) {
        chain(r, ro, x, xo, t, o);
        // p - 2 = (2^250 - 1) 2^5 + 11.
        Field.squareTimes(r, ro, r, ro, 5);
        Field.multiply(r, ro, r, ro, t, o);
    }

    /**
     * r = a square root of u/v, if there is one (RFC 8032 section 5.1.3 steps 2 and 3). r, u and v lie outside the scratch.
     *
     * @param t scratch of {@link #SCRATCH} longs from {@code o} on
     */
    static boolean root(long[] r, int ro, long[] x, int u, int v, long[] t, int o) {
        int a = o + 3 * Field.LIMBS;
        int b = a + Field.LIMBS;
        int c = b + Field.LIMBS;
        // u v^3 (u v^7)^((p-5)/8), and (p-5)/8 = (2^250 - 1) 2^2 + 1.
        Field.square(t, a, x, v);
        Field.multiply(t, a, t, a, x, v);
        Field.square(t, b, t, a);
        Field.multiply(t, b, t, b, x, v);
        Field.multiply(t, b, t, b, x, u);
        chain(r, ro, t, b, t, o);
        Field.squareTimes(r, ro, r, ro, 2);
        Field.multiply(r, ro, r, ro, t, b);
        Field.multiply(r, ro, r, ro, t, a);
        Field.multiply(r, ro, r, ro, x, u);
        // v r^2 is u, or -u, when the root of -1 is missing, or neither.
        Field.square(t, c, r, ro);
        Field.multiply(t, c, t, c, x, v);
        Field.subtract(t, a, t, c, x, u);
        if (Field.isZero(t, a)) {
            return true;
        }
        Field.add(t, a, t, c, x, u);
        Field.multiply(r, ro, r, ro, Constants.ROOT, 0);
        return Field.isZero(t, a);
    }

    /** r = x^(2^250 - 1), and x^11 is left where the scratch begins. */
    private static void chain(long[] r, int ro, long[] x, int xo, long[] t, int o) {
        int b = o + Field.LIMBS;
        int c = b + Field.LIMBS;
        Field.square(t, o, x, xo);
        Field.squareTimes(t, b, t, o, 2);
        Field.multiply(t, b, t, b, x, xo);
        Field.multiply(t, o, t, o, t, b);
        Field.square(t, c, t, o);
        // From here on t[b] = x^(2^n - 1), first for n = 5.
        Field.multiply(t, b, t, b, t, c);
        Field.squareTimes(t, c, t, b, 5);
        Field.multiply(t, b, t, c, t, b);
        Field.squareTimes(t, c, t, b, 10);
        Field.multiply(t, c, t, c, t, b);
        Field.squareTimes(r, ro, t, c, 20);
        Field.multiply(t, c, r, ro, t, c);
        Field.squareTimes(t, c, t, c, 10);
        Field.multiply(t, b, t, c, t, b);
        Field.squareTimes(t, c, t, b, 50);
        Field.multiply(t, c, t, c, t, b);
        Field.squareTimes(r, ro, t, c, 100);
        Field.multiply(t, c, r, ro, t, c);
        Field.squareTimes(t, c, t, c, 50);
        Field.multiply(r, ro, t, c, t, b);
    }
}
