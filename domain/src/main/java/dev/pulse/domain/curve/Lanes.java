package dev.pulse.domain.curve;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Arithmetic modulo p = 2^255-19 on four elements at once, one in each lane of a vector: five vectors of whole numbers in
 * doubles, limbs in radix 2^51, lowest first, at an offset of a double array.
 *
 * <p>A product of two limbs below 2^102 comes exactly in two parts out of two fused multiply-adds. The first adds 1.5 2^103
 * and so rounds to multiples of 2^51; the bits of its result, read as a long, are those of 1.5 2^103 plus the number of
 * those multiples. The second adds what is left to 1.5 2^52, and its bits are those of that plus a number of at most 2^50
 * either way. The bits of all products of a column are added up as longs, and the constants' share is taken off at the end,
 * together with what makes the sum positive and centres its remainder.
 *
 * <p>Bounds: what a carry leaves has limbs of at most U = 2^50 + 2^13 either way, so that the product of one such limb and
 * the sum of two stays far below 2^102. Every operation here writes limbs of at most U and says what it takes.
 *
 * <p>No vector crosses a call, and none is chosen by a condition: the compiler would put it on the heap. Hence the long
 * methods.
 */
final class Lanes {
    /** Doubles of an element in every lane. */
    static final int SIZE = 20;
    /** Where the sum, (X, Y, Z, T), and the operands of its next product are in the work array. */
    static final int P = 0;

    static final int A = SIZE;
    static final int B = 2 * SIZE;
    /** From here on the work array belongs to the caller. */
    static final int FREE = 3 * SIZE;

    static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_256;
    static final VectorSpecies<Long> LONGS = LongVector.SPECIES_256;
    /** Bits of a limb. */
    static final int BITS = 51;

    private static final double LOW_OFFSET = 0x1.8p52;
    private static final double HIGH_OFFSET = 0x1.8p103;
    static final DoubleVector LOW = DoubleVector.broadcast(DOUBLES, LOW_OFFSET);
    static final DoubleVector HIGH = DoubleVector.broadcast(DOUBLES, HIGH_OFFSET);
    static final DoubleVector BOTH = DoubleVector.broadcast(DOUBLES, HIGH_OFFSET + LOW_OFFSET);
    static final LongVector MASK = LongVector.broadcast(LONGS, (1L << BITS) - 1);
    /** From a multiple of 2^51 to the same number of the next limb's units, and of the lowest limb's, 19 for one. */
    static final DoubleVector DOWN = DoubleVector.broadcast(DOUBLES, 0x1p-51);

    static final DoubleVector NINETEEN_DOWN = DoubleVector.broadcast(DOUBLES, 19 * 0x1p-51);

    private static final long HALF = 1L << BITS - 1;
    /** Makes every column positive: a multiple of 2^51, and columns stay below 2^60 either way. */
    private static final long POSITIVE = 1L << 62;

    private static final long LOW_BITS = Double.doubleToRawLongBits(LOW_OFFSET);
    private static final long HIGH_BITS = Double.doubleToRawLongBits(HIGH_OFFSET);
    /** What both are within each column before its carry. */
    private static final long CENTRE = HALF + POSITIVE;
    /** Takes both off again after the carry, and makes the bits of a double. */
    static final LongVector LOWEST = LongVector.broadcast(LONGS, LOW_BITS - HALF - 19 * (POSITIVE >>> BITS));

    static final LongVector OTHERS = LongVector.broadcast(LONGS, LOW_BITS - HALF - (POSITIVE >>> BITS));

    /** For 25 products, and for the 15 of a square. */
    static final LongVector MULTIPLY_0 = column(0, false);

    static final LongVector MULTIPLY_1 = column(1, false);
    static final LongVector MULTIPLY_2 = column(2, false);
    static final LongVector MULTIPLY_3 = column(3, false);
    static final LongVector MULTIPLY_4 = column(4, false);
    static final LongVector SQUARE_0 = column(0, true);
    static final LongVector SQUARE_1 = column(1, true);
    static final LongVector SQUARE_2 = column(2, true);
    static final LongVector SQUARE_3 = column(3, true);
    static final LongVector SQUARE_4 = column(4, true);

    /** From (E, G, F, H) to the two operands whose product is (X, Y, Z, T). */
    static final VectorShuffle<Double> EGFE = VectorShuffle.fromValues(DOUBLES, 0, 1, 2, 0);

    static final VectorShuffle<Double> FHGH = VectorShuffle.fromValues(DOUBLES, 2, 3, 1, 3);

    private Lanes() {}

    private static LongVector column(int k, boolean square) {
        return LongVector.broadcast(LONGS, CENTRE - constants(k, square) - 19 * constants(k + 5, square));
    }

