package dev.pulse.domain.history;

import java.math.BigInteger;

/** Parts of whole numbers, exact. */
public final class Shares {
    /** Up to here four roundings of a double come to less than a half. */
    private static final double MOST_IN_DOUBLE = 0x1p50;

    private static final long MOST_WHOLE = 1L << 61;

    private Shares() {}

    /**
     * {@code amount * part / whole}, rounded down, whatever the product.
     *
     * @param amount 0 or more
     * @param part 0 to {@code whole}
     * @param whole 1 or more
     */
    public static long of(long amount, long part, long whole) {
        long product = amount * part;
        if (product >= 0 && Math.multiplyHigh(amount, part) == 0) {
            return product / whole;
        }
        double share = (double) amount / whole * part;
        if (share < MOST_IN_DOUBLE && whole < MOST_WHOLE) {
            // At most one off: what is left of the product says which way, though the product itself does not fit.
            long floor = (long) share;
            long left = product - floor * whole;
            return left < 0 ? floor - 1 : left >= whole ? floor + 1 : floor;
        }
        return BigInteger.valueOf(amount)
                .multiply(BigInteger.valueOf(part))
                .divide(BigInteger.valueOf(whole))
                .longValueExact();
    }
}
