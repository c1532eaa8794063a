package dev.pulse.domain.history;

import java.math.BigInteger;

/** Parts of whole numbers, exact. */
public final class Shares {
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
        return BigInteger.valueOf(amount)
                .multiply(BigInteger.valueOf(part))
                .divide(BigInteger.valueOf(whole))
                .longValueExact();
    }
}