    /** The share of the constants in a column: its low parts, and the high parts of the column below. */
    private static long constants(int k, boolean square) {
        return products(k, square) * LOW_BITS + products(k - 1, square) * HIGH_BITS;
    }

    /** How many products of limbs i and j with i + j = k are computed. */
    private static int products(int k, boolean square) {
        int all = k < 0 || k > 8 ? 0 : Math.min(k, 8 - k) + 1;
        return square ? (all + 1) / 2 : all;
    }

    /**
     * What makes one {@link #CENTRE} of a sum of columns, which may wrap around.
     *
     * @param held how many the sum holds
     * @param negations how many columns were negated by inverting their bits, which is one too little each
     */
    static long balance(int held, int negations) {
        return (1 - held) * CENTRE + negations;
    }

    /** r = a b in each lane. The product of any limb of a and any of b is below 2^102. */
    static void multiply(double[] r, int ro, double[] a, int ao, double[] b, int bo) {
        DoubleVector a0 = DoubleVector.fromArray(DOUBLES, a, ao);
        DoubleVector a1 = DoubleVector.fromArray(DOUBLES, a, ao + 4);
        DoubleVector a2 = DoubleVector.fromArray(DOUBLES, a, ao + 8);
        DoubleVector a3 = DoubleVector.fromArray(DOUBLES, a, ao + 12);
        DoubleVector a4 = DoubleVector.fromArray(DOUBLES, a, ao + 16);
        DoubleVector b0 = DoubleVector.fromArray(DOUBLES, b, bo);
        DoubleVector b1 = DoubleVector.fromArray(DOUBLES, b, bo + 4);
        DoubleVector b2 = DoubleVector.fromArray(DOUBLES, b, bo + 8);
        DoubleVector b3 = DoubleVector.fromArray(DOUBLES, b, bo + 12);
        DoubleVector b4 = DoubleVector.fromArray(DOUBLES, b, bo + 16);
        DoubleVector high = a0.fma(b0, HIGH);
        LongVector v0 = a0.fma(b0, BOTH.sub(high)).viewAsIntegralLanes();
        LongVector v1 = high.viewAsIntegralLanes();
        high = a0.fma(b1, HIGH);
        v1 = v1.add(a0.fma(b1, BOTH.sub(high)).viewAsIntegralLanes());
        LongVector v2 = high.viewAsIntegralLanes();
        high = a1.fma(b0, HIGH);
        v1 = v1.add(a1.fma(b0, BOTH.sub(high)).viewAsIntegralLanes());
        v2 = v2.add(high.viewAsIntegralLanes());
        high = a0.fma(b2, HIGH);
        v2 = v2.add(a0.fma(b2, BOTH.sub(high)).viewAsIntegralLanes());
        LongVector v3 = high.viewAsIntegralLanes();
        high = a1.fma(b1, HIGH);
        v2 = v2.add(a1.fma(b1, BOTH.sub(high)).viewAsIntegralLanes());
        v3 = v3.add(high.viewAsIntegralLanes());
        high = a2.fma(b0, HIGH);
        v2 = v2.add(a2.fma(b0, BOTH.sub(high)).viewAsIntegralLanes());
        v3 = v3.add(high.viewAsIntegralLanes());
        high = a0.fma(b3, HIGH);
        v3 = v3.add(a0.fma(b3, BOTH.sub(high)).viewAsIntegralLanes());
        LongVector v4 = high.viewAsIntegralLanes();
        high = a1.fma(b2, HIGH);
        v3 = v3.add(a1.fma(b2, BOTH.sub(high)).viewAsIntegralLanes());
        v4 = v4.add(high.viewAsIntegralLanes());
        high = a2.fma(b1, HIGH);
        v3 = v3.add(a2.fma(b1, BOTH.sub(high)).viewAsIntegralLanes());
        v4 = v4.add(high.viewAsIntegralLanes());
        high = a3.fma(b0, HIGH);
        v3 = v3.add(a3.fma(b0, BOTH.sub(high)).viewAsIntegralLanes());
        v4 = v4.add(high.viewAsIntegralLanes());
        high = a0.fma(b4, HIGH);
        v4 = v4.add(a0.fma(b4, BOTH.sub(high)).viewAsIntegralLanes());
        LongVector v5 = high.viewAsIntegralLanes();
        high = a1.fma(b3, HIGH);
        v4 = v4.add(a1.fma(b3, BOTH.sub(high)).viewAsIntegralLanes());
        v5 = v5.add(high.viewAsIntegralLanes());
        high = a2.fma(b2, HIGH);
        v4 = v4.add(a2.fma(b2, BOTH.sub(high)).viewAsIntegralLanes());
        v5 = v5.add(high.viewAsIntegralLanes());
        high = a3.fma(b1, HIGH);
        v4 = v4.add(a3.fma(b1, BOTH.sub(high)).viewAsIntegralLanes());
        v5 = v5.add(high.viewAsIntegralLanes());
        high = a4.fma(b0, HIGH);
        v4 = v4.add(a4.fma(b0, BOTH.sub(high)).viewAsIntegralLanes());
        v5 = v5.add(high.viewAsIntegralLanes());
        high = a1.fma(b4, HIGH);
        v5 = v5.add(a1.fma(b4, BOTH.sub(high)).viewAsIntegralLanes());
        LongVector v6 = high.viewAsIntegralLanes();
        high = a2.fma(b3, HIGH);
        v5 = v5.add(a2.fma(b3, BOTH.sub(high)).viewAsIntegralLanes());
        v6 = v6.add(high.viewAsIntegralLanes());
        high = a3.fma(b2, HIGH);
        v5 = v5.add(a3.fma(b2, BOTH.sub(high)).viewAsIntegralLanes());
        v6 = v6.add(high.viewAsIntegralLanes());
        high = a4.fma(b1, HIGH);
        v5 = v5.add(a4.fma(b1, BOTH.sub(high)).viewAsIntegralLanes());
        v6 = v6.add(high.viewAsIntegralLanes());
        high = a2.fma(b4, HIGH);
        v6 = v6.add(a2.fma(b4, BOTH.sub(high)).viewAsIntegralLanes());
        LongVector v7 = high.viewAsIntegralLanes();
        high = a3.fma(b3, HIGH);
        v6 = v6.add(a3.fma(b3, BOTH.sub(high)).viewAsIntegralLanes());
        v7 = v7.add(high.viewAsIntegralLanes());
        high = a4.fma(b2, HIGH);
        v6 = v6.add(a4.fma(b2, BOTH.sub(high)).viewAsIntegralLanes());
        v7 = v7.add(high.viewAsIntegralLanes());
        high = a3.fma(b4, HIGH);
        v7 = v7.add(a3.fma(b4, BOTH.sub(high)).viewAsIntegralLanes());
        LongVector v8 = high.viewAsIntegralLanes();
        high = a4.fma(b3, HIGH);
        v7 = v7.add(a4.fma(b3, BOTH.sub(high)).viewAsIntegralLanes());
        v8 = v8.add(high.viewAsIntegralLanes());
        high = a4.fma(b4, HIGH);
        v8 = v8.add(a4.fma(b4, BOTH.sub(high)).viewAsIntegralLanes());
        LongVector v9 = high.viewAsIntegralLanes();
        v0 = v0.add(v5.lanewise(VectorOperators.LSHL, 4)
                        .add(v5.lanewise(VectorOperators.LSHL, 1))
                        .add(v5))
                .add(MULTIPLY_0);
        v1 = v1.add(v6.lanewise(VectorOperators.LSHL, 4)
                        .add(v6.lanewise(VectorOperators.LSHL, 1))
                        .add(v6))
                .add(MULTIPLY_1);
        v2 = v2.add(v7.lanewise(VectorOperators.LSHL, 4)
                        .add(v7.lanewise(VectorOperators.LSHL, 1))
                        .add(v7))
                .add(MULTIPLY_2);
        v3 = v3.add(v8.lanewise(VectorOperators.LSHL, 4)
                        .add(v8.lanewise(VectorOperators.LSHL, 1))
                        .add(v8))
                .add(MULTIPLY_3);
        v4 = v4.add(v9.lanewise(VectorOperators.LSHL, 4)
                        .add(v9.lanewise(VectorOperators.LSHL, 1))
                        .add(v9))
                .add(MULTIPLY_4);
        LongVector c0 = v0.lanewise(VectorOperators.LSHR, BITS);
        LongVector c1 = v1.lanewise(VectorOperators.LSHR, BITS);
        LongVector c2 = v2.lanewise(VectorOperators.LSHR, BITS);
        LongVector c3 = v3.lanewise(VectorOperators.LSHR, BITS);
        LongVector c4 = v4.lanewise(VectorOperators.LSHR, BITS);
        c4 = c4.lanewise(VectorOperators.LSHL, 4)
                .add(c4.lanewise(VectorOperators.LSHL, 1))
                .add(c4);
        v0.and(MASK).add(c4).add(LOWEST).viewAsFloatingLanes().sub(LOW).intoArray(r, ro);
        v1.and(MASK).add(c0).add(OTHERS).viewAsFloatingLanes().sub(LOW).intoArray(r, ro + 4);
        v2.and(MASK).add(c1).add(OTHERS).viewAsFloatingLanes().sub(LOW).intoArray(r, ro + 8);
        v3.and(MASK).add(c2).add(OTHERS).viewAsFloatingLanes().sub(LOW).intoArray(r, ro + 12);
        v4.and(MASK).add(c3).add(OTHERS).viewAsFloatingLanes().sub(LOW).intoArray(r, ro + 16);
    }
}
