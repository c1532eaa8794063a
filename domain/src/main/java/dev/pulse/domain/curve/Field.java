package dev.pulse.domain.curve;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Arithmetic modulo p = 2^255-19 on elements of five signed limbs in radix 2^51, lowest first, at an offset of a long
 * array. Results may share limbs with operands.
 *
 * <p>Bounds: {@link #multiply}, {@link #square} take limbs of at most 2^53 in absolute value and leave limbs between -2^16
 * and 2^51 + 2^16; sums and differences of a few such elements need no carrying before the next multiplication.
 * Operands of a product are shifted by 7 and by 6 bits first, so that the high word of the 128-bit product starts at bit
 * 51 and the low word holds the 51 bits below it at its top: both halves can then be summed without carries.
 */
final class Field {
    /** Limbs of an element. */
    static final int LIMBS = 5;
    /** Words of an element in its packed form, the value below 2^255 in little-endian order. */
    static final int WORDS = 4;

    private static final int BITS = 51;
    private static final long MASK = (1L << BITS) - 1;
    /** The shifts of the two operands of a product, 13 in all: 64 - 51. */
    private static final int LEFT = 7;

    private static final int RIGHT = 6;
    private static final int LOW = LEFT + RIGHT;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Field() {}

    /**
     * r = x y. The products of different limbs come in pairs, (xi + xj)(yi + yj) - xi yi - xj yj (Karatsuba), which makes
     * 15 of 25 double-word products.
     */
    static void multiply(long[] r, int ro, long[] x, int xo, long[] y, int yo) {
        long x0 = x[xo] << LEFT;
        long x1 = x[xo + 1] << LEFT;
        long x2 = x[xo + 2] << LEFT;
        long x3 = x[xo + 3] << LEFT;
        long x4 = x[xo + 4] << LEFT;
        long y0 = y[yo] << RIGHT;
        long y1 = y[yo + 1] << RIGHT;
        long y2 = y[yo + 2] << RIGHT;
        long y3 = y[yo + 3] << RIGHT;
        long y4 = y[yo + 4] << RIGHT;

        long l0 = x0 * y0 >>> LOW;
        long l1 = x1 * y1 >>> LOW;
        long l2 = x2 * y2 >>> LOW;
        long l3 = x3 * y3 >>> LOW;
        long l4 = x4 * y4 >>> LOW;
        long h0 = Math.multiplyHigh(x0, y0);
        long h1 = Math.multiplyHigh(x1, y1);
        long h2 = Math.multiplyHigh(x2, y2);
        long h3 = Math.multiplyHigh(x3, y3);
        long h4 = Math.multiplyHigh(x4, y4);
        long l01 = l0 + l1;
        long l23 = l2 + l3;
        long l34 = l3 + l4;
        long h01 = h0 + h1;
        long h23 = h2 + h3;
        long h34 = h3 + h4;

        // Column k: the low halves of the products of weight 51 k, and the high halves of those of weight 51 (k - 1).
        long a = x0 + x1;
        long b = y0 + y1;
        long v1 = h0 - l01 + (a * b >>> LOW);
        long v2 = l1 - l0 - l2 - h01 + Math.multiplyHigh(a, b);
        a = x0 + x2;
        b = y0 + y2;
        v2 += a * b >>> LOW;
        long v3 = h1 - h0 - h2 - l01 - l23 + Math.multiplyHigh(a, b);
        a = x0 + x3;
        b = y0 + y3;
        v3 += a * b >>> LOW;
        long v4 = l2 - l01 - l34 - h01 - h23 + Math.multiplyHigh(a, b);
        a = x1 + x2;
        b = y1 + y2;
        v3 += a * b >>> LOW;
        v4 += Math.multiplyHigh(a, b);
        a = x0 + x4;
        b = y0 + y4;
        v4 += a * b >>> LOW;
        long v5 = h2 - h01 - h34 - l1 - l23 - l4 + Math.multiplyHigh(a, b);
        a = x1 + x3;
        b = y1 + y3;
        v4 += a * b >>> LOW;
        v5 += Math.multiplyHigh(a, b);
        a = x1 + x4;
        b = y1 + y4;
        v5 += a * b >>> LOW;
        long v6 = l3 - l2 - l4 - h1 - h23 - h4 + Math.multiplyHigh(a, b);
        a = x2 + x3;
        b = y2 + y3;
        v5 += a * b >>> LOW;
        v6 += Math.multiplyHigh(a, b);
        a = x2 + x4;
        b = y2 + y4;
        v6 += a * b >>> LOW;
        long v7 = h3 - h2 - h4 - l34 + Math.multiplyHigh(a, b);
        a = x3 + x4;
        b = y3 + y4;
        v7 += a * b >>> LOW;
        long v8 = l4 - h34 + Math.multiplyHigh(a, b);
        fold(r, ro, l0 + 19 * v5, v1 + 19 * v6, v2 + 19 * v7, v3 + 19 * v8, v4 + 19 * h4);
    }

    /** r = x^2, the products of different limbs doubled by the shift of their operands. */
    static void square(long[] r, int ro, long[] x, int xo) {
        long x0 = x[xo] << LEFT;
        long x1 = x[xo + 1] << LEFT;
        long x2 = x[xo + 2] << LEFT;
        long x3 = x[xo + 3] << LEFT;
        long x4 = x[xo + 4] << LEFT;
        long y0 = x0 >> 1;
        long y1 = x1 >> 1;
        long y2 = x2 >> 1;
        long y3 = x3 >> 1;
        long y4 = x4 >> 1;
        long v0 = x0 * y0 >>> LOW;
        long v1 = Math.multiplyHigh(x0, y0) + (x0 * x1 >>> LOW);
        long v2 = Math.multiplyHigh(x0, x1) + (x0 * x2 >>> LOW) + (x1 * y1 >>> LOW);
        long v3 = Math.multiplyHigh(x0, x2) + Math.multiplyHigh(x1, y1) + (x0 * x3 >>> LOW) + (x1 * x2 >>> LOW);
        long v4 = Math.multiplyHigh(x0, x3)
                + Math.multiplyHigh(x1, x2)
                + (x0 * x4 >>> LOW)
                + (x1 * x3 >>> LOW)
                + (x2 * y2 >>> LOW);
        long v5 = Math.multiplyHigh(x0, x4)
                + Math.multiplyHigh(x1, x3)
                + Math.multiplyHigh(x2, y2)
                + (x1 * x4 >>> LOW)
                + (x2 * x3 >>> LOW);
        long v6 = Math.multiplyHigh(x1, x4) + Math.multiplyHigh(x2, x3) + (x2 * x4 >>> LOW) + (x3 * y3 >>> LOW);
        long v7 = Math.multiplyHigh(x2, x4) + Math.multiplyHigh(x3, y3) + (x3 * x4 >>> LOW);
        long v8 = Math.multiplyHigh(x3, x4) + (x4 * y4 >>> LOW);
        long v9 = Math.multiplyHigh(x4, y4);
        fold(r, ro, v0 + 19 * v5, v1 + 19 * v6, v2 + 19 * v7, v3 + 19 * v8, v4 + 19 * v9);
    }

    /** All carries at once: what they leave above 51 bits is small enough for every bound. */
    private static void fold(long[] r, int ro, long v0, long v1, long v2, long v3, long v4) {
        r[ro] = (v0 & MASK) + 19 * (v4 >> BITS);
        r[ro + 1] = (v1 & MASK) + (v0 >> BITS);
        r[ro + 2] = (v2 & MASK) + (v1 >> BITS);
        r[ro + 3] = (v3 & MASK) + (v2 >> BITS);
        r[ro + 4] = (v4 & MASK) + (v3 >> BITS);
    }

    /** r = x + y, without carrying. */
    static void add(long[] r, int ro, long[] x, int xo, long[] y, int yo) {
        for (int i = 0; i < LIMBS; i++) {
            r[ro + i] = x[xo + i] + y[yo + i];
        }
    }

    /** r = x - y, without carrying. */
    static void subtract(long[] r, int ro, long[] x, int xo, long[] y, int yo) {
        for (int i = 0; i < LIMBS; i++) {
            r[ro + i] = x[xo + i] - y[yo + i];
        }
    }

    /** r = -x. */
    static void negate(long[] r, int ro, long[] x, int xo) {
        for (int i = 0; i < LIMBS; i++) {
            r[ro + i] = -x[xo + i];
        }
    }

    /** r = x to the power of 2^n, n at least 1. */
    static void squareTimes(long[] r, int ro, long[] x, int xo, int n) {
        square(r, ro, x, xo);
        for (int i = 1; i < n; i++) {
            square(r, ro, r, ro);
        }
    }

    /** r = the number of 255 bits, little-endian, at an offset of the bytes; the top bit is left out. May be p or more. */
    static void decode(long[] r, int ro, byte[] bytes, int from) {
        unpack(
                r,
                ro,
                (long) LONGS.get(bytes, from),
                (long) LONGS.get(bytes, from + 8),
                (long) LONGS.get(bytes, from + 16),
                (long) LONGS.get(bytes, from + 24));
    }

    /** r = the packed element at an offset of the words. */
    static void unpack(long[] r, int ro, long[] words, int from) {
        unpack(r, ro, words[from], words[from + 1], words[from + 2], words[from + 3]);
    }

    private static void unpack(long[] r, int ro, long w0, long w1, long w2, long w3) {
        r[ro] = w0 & MASK;
        r[ro + 1] = (w0 >>> 51 | w1 << 13) & MASK;
        r[ro + 2] = (w1 >>> 38 | w2 << 26) & MASK;
        r[ro + 3] = (w2 >>> 25 | w3 << 39) & MASK;
        r[ro + 4] = w3 >>> 12 & MASK;
    }

    /** The words of the one number below p that x stands for. {@code words} may be the array of x. */
    static void pack(long[] words, int to, long[] x, int xo) {
        long x0 = x[xo];
        long x1 = x[xo + 1];
        long x2 = x[xo + 2];
        long x3 = x[xo + 3];
        long x4 = x[xo + 4];
        // Twice: after the first pass only x0 can be off its 51 bits, and by no more than a few hundred either way. A
        // carry
        // out of the second means that the rest is that close to 0 or to 2^255, so 19 of it stays inside x0.
        for (int pass = 0; pass < 2; pass++) {
            x1 += x0 >> BITS;
            x0 &= MASK;
            x2 += x1 >> BITS;
            x1 &= MASK;
            x3 += x2 >> BITS;
            x2 &= MASK;
            x4 += x3 >> BITS;
            x3 &= MASK;
            x0 += 19 * (x4 >> BITS);
            x4 &= MASK;
        }
        // Now 0 <= x < 2^255, and x >= p exactly when x + 19 >= 2^255.
        long q = x0 + 19 >> BITS;
        q = x1 + q >> BITS;
        q = x2 + q >> BITS;
        q = x3 + q >> BITS;
        q = x4 + q >> BITS;
        x0 += 19 * q;
        x1 += x0 >> BITS;
        x0 &= MASK;
        x2 += x1 >> BITS;
        x1 &= MASK;
        x3 += x2 >> BITS;
        x2 &= MASK;
        x4 += x3 >> BITS;
        x3 &= MASK;
        x4 &= MASK;
        words[to] = x0 | x1 << 51;
        words[to + 1] = x1 >>> 13 | x2 << 38;
        words[to + 2] = x2 >>> 26 | x3 << 25;
        words[to + 3] = x3 >>> 39 | x4 << 12;
    }

    /** Whether x stands for 0. */
    static boolean isZero(long[] x, int xo) {
        long[] words = new long[WORDS];
        pack(words, 0, x, xo);
        return (words[0] | words[1] | words[2] | words[3]) == 0;
    }

    /** Whether limbs just decoded are below p. */
    static boolean isCanonical(long[] x, int xo) {
        return x[xo] < MASK - 18 || (x[xo + 1] & x[xo + 2] & x[xo + 3] & x[xo + 4]) != MASK;
    }
}
