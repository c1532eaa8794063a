package dev.pulse.domain.limit;

/**
 * A token bucket: it holds {@code burst} tokens when full, each request takes one, and one comes back every
 * {@code periodNanos}.
 *
 * @param periodNanos nanoseconds per token, 1 to one day
 * @param burst most tokens held, 1 to 1,000,000,000; {@code burst * periodNanos} at most 30 days
 */
public record RateLimit(long periodNanos, long burst) {
    private static final long DAY_NANOS = 86_400L * 1_000_000_000L;
    private static final long MAX_BURST = 1_000_000_000L;

    /** @throws IllegalArgumentException when a value is outside its range */
    public RateLimit {
        if (periodNanos < 1 || periodNanos > DAY_NANOS) {
            throw new IllegalArgumentException(
                    "the time for one token must be 1 ns to 1 day, not " + periodNanos + " ns");
        }
        if (burst < 1 || burst > MAX_BURST) {
            throw new IllegalArgumentException("burst must be 1 to " + MAX_BURST + ", not " + burst);
        }
        if (burst > 30 * DAY_NANOS / periodNanos) {
            throw new IllegalArgumentException("a bucket of " + burst + " tokens takes more than 30 days to fill");
        }
    }

    /**
     * So many a second.
     *
     * @throws IllegalArgumentException when {@code perSecond} is not 1 to 1,000,000,000 or the burst is out of range
     */
    public static RateLimit perSecond(long perSecond, long burst) {
        if (perSecond < 1 || perSecond > 1_000_000_000L) {
            throw new IllegalArgumentException("the rate must be 1 to 1000000000 per second, not " + perSecond);
        }
        return new RateLimit(1_000_000_000L / perSecond, burst);
    }

    /** How long a full bucket's worth of requests takes to come back, in nanoseconds. */
    long depthNanos() {
        return periodNanos * burst;
    }
}
