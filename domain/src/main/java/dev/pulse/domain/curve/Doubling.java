package dev.pulse.domain.curve;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/** Doubles the sum of a work array ({@link Lanes#P}). Bounds and form are those of {@link Lanes}. */
final class Doubling {
    private static final VectorShuffle<Double> XYZX = VectorShuffle.fromValues(Lanes.DOUBLES, 0, 1, 2, 0);
    private static final VectorShuffle<Double> YYYY = VectorShuffle.fromValues(Lanes.DOUBLES, 1, 1, 1, 1);
    private static final DoubleVector LAST = DoubleVector.fromArray(Lanes.DOUBLES, new double[] {0, 0, 0, 1}, 0);

    private static final VectorShuffle<Long> L_XXXX = VectorShuffle.fromValues(Lanes.LONGS, 0, 0, 0, 0);
    private static final VectorShuffle<Long> L_YYYY = VectorShuffle.fromValues(Lanes.LONGS, 1, 1, 1, 1);
    private static final VectorShuffle<Long> L_SZZS = VectorShuffle.fromValues(Lanes.LONGS, 3, 3, 2, 2);
    /** An exclusive or with -1 is the negation less one, which {@link #BALANCE} makes good. */
    private static final LongVector XX_SIGNS = lanes(-1, -1, 0, 0);

    private static final LongVector YY_SIGNS = lanes(-1, 0, -1, 0);
    private static final LongVector S_AND_Z = lanes(-1, 0, -1, 0);
    private static final LongVector TWICE_Z = lanes(0, 0, 1, 0);
    /** Each column comes with one centring constant; the sums of E, G, F, H hold it -1, 0, 2 and 2 times. */
    private static final LongVector BALANCE =
            lanes(Lanes.balance(-1, 2), Lanes.balance(0, 1), Lanes.balance(2, 1), Lanes.balance(2, 0));

    private Doubling() {}

    private static LongVector lanes(long e, long g, long f, long h) {
        return LongVector.fromArray(Lanes.LONGS, new long[] {e, g, f, h}, 0);
    }

    /** The sum becomes twice the sum. */
    static void twice(double[] w) {
        operand(w);
        squares(w);
        Lanes.multiply(w, Lanes.P, w, Lanes.A, w, Lanes.B);
    }

    /** (X, Y, Z, X+Y), carried, since the products of limbs of a sum of two could pass 2^102. */
    private static void operand(double[] w) {
        DoubleVector p0 = DoubleVector.fromArray(Lanes.DOUBLES, w, Lanes.P);
        DoubleVector p1 = DoubleVector.fromArray(Lanes.DOUBLES, w, Lanes.P + 4);
        DoubleVector p2 = DoubleVector.fromArray(Lanes.DOUBLES, w, Lanes.P + 8);
        DoubleVector p3 = DoubleVector.fromArray(Lanes.DOUBLES, w, Lanes.P + 12);
        DoubleVector p4 = DoubleVector.fromArray(Lanes.DOUBLES, w, Lanes.P + 16);
        DoubleVector s0 = p0.rearrange(YYYY).fma(LAST, p0.rearrange(XYZX));
        DoubleVector s1 = p1.rearrange(YYYY).fma(LAST, p1.rearrange(XYZX));
        DoubleVector s2 = p2.rearrange(YYYY).fma(LAST, p2.rearrange(XYZX));
        DoubleVector s3 = p3.rearrange(YYYY).fma(LAST, p3.rearrange(XYZX));
        DoubleVector s4 = p4.rearrange(YYYY).fma(LAST, p4.rearrange(XYZX));
        DoubleVector q0 = s0.add(Lanes.HIGH).sub(Lanes.HIGH);
        DoubleVector q1 = s1.add(Lanes.HIGH).sub(Lanes.HIGH);
        DoubleVector q2 = s2.add(Lanes.HIGH).sub(Lanes.HIGH);
        DoubleVector q3 = s3.add(Lanes.HIGH).sub(Lanes.HIGH);
        DoubleVector q4 = s4.add(Lanes.HIGH).sub(Lanes.HIGH);
        q4.fma(Lanes.NINETEEN_DOWN, s0.sub(q0)).intoArray(w, Lanes.A);
        q0.fma(Lanes.DOWN, s1.sub(q1)).intoArray(w, Lanes.A + 4);
        q1.fma(Lanes.DOWN, s2.sub(q2)).intoArray(w, Lanes.A + 8);
        q2.fma(Lanes.DOWN, s3.sub(q3)).intoArray(w, Lanes.A + 12);
        q3.fma(Lanes.DOWN, s4.sub(q4)).intoArray(w, Lanes.A + 16);
    }

