package dev.pulse.domain.curve;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Numbers modulo the order L = 2^252 + c of the base point, c below 2^125, as four little-endian words. */
final class Scalars {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Words of a scalar. */
    static final int WORDS = 4;

    private static final long[] ORDER = {
        Constants.L.longValue(),
        Constants.L.shiftRight(64).longValue(),
        Constants.L.shiftRight(128).longValue(),
        Constants.L.shiftRight(192).longValue()
    };

    /** Digits of 28 bits: nine are 252 bits, and sums of ten products stay far below 2^63. */
    private static final int BITS = 28;

    private static final long MASK = (1L << BITS) - 1;
    private static final int LOW = 9;
    /** Digits of 512 bits. */
    private static final int WIDE = 19;
    /** The digits of L; the lower five are c, and 2^252 = -c modulo L. */
    private static final long[] DIGITS = digits();

    private static final int C_DIGITS = 5;

    private Scalars() {}

    private static long[] digits() {
        long[] digits = new long[LOW + 1];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = Constants.L.shiftRight(BITS * i).longValue() & MASK;
        }
        return digits;
    }

    /**
     * Reads a scalar.
     *
     * @return whether it is below L (RFC 8032 section 5.1.7 step 1)
     */
    static boolean decode(long[] words, byte[] bytes, int from) {
        for (int i = 0; i < WORDS; i++) {
            words[i] = (long) LONGS.get(bytes, from + 8 * i);
        }
        for (int i = WORDS - 1; i >= 0; i--) {
            int order = Long.compareUnsigned(words[i], ORDER[i]);
            if (order != 0) {
                return order < 0;
            }
        }
        return false;
    }

    /**
     * words = a hash of 64 bytes, little-endian, modulo L.
     *
     * @param d scratch, at least 20 longs
     */
    static void reduce(long[] words, byte[] hash, long[] d) {
        for (int i = 0; i < WIDE; i++) {
            int bit = BITS * i;
            int from = Math.min(bit >>> 3, hash.length - 8);
            d[i] = (long) LONGS.get(hash, from) >>> bit - 8 * from & MASK;
        }
        // Each fold takes what stands above 252 bits, times c, off what stands below: of 260 bits above, 133 are left,
        // of
        // those 7, of those one.
        fold(d, WIDE, LOW + 5);
        fold(d, LOW + 5, LOW + 1);
        fold(d, LOW + 1, LOW + 1);
        if (d[LOW] < 0) {
            addOrder(d, 1);
        }
        addOrder(d, -1);
        if (d[LOW] < 0) {
            addOrder(d, 1);
        }
        Arrays.fill(words, 0, WORDS, 0);
        for (int i = 0; i <= LOW; i++) {
            int bit = BITS * i;
            words[bit >>> 6] |= d[i] << bit;
            if (i < LOW && (bit & 63) > 64 - BITS) {
                words[(bit >>> 6) + 1] |= d[i] >>> 64 - (bit & 63);
            }
        }
    }

    /** Folds the digits from the tenth to the last, which alone may be negative, into those that are left, and carries. */
    private static void fold(long[] d, int length, int left) {
        // A product lands at least five places below its digit: on one that has been folded, or stays.
        for (int i = LOW; i < length; i++) {
            long high = d[i];
            d[i] = 0;
            for (int j = 0; j < C_DIGITS; j++) {
                d[i - LOW + j] -= high * DIGITS[j];
            }
        }
        carry(d, left);
    }

    private static void addOrder(long[] d, int sign) {
        for (int i = 0; i <= LOW; i++) {
            d[i] += sign * DIGITS[i];
        }
        carry(d, LOW + 1);
    }

    private static void carry(long[] d, int length) {
        for (int i = 0; i < length - 1; i++) {
            d[i + 1] += d[i] >> BITS;
            d[i] &= MASK;
        }
    }

    /**
     * Writes a scalar as digits that are zero or odd, between -2^(width-1) and 2^(width-1), of which any two that are not
     * zero are at least {@code width} places apart.
     *
     * @param naf at least 256 places, all zero; the value is the sum of naf[i] 2^i
     * @param width 2 to 15
     */
    static void recode(short[] naf, long[] words, int width) {
        int at = 0;
        long carry = 0;
        while (at < 64 * WORDS) {
            long window = window(words, at);
            // Bits that equal the carry give no digit.
            int run = Long.numberOfTrailingZeros(carry == 0 ? window : ~window);
            if (run > 0) {
                at += run;
                continue;
            }
            long digit = (window & (1L << width) - 1) + carry;
            carry = digit >>> width - 1;
            naf[at] = (short) (digit - (carry << width));
            at += width;
        }
    }

    /** The 64 bits from a place on, zeros above the last word. */
    private static long window(long[] words, int at) {
        int word = at >>> 6;
        int shift = at & 63;
        long window = words[word] >>> shift;
        return shift == 0 || word + 1 == WORDS ? window : window | words[word + 1] << 64 - shift;
    }
}
