package dev.pulse.domain.limit;

import java.util.concurrent.locks.ReentrantLock;

/**
 * One {@link RateLimit} for each of very many keys, in a fixed amount of memory: 16 bytes per entry, whatever comes.
 *
 * <p>A bucket is held as one number, the time at which it will be full again (the "theoretical arrival time" of the
 * generic cell rate algorithm, ITU-T I.371 annex A): a bucket that is full again needs no entry, so nothing is ever
 * swept. The table is set-associative: a key may stand in any of the {@value #WAYS} places of its set. Where all are
 * taken, the bucket that is nearest to full gives way; so a flood of new keys can make the limiter forget a limit, which
 * errs on the side of letting requests in, but it can neither grow the table nor get anybody else refused.
 *
 * <p>Keys are 64-bit hashes made with a secret ({@link KeyHash}), so nobody outside can aim at a set. Time is any
 * nanosecond clock that does not go backwards, {@link System#nanoTime} for one. Thread-safe; every call touches one set.
 */
public final class RateLimiter {
    /** Places in a set. */
    static final int WAYS = 8;

    private static final int MAX_ENTRIES = 1 << 26;
    private static final int LOCKS = 64;

    private final RateLimit limit;
    private final long[] keys;
    private final long[] fullAt;
    private final int setMask;
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    /**
     * A limiter with all buckets full.
     *
     * @param limit what each key may do
     * @param entries how many keys are remembered at once, 1 to 67,108,864; rounded up to a power of two, at least 8
     * @throws IllegalArgumentException when {@code entries} is outside its range
     */
    public RateLimiter(RateLimit limit, int entries) {
        if (entries < 1 || entries > MAX_ENTRIES) {
            throw new IllegalArgumentException("entries must be 1 to " + MAX_ENTRIES + ", not " + entries);
        }
        int size = Math.max(WAYS, Integer.highestOneBit(entries * 2 - 1));
        this.limit = limit;
        this.keys = new long[size];
        this.fullAt = new long[size];
        this.setMask = size / WAYS - 1;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /** How many keys are remembered at once. */
    public int capacity() {
        return keys.length;
    }

    /**
     * Takes a token from a key's bucket if there is one.
     *
     * @param key a hash of whom the limit is for
     * @param nowNanos the time
     */
    public Admission admit(long key, long nowNanos) {
        return admit(key, 1, nowNanos);
    }

    /**
     * Takes several tokens at once, or none.
     *
     * @param key a hash of whom the limit is for
     * @param tokens 1 or more; more than the burst are never there
     * @param nowNanos the time
     */
    public Admission admit(long key, long tokens, long nowNanos) {
        long stored = stored(key);
        int set = set(stored);
        ReentrantLock lock = locks[set & (LOCKS - 1)];
        lock.lock();
        try {
            int place = find(set, stored);
            long begin = nowNanos;
            if (place < 0) {
                place = victim(set, nowNanos);
            } else if (fullAt[place] - nowNanos > 0) {
                begin = fullAt[place];
            }
            long after = begin + tokens * limit.periodNanos();
            long over = after - nowNanos - limit.depthNanos();
            if (over > 0) {
                return new Admission.Refused(over);
            }
            keys[place] = stored;
            fullAt[place] = after;
            return Admission.GRANTED;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Puts a token back that was granted: what it was taken for did not happen, and is to be tried again. A key that has
     * been forgotten meanwhile has a full bucket anyway.
     */
    public void giveBack(long key) {
        long stored = stored(key);
        int set = set(stored);
        ReentrantLock lock = locks[set & (LOCKS - 1)];
        lock.lock();
        try {
            int place = find(set, stored);
            if (place >= 0) {
                fullAt[place] -= limit.periodNanos();
            }
        } finally {
            lock.unlock();
        }
    }

    private int find(int set, long stored) {
        int first = set * WAYS;
        for (int place = first; place < first + WAYS; place++) {
            if (keys[place] == stored) {
                return place;
            }
        }
        return -1;
    }

    /** A free place, otherwise that of the bucket which is nearest to full, or has been full for longest. */
    private int victim(int set, long nowNanos) {
        int first = set * WAYS;
        int victim = first;
        for (int place = first; place < first + WAYS; place++) {
            if (keys[place] == 0) {
                return place;
            }
            if (fullAt[place] - nowNanos < fullAt[victim] - nowNanos) {
                victim = place;
            }
        }
        return victim;
    }

    /** Zero marks a free place. */
    private static long stored(long key) {
        return key == 0 ? 1 : key;
    }

    private int set(long stored) {
        return (int) (stored >>> 32) & setMask;
    }
}
