package dev.pulse.marketplace.index.node;

/** Where a node stands in a random order: the same for a seed at every instance, by what accounts and addresses are. */
public final class SampleKey {
    private SampleKey() {}

    /**
     * A number from 0 on; samples are the nodes with the smallest ones.
     *
     * @param accountKey the first 24 bits of the account
     * @param addressKey a digest of the overlay address, 0 where there is none
     */
    public static long of(long seed, long accountKey, long addressKey) {
        return mixed(seed ^ accountKey << 24 ^ addressKey) >>> 1;
    }

    /** The finalizer of splitmix64, after a step of its own. */
    private static long mixed(long value) {
        long z = value * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
