package dev.pulse.domain.letter;

import dev.pulse.domain.limit.Admission;
import dev.pulse.domain.limit.KeyHash;
import dev.pulse.domain.limit.RateLimit;
import dev.pulse.domain.limit.RateLimiter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Of how many bytes the dead letters of one node may keep their originals (decision 0031): a token bucket of KiB for each
 * node id, and one for all that have none. A letter over the quota is written all the same, so that every refused record
 * has its outcome, but without the bytes.
 *
 * <p>Memory is fixed: so many names are remembered, and one that is forgotten has a full bucket again. Nothing of it is
 * kept over a restart.
 */
public final class LetterQuota {
    /** What a node may keep at once: 2 MiB, some two thousand heartbeats. */
    public static final int DEFAULT_BURST_KIB = 2_048;

    /** What comes back: as much as two heartbeats a minute. */
    public static final int DEFAULT_KIB_PER_HOUR = 120;

    /** Names that are remembered at one time, 16 bytes each. */
    static final int NAMES = 4_096;

    private static final int KIB = 1_024;

    private final RateLimiter limiter;
    private final KeyHash hash;

    /**
     * A quota of which nothing was taken.
     *
     * @param kib what each name may keep, in KiB ({@link #limit})
     * @param hash with a secret, so that nobody can choose names that push others out
     */
    public LetterQuota(RateLimit kib, KeyHash hash) {
        this.limiter = new RateLimiter(kib, NAMES);
        this.hash = hash;
    }

    /**
     * So much at once, and so much an hour.
     *
     * @param burstKib 1 or more
     * @param kibPerHour 1 or more
     * @throws IllegalArgumentException where a bucket takes more than 30 days to fill, or a value is out of range
     */
    public static RateLimit limit(int burstKib, int kibPerHour) {
        if (kibPerHour < 1) {
            throw new IllegalArgumentException("KiB per hour must be 1 or more, not " + kibPerHour);
        }
        return new RateLimit(TimeUnit.HOURS.toNanos(1) / kibPerHour, burstKib);
    }

    /** The defaults. */
    public static RateLimit defaults() {
        return limit(DEFAULT_BURST_KIB, DEFAULT_KIB_PER_HOUR);
    }

    /**
     * Whether a letter keeps its bytes; then they are counted, in whole KiB, one at least.
     *
     * @param nodeId whose letter; null where no node id could be read
     * @param bytes of the original that would be kept, 0 or more
     * @param atMs the refused record's time, unix milliseconds; a node whose records have times that go back gets less
     */
    public boolean keeps(String nodeId, int bytes, long atMs) {
        long key = hash.of(nodeId == null ? new byte[0] : nodeId.getBytes(StandardCharsets.UTF_8));
        return limiter.admit(key, Math.max(1, (bytes + KIB - 1) / KIB), TimeUnit.MILLISECONDS.toNanos(atMs))
                instanceof Admission.Granted;
    }
}