    /** Of the squares XX, YY, ZZ, S of the operand: E = S-XX-YY, G = YY-XX, F = XX-YY+2ZZ, H = XX+YY. */
    private static void squares(double[] w) {
        DoubleVector a0 = DoubleVector.fromArray(Lanes.DOUBLES, w, Lanes.A);
        DoubleVector a1 = DoubleVector.fromArray(Lanes.DOUBLES, w, Lanes.A + 4);
        DoubleVector a2 = DoubleVector.fromArray(Lanes.DOUBLES, w, Lanes.A + 8);
        DoubleVector a3 = DoubleVector.fromArray(Lanes.DOUBLES, w, Lanes.A + 12);
        DoubleVector a4 = DoubleVector.fromArray(Lanes.DOUBLES, w, Lanes.A + 16);
        DoubleVector b0 = a0.add(a0);
        DoubleVector b1 = a1.add(a1);
        DoubleVector b2 = a2.add(a2);
        DoubleVector b3 = a3.add(a3);
        DoubleVector high = a0.fma(a0, Lanes.HIGH);
        LongVector v0 = a0.fma(a0, Lanes.BOTH.sub(high)).viewAsIntegralLanes();
        LongVector v1 = high.viewAsIntegralLanes();
        high = b0.fma(a1, Lanes.HIGH);
        v1 = v1.add(b0.fma(a1, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        LongVector v2 = high.viewAsIntegralLanes();
        high = b0.fma(a2, Lanes.HIGH);
        v2 = v2.add(b0.fma(a2, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        LongVector v3 = high.viewAsIntegralLanes();
        high = a1.fma(a1, Lanes.HIGH);
        v2 = v2.add(a1.fma(a1, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        v3 = v3.add(high.viewAsIntegralLanes());
        high = b0.fma(a3, Lanes.HIGH);
        v3 = v3.add(b0.fma(a3, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        LongVector v4 = high.viewAsIntegralLanes();
        high = b1.fma(a2, Lanes.HIGH);
        v3 = v3.add(b1.fma(a2, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        v4 = v4.add(high.viewAsIntegralLanes());
        high = b0.fma(a4, Lanes.HIGH);
        v4 = v4.add(b0.fma(a4, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        LongVector v5 = high.viewAsIntegralLanes();
        high = b1.fma(a3, Lanes.HIGH);
        v4 = v4.add(b1.fma(a3, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        v5 = v5.add(high.viewAsIntegralLanes());
        high = a2.fma(a2, Lanes.HIGH);
        v4 = v4.add(a2.fma(a2, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        v5 = v5.add(high.viewAsIntegralLanes());
        high = b1.fma(a4, Lanes.HIGH);
        v5 = v5.add(b1.fma(a4, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        LongVector v6 = high.viewAsIntegralLanes();
        high = b2.fma(a3, Lanes.HIGH);
        v5 = v5.add(b2.fma(a3, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        v6 = v6.add(high.viewAsIntegralLanes());
        high = b2.fma(a4, Lanes.HIGH);
        v6 = v6.add(b2.fma(a4, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        LongVector v7 = high.viewAsIntegralLanes();
        high = a3.fma(a3, Lanes.HIGH);
        v6 = v6.add(a3.fma(a3, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        v7 = v7.add(high.viewAsIntegralLanes());
        high = b3.fma(a4, Lanes.HIGH);
        v7 = v7.add(b3.fma(a4, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        LongVector v8 = high.viewAsIntegralLanes();
        high = a4.fma(a4, Lanes.HIGH);
        v8 = v8.add(a4.fma(a4, Lanes.BOTH.sub(high)).viewAsIntegralLanes());
        LongVector v9 = high.viewAsIntegralLanes();
        v0 = v0.add(v5.lanewise(VectorOperators.LSHL, 4)
                        .add(v5.lanewise(VectorOperators.LSHL, 1))
                        .add(v5))
                .add(Lanes.SQUARE_0);
        v1 = v1.add(v6.lanewise(VectorOperators.LSHL, 4)
                        .add(v6.lanewise(VectorOperators.LSHL, 1))
                        .add(v6))
                .add(Lanes.SQUARE_1);
        v2 = v2.add(v7.lanewise(VectorOperators.LSHL, 4)
                        .add(v7.lanewise(VectorOperators.LSHL, 1))
                        .add(v7))
                .add(Lanes.SQUARE_2);
        v3 = v3.add(v8.lanewise(VectorOperators.LSHL, 4)
                        .add(v8.lanewise(VectorOperators.LSHL, 1))
                        .add(v8))
                .add(Lanes.SQUARE_3);
        v4 = v4.add(v9.lanewise(VectorOperators.LSHL, 4)
                        .add(v9.lanewise(VectorOperators.LSHL, 1))
                        .add(v9))
                .add(Lanes.SQUARE_4);
        LongVector u0 = v0.rearrange(L_XXXX)
                .lanewise(VectorOperators.XOR, XX_SIGNS)
                .add(v0.rearrange(L_YYYY).lanewise(VectorOperators.XOR, YY_SIGNS))
                .add(v0.rearrange(L_SZZS).and(S_AND_Z).lanewise(VectorOperators.LSHL, TWICE_Z))
                .add(BALANCE);
        LongVector u1 = v1.rearrange(L_XXXX)
                .lanewise(VectorOperators.XOR, XX_SIGNS)
                .add(v1.rearrange(L_YYYY).lanewise(VectorOperators.XOR, YY_SIGNS))
                .add(v1.rearrange(L_SZZS).and(S_AND_Z).lanewise(VectorOperators.LSHL, TWICE_Z))
                .add(BALANCE);
        LongVector u2 = v2.rearrange(L_XXXX)
                .lanewise(VectorOperators.XOR, XX_SIGNS)
                .add(v2.rearrange(L_YYYY).lanewise(VectorOperators.XOR, YY_SIGNS))
                .add(v2.rearrange(L_SZZS).and(S_AND_Z).lanewise(VectorOperators.LSHL, TWICE_Z))
                .add(BALANCE);
        LongVector u3 = v3.rearrange(L_XXXX)
                .lanewise(VectorOperators.XOR, XX_SIGNS)
                .add(v3.rearrange(L_YYYY).lanewise(VectorOperators.XOR, YY_SIGNS))
                .add(v3.rearrange(L_SZZS).and(S_AND_Z).lanewise(VectorOperators.LSHL, TWICE_Z))
                .add(BALANCE);
        LongVector u4 = v4.rearrange(L_XXXX)
                .lanewise(VectorOperators.XOR, XX_SIGNS)
                .add(v4.rearrange(L_YYYY).lanewise(VectorOperators.XOR, YY_SIGNS))
                .add(v4.rearrange(L_SZZS).and(S_AND_Z).lanewise(VectorOperators.LSHL, TWICE_Z))
                .add(BALANCE);
        LongVector c0 = u0.lanewise(VectorOperators.LSHR, Lanes.BITS);
        LongVector c1 = u1.lanewise(VectorOperators.LSHR, Lanes.BITS);
        LongVector c2 = u2.lanewise(VectorOperators.LSHR, Lanes.BITS);
        LongVector c3 = u3.lanewise(VectorOperators.LSHR, Lanes.BITS);
        LongVector c4 = u4.lanewise(VectorOperators.LSHR, Lanes.BITS);
        c4 = c4.lanewise(VectorOperators.LSHL, 4)
                .add(c4.lanewise(VectorOperators.LSHL, 1))
                .add(c4);
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
        e0.rearrange(Lanes.EGFE).intoArray(w, Lanes.A + 0);
        e0.rearrange(Lanes.FHGH).intoArray(w, Lanes.B + 0);
        e1.rearrange(Lanes.EGFE).intoArray(w, Lanes.A + 4);
        e1.rearrange(Lanes.FHGH).intoArray(w, Lanes.B + 4);
        e2.rearrange(Lanes.EGFE).intoArray(w, Lanes.A + 8);
        e2.rearrange(Lanes.FHGH).intoArray(w, Lanes.B + 8);
        e3.rearrange(Lanes.EGFE).intoArray(w, Lanes.A + 12);
        e3.rearrange(Lanes.FHGH).intoArray(w, Lanes.B + 12);
        e4.rearrange(Lanes.EGFE).intoArray(w, Lanes.A + 16);
        e4.rearrange(Lanes.FHGH).intoArray(w, Lanes.B + 16);
    }
}
