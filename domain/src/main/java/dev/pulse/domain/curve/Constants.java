package dev.pulse.domain.curve;

import java.math.BigInteger;

/** The curve's numbers, as limbs, from their definitions in RFC 8032 section 5.1. */
final class Constants {
    /** The field's prime, 2^255-19. */
    static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    /** The order of the base point, 2^252 + 27742317777372353535851937790883648493. */
    static final BigInteger L = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private static final BigInteger D_VALUE = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);
    /** d = -121665/121666. */
    static final long[] D = limbs(D_VALUE);
    /** 2d. */
    static final long[] TWO_D = limbs(D_VALUE.shiftLeft(1).mod(P));
    /** A square root of -1, 2^((p-1)/4). */
    static final long[] ROOT =
            limbs(BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P));

    /** The base point: y = 4/5, x even. Its encoding is y alone. */
    static final BigInteger BASE_Y =
            BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P);

    private Constants() {}

    /** The limbs of a number from 0 to 2^255 - 1. */
    static long[] limbs(BigInteger value) {
        long[] limbs = new long[Field.LIMBS];
        long mask = (1L << 51) - 1;
        for (int i = 0; i < Field.LIMBS; i++) {
            limbs[i] = value.shiftRight(51 * i).longValue() & mask;
        }
        return limbs;
    }
}
