package dev.pulse.domain.curve;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * Adds to the sum of a work array ({@link Lanes#P}) a point out of a table, in the form (Y-X, Y+X, 2dT, 2Z), or subtracts
 * it. Bounds and form are those of {@link Lanes}.
 */
final class Addition {
    private static final VectorShuffle<Double> XXXX = VectorShuffle.fromValues(Lanes.DOUBLES, 0, 0, 0, 0);
    private static final VectorShuffle<Double> YYTZ = VectorShuffle.fromValues(Lanes.DOUBLES, 1, 1, 3, 2);
    private static final VectorShuffle<Long> L_ADDA = VectorShuffle.fromValues(Lanes.LONGS, 1, 3, 3, 1);
    private static final VectorShuffle<Long> L_BCCB = VectorShuffle.fromValues(Lanes.LONGS, 0, 2, 2, 0);
    /** An exclusive or with -1 is the negation less one, which {@link #BALANCE} makes good. */
    private static final LongVector BC_SIGNS = lanes(-1, 0, -1, 0);
    /** Each column comes with one centring constant; the sums of E, G, F, H hold it 0, 2, 0 and 2 times. */
    private static final LongVector BALANCE =
            lanes(Lanes.balance(0, 1), Lanes.balance(2, 0), Lanes.balance(0, 1), Lanes.balance(2, 0));

    /**
     * The signs of (Y, Y, T, Z) and of (X, X) in (Y-X, Y+X, T, Z), then those of (E, G, F, E). A subtraction adds to the
     * negated sum and negates what comes out: x and t change their signs, so E does.
     */
    private static final double[] SIGNS = {
        1, 1, 1, 1, -1, 1, 0, 0, 1, 1, 1, 1, //
        1, 1, -1, 1, 1, -1, 0, 0, -1, 1, 1, -1
    };

    private static final int MINUS = 12;

    private Addition() {}

    private static LongVector lanes(long e, long g, long f, long h) {
        return LongVector.fromArray(Lanes.LONGS, new long[] {e, g, f, h}, 0);
    }

    /** Adds the point at an offset of a table, or subtracts it. */
    static void add(double[] w, double[] table, int at, boolean minus) {
        int sign = minus ? MINUS : 0;
        operand(w, sign);
        products(w, table, at, sign);
        Lanes.multiply(w, Lanes.P, w, Lanes.A, w, Lanes.B);
    }

    /** (Y-X, Y+X, T, Z) of the sum, or of the negated sum. */
    private static void operand(double[] w, int sign) {
        DoubleVector yytz = DoubleVector.fromArray(Lanes.DOUBLES, SIGNS, sign);
        DoubleVector xx = DoubleVector.fromArray(Lanes.DOUBLES, SIGNS, sign + 4);
        DoubleVector p0 = DoubleVector.fromArray(Lanes.DOUBLES, w, Lanes.P);
        DoubleVector p1 = DoubleVector.fromArray(Lanes.DOUBLES, w, Lanes.P + 4);
        DoubleVector p2 = DoubleVector.fromArray(Lanes.DOUBLES, w, Lanes.P + 8);
        DoubleVector p3 = DoubleVector.fromArray(Lanes.DOUBLES, w, Lanes.P + 12);
        DoubleVector p4 = DoubleVector.fromArray(Lanes.DOUBLES, w, Lanes.P + 16);
        p0.rearrange(XXXX).fma(xx, p0.rearrange(YYTZ).mul(yytz)).intoArray(w, Lanes.A);
        p1.rearrange(XXXX).fma(xx, p1.rearrange(YYTZ).mul(yytz)).intoArray(w, Lanes.A + 4);
        p2.rearrange(XXXX).fma(xx, p2.rearrange(YYTZ).mul(yytz)).intoArray(w, Lanes.A + 8);
        p3.rearrange(XXXX).fma(xx, p3.rearrange(YYTZ).mul(yytz)).intoArray(w, Lanes.A + 12);
        p4.rearrange(XXXX).fma(xx, p4.rearrange(YYTZ).mul(yytz)).intoArray(w, Lanes.A + 16);
    }

    /** Of the products B, A, C, D of the operand and the point: E = A-B, G = D+C, F = D-C, H = A+B. */
    private static void products(double[] w, double[] table, int at, int sign) {
        DoubleVector a0 = DoubleVector.fromArray(Lanes.DOUBLES, w, Lanes.A);
        DoubleVector a1 = DoubleVector.fromArray(Lanes.DOUBLES, w, Lanes.A + 4);
        DoubleVector a2 = DoubleVector.fromArray(Lanes.DOUBLES, w, Lanes.A + 8);
        DoubleVector a3 = DoubleVector.fromArray(Lanes.DOUBLES, w, Lanes.A + 12);
        DoubleVector a4 = DoubleVector.fromArray(Lanes.DOUBLES, w, Lanes.A + 16);
        DoubleVector b0 = DoubleVector.fromArray(Lanes.DOUBLES, table, at);
        DoubleVector b1 = DoubleVector.fromArray(Lanes.DOUBLES, table, at + 4);
        DoubleVector b2 = DoubleVector.fromArray(Lanes.DOUBLES, table, at + 8);
        DoubleVector b3 = DoubleVector.fromArray(Lanes.DOUBLES, table, at + 12);
        DoubleVector b4 = DoubleVector.fromArray(Lanes.DOUBLES, table, at + 16);
        DoubleVector high = a0.fma(b0, Lanes.HIGH);
        LongVector v0 = a0.fma(b0, Lanes.BOTH.sub(high)).viewAsIntegralLanes();
        LongVector v1 = high.viewAsIntegralLanes();
        high = a0.fma(b1, Lanes.HIGH);
        v1 = v1.add(a0.fma(b1, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        LongVector v2 = high.viewAsIntegralLanes();
        high = a1.fma(b0, Lanes.HIGH);
        v1 = v1.add(a1.fma(b0, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        v2 = v2.add(high.viewAsIntegralLanes());
        high = a0.fma(b2, Lanes.HIGH);
        v2 = v2.add(a0.fma(b2, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        LongVector v3 = high.viewAsIntegralLanes();
        high = a1.fma(b1, Lanes.HIGH);
        v2 = v2.add(a1.fma(b1, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        v3 = v3.add(high.viewAsIntegralLanes());
        high = a2.fma(b0, Lanes.HIGH);
        v2 = v2.add(a2.fma(b0, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        v3 = v3.add(high.viewAsIntegralLanes());
        high = a0.fma(b3, Lanes.HIGH);
        v3 = v3.add(a0.fma(b3, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        LongVector v4 = high.viewAsIntegralLanes();
        high = a1.fma(b2, Lanes.HIGH);
        v3 = v3.add(a1.fma(b2, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        v4 = v4.add(high.viewAsIntegralLanes());
        high = a2.fma(b1, Lanes.HIGH);
        v3 = v3.add(a2.fma(b1, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        v4 = v4.add(high.viewAsIntegralLanes());
        high = a3.fma(b0, Lanes.HIGH);
        v3 = v3.add(a3.fma(b0, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        v4 = v4.add(high.viewAsIntegralLanes());
        high = a0.fma(b4, Lanes.HIGH);
        v4 = v4.add(a0.fma(b4, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        LongVector v5 = high.viewAsIntegralLanes();
        high = a1.fma(b3, Lanes.HIGH);
        v4 = v4.add(a1.fma(b3, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        v5 = v5.add(high.viewAsIntegralLanes());
        high = a2.fma(b2, Lanes.HIGH);
        v4 = v4.add(a2.fma(b2, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        v5 = v5.add(high.viewAsIntegralLanes());
        high = a3.fma(b1, Lanes.HIGH);
        v4 = v4.add(a3.fma(b1, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        v5 = v5.add(high.viewAsIntegralLanes());
        high = a4.fma(b0, Lanes.HIGH);
        v4 = v4.add(a4.fma(b0, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        v5 = v5.add(high.viewAsIntegralLanes());
        high = a1.fma(b4, Lanes.HIGH);
        v5 = v5.add(a1.fma(b4, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        LongVector v6 = high.viewAsIntegralLanes();
        high = a2.fma(b3, Lanes.HIGH);
        v5 = v5.add(a2.fma(b3, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        v6 = v6.add(high.viewAsIntegralLanes());
        high = a3.fma(b2, Lanes.HIGH);
        v5 = v5.add(a3.fma(b2, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        v6 = v6.add(high.viewAsIntegralLanes());
        high = a4.fma(b1, Lanes.HIGH);
        v5 = v5.add(a4.fma(b1, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        v6 = v6.add(high.viewAsIntegralLanes());
        high = a2.fma(b4, Lanes.HIGH);
        v6 = v6.add(a2.fma(b4, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        LongVector v7 = high.viewAsIntegralLanes();
        high = a3.fma(b3, Lanes.HIGH);
        v6 = v6.add(a3.fma(b3, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        v7 = v7.add(high.viewAsIntegralLanes());
        high = a4.fma(b2, Lanes.HIGH);
        v6 = v6.add(a4.fma(b2, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        v7 = v7.add(high.viewAsIntegralLanes());
        high = a3.fma(b4, Lanes.HIGH);
        v7 = v7.add(a3.fma(b4, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        LongVector v8 = high.viewAsIntegralLanes();
        high = a4.fma(b3, Lanes.HIGH);
        v7 = v7.add(a4.fma(b3, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        v8 = v8.add(high.viewAsIntegralLanes());
        high = a4.fma(b4, Lanes.HIGH);
        v8 = v8.add(a4.fma(b4, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        LongVector v9 = high.viewAsIntegralLanes();
        v0 = v0.add(v5.lanewise(VectorOperators.LSHL, 4)
                        .add(v5.lanewise(VectorOperators.LSHL, 1))
                        .add(v5))
                .add(Lanes.MULTIPLY_0);
        v1 = v1.add(v6.lanewise(VectorOperators.LSHL, 4)
                        .add(v6.lanewise(VectorOperators.LSHL, 1))
                        .add(v6))
                .add(Lanes.MULTIPLY_1);
        v2 = v2.add(v7.lanewise(VectorOperators.LSHL, 4)
                        .add(v7.lanewise(VectorOperators.LSHL, 1))
                        .add(v7))
                .add(Lanes.MULTIPLY_2);
        v3 = v3.add(v8.lanewise(VectorOperators.LSHL, 4)
                        .add(v8.lanewise(VectorOperators.LSHL, 1))
                        .add(v8))
                .add(Lanes.MULTIPLY_3);
        v4 = v4.add(v9.lanewise(VectorOperators.LSHL, 4)
                        .add(v9.lanewise(VectorOperators.LSHL, 1))
                        .add(v9))
                .add(Lanes.MULTIPLY_4);
        LongVector u0 = v0.rearrange(L_ADDA)
                .add(v0.rearrange(L_BCCB).lanewise(VectorOperators.XOR, BC_SIGNS))
                .add(BALANCE);
        LongVector u1 = v1.rearrange(L_ADDA)
                .add(v1.rearrange(L_BCCB).lanewise(VectorOperators.XOR, BC_SIGNS))
                .add(BALANCE);
        LongVector u2 = v2.rearrange(L_ADDA)
                .add(v2.rearrange(L_BCCB).lanewise(VectorOperators.XOR, BC_SIGNS))
                .add(BALANCE);
        LongVector u3 = v3.rearrange(L_ADDA)
                .add(v3.rearrange(L_BCCB).lanewise(VectorOperators.XOR, BC_SIGNS))
                .add(BALANCE);
        LongVector u4 = v4.rearrange(L_ADDA)
                .add(v4.rearrange(L_BCCB).lanewise(VectorOperators.XOR, BC_SIGNS))
                .add(BALANCE);
        LongVector c0 = u0.lanewise(VectorOperators.LSHR, Lanes.BITS);
        LongVector c1 = u1.lanewise(VectorOperators.LSHR, Lanes.BITS);
        LongVector c2 = u2.lanewise(VectorOperators.LSHR, Lanes.BITS);
        LongVector c3 = u3.lanewise(VectorOperators.LSHR, Lanes.BITS);
        LongVector c4 = u4.lanewise(VectorOperators.LSHR, Lanes.BITS);
        c4 = c4.lanewise(VectorOperators.LSHL, 4)
                .add(c4.lanewise(VectorOperators.LSHL, 1))
                .add(c4);
        DoubleVector egfe = DoubleVector.fromArray(Lanes.DOUBLES, SIGNS, sign + 8);
        DoubleVector e0 = u0.and(Lanes.MASK)
                .add(c4)
                .add(Lanes.LOWEST)
                .viewAsFloatingLanes()
                .sub(Lanes.LOW);
        DoubleVector e1 = u1.and(Lanes.MASK)
                .add(c0)
                .add(Lanes.OTHERS)
                .viewAsFloatingLanes()
                .sub(Lanes.LOW);
        DoubleVector e2 = u2.and(Lanes.MASK)
                .add(c1)
                .add(Lanes.OTHERS)
                .viewAsFloatingLanes()
                .sub(Lanes.LOW);
        DoubleVector e3 = u3.and(Lanes.MASK)
                .add(c2)
                .add(Lanes.OTHERS)
                .viewAsFloatingLanes()
                .sub(Lanes.LOW);
        DoubleVector e4 = u4.and(Lanes.MASK)
                .add(c3)
                .add(Lanes.OTHERS)
                .viewAsFloatingLanes()
                .sub(Lanes.LOW);
        e0.rearrange(Lanes.EGFE).mul(egfe).intoArray(w, Lanes.A + 0);
        e0.rearrange(Lanes.FHGH).intoArray(w, Lanes.B + 0);
        e1.rearrange(Lanes.EGFE).mul(egfe).intoArray(w, Lanes.A + 4);
        e1.rearrange(Lanes.FHGH).intoArray(w, Lanes.B + 4);
        e2.rearrange(Lanes.EGFE).mul(egfe).intoArray(w, Lanes.A + 8);
        e2.rearrange(Lanes.FHGH).intoArray(w, Lanes.B + 8);
        e3.rearrange(Lanes.EGFE).mul(egfe).intoArray(w, Lanes.A + 12);
        e3.rearrange(Lanes.FHGH).intoArray(w, Lanes.B + 12);
        e4.rearrange(Lanes.EGFE).mul(egfe).intoArray(w, Lanes.A + 16);
        e4.rearrange(Lanes.FHGH).intoArray(w, Lanes.B + 16);
    }
}
