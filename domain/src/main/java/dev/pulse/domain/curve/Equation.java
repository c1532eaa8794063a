package dev.pulse.domain.curve;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The cofactorless equation, encode([S]B + [h](-A)) = R: one thread's arrays for it.
 *
 * <p>Both scalars become signed digits, most of them zero. With the points 2^(256 q / k) (-A) at hand for q below k, the
 * digits of all k parts of a scalar share 256 / k doublings; the base point's come out of {@link BaseTable} at any k.
 */
final class Equation {
    /** Parts of a scalar, and points, where they are at hand; without them k is 1. */
    static final int PARTS = 4;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HALF = 32;
    private static final int BITS = 256;
    /** Width of the digits of h: wider ones need longer tables of multiples, which are made for each verification. */
    private static final int NARROW = 4;

    private static final int WIDE = 5;
    /** Most points added: a digit of each scalar in every place would be fewer than this. */
    private static final int MAX_STEPS = 2 * BITS + 2;

    /** A step: 0 doubles; otherwise where in which table, and the sign. */
    private static final int OF_BASE = 1;

    private static final int OF_KEY = 2;
    private static final int MINUS = 4;
    private static final int SHIFT = 3;

    private final MessageDigest sha512 = sha512();
    private final byte[] digest = new byte[2 * HALF];
    private final long[] s = new long[Scalars.WORDS];
    private final long[] h = new long[Scalars.WORDS];
    private final short[] digits = new short[BITS];
    private final short[] baseDigits = new short[BITS];
    private final int[] steps = new int[MAX_STEPS + BITS];
    private final double[] multiples = new double[PARTS * (1 << NARROW - 2) * Lanes.SIZE];
    private final double[] w = new double[Lanes.FREE + 2 * Lanes.SIZE];
    final long[] f = new long[4 * Field.LIMBS + Powers.SCRATCH];
    private final BaseTable base;

    Equation(BaseTable base) {
        this.base = base;
    }

    private static MessageDigest sha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            // Every Java platform that has Ed25519 has it.
            throw new AssertionError(e);
        }
    }

    /**
     * Whether a signature of 64 bytes holds.
     *
     * @param points {@code parts} points of eight words, the key's negated point first
     * @param parts 1 or {@link #PARTS}
     */
    boolean holds(long[] points, int parts, byte[] key, byte[] message, byte[] signature) {
        if (!Scalars.decode(s, signature, HALF)) {
            return false;
        }
        hash(key, message, signature);
        int width = parts == 1 ? WIDE : NARROW;
        Arrays.fill(digits, (short) 0);
        Arrays.fill(baseDigits, (short) 0);
        Scalars.recode(digits, h, width);
        Scalars.recode(baseDigits, s, BaseTable.WIDTH);
        int count = 1 << width - 2;
        for (int part = 0; part < parts; part++) {
            Points.load(w, points, part * Points.WORDS, f);
            Points.storeOddMultiples(multiples, part * count * Lanes.SIZE, count, w);
        }
        walk(plan(parts, count));
        return matches(signature);
    }

    private void hash(byte[] key, byte[] message, byte[] signature) {
        sha512.update(signature, 0, HALF);
        sha512.update(key);
        sha512.update(message);
        try {
            sha512.digest(digest, 0, digest.length);
        } catch (java.security.DigestException e) {
            throw new AssertionError("64 bytes hold a SHA-512", e);
        }
        Scalars.reduce(h, digest, f);
    }

    /** Writes the steps. @return how many */
    private int plan(int parts, int count) {
        int spacing = BITS / parts;
        int n = 0;
        for (int place = spacing - 1; place >= 0; place--) {
            for (int i = place; i < BITS; i += spacing) {
                int digit = digits[i];
                if (digit != 0) {
                    int at = (i / spacing * count + (Math.abs(digit) >> 1)) * Lanes.SIZE;
                    steps[n++] = at << SHIFT | OF_KEY | (digit < 0 ? MINUS : 0);
                }
                digit = baseDigits[i];
                if (digit != 0) {
                    int at = BaseTable.at((i - place) / BaseTable.SPACING, digit);
                    steps[n++] = at << SHIFT | OF_BASE | (digit < 0 ? MINUS : 0);
                }
            }
            // Doublings before the first addition would double nothing.
            if (place > 0 && n > 0) {
                steps[n++] = 0;
            }
        }
        return n;
    }

    private void walk(int n) {
        Points.clear(w);
        for (int i = 0; i < n; i++) {
            int step = steps[i];
            if (step == 0) {
                Doubling.twice(w);
            } else {
                double[] table = (step & OF_BASE) != 0 ? base.entries : multiples;
                Addition.add(w, table, step >>> SHIFT, (step & MINUS) != 0);
            }
        }
    }

    /** Whether the sum's encoding is R. */
    private boolean matches(byte[] signature) {
        int x = 0;
        int y = Field.LIMBS;
        int z = 2 * Field.LIMBS;
        int inverse = 3 * Field.LIMBS;
        Points.get(f, x, w, Lanes.P);
        Points.get(f, y, w, Lanes.P + 1);
        Points.get(f, z, w, Lanes.P + 2);
        Powers.invert(f, inverse, f, z, f, 4 * Field.LIMBS);
        Field.multiply(f, x, f, x, f, inverse);
        Field.multiply(f, y, f, y, f, inverse);
        Field.pack(s, 0, f, x);
        Field.pack(h, 0, f, y);
        h[3] |= s[0] << 63;
        for (int i = 0; i < Field.WORDS; i++) {
            if (h[i] != (long) LONGS.get(signature, 8 * i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The points that share the doublings: the 2^64, 2^128 and 2^192 fold of the first, which is kept.
     *
     * @param points {@link #PARTS} points, the first of them given
     */
    void spread(long[] points) {
        int x = 0;
        int y = Field.LIMBS;
        int z = 2 * Field.LIMBS;
        int inverse = 3 * Field.LIMBS;
        Points.load(w, points, 0, f);
        for (int part = 1; part < PARTS; part++) {
            for (int i = 0; i < BITS / PARTS; i++) {
                Doubling.twice(w);
            }
            Points.get(f, x, w, Lanes.P);
            Points.get(f, y, w, Lanes.P + 1);
            Points.get(f, z, w, Lanes.P + 2);
            Powers.invert(f, inverse, f, z, f, 4 * Field.LIMBS);
            Field.multiply(f, x, f, x, f, inverse);
            Field.multiply(f, y, f, y, f, inverse);
            Field.pack(points, part * Points.WORDS, f, x);
            Field.pack(points, part * Points.WORDS + Field.WORDS, f, y);
        }
    }
}
