package dev.pulse.agent.ingest;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: exponential with full jitter, on top of what {@code Retry-After} asks, and
 * never more than a cap. Full jitter spreads a fleet that failed together over the whole span.
 *
 * @param base the span of the first attempt
 * @param cap the longest wait
 */
public record Backoff(Duration base, Duration cap) {
    /** @throws IllegalArgumentException unless 0 &lt; base &lt;= cap */
    public Backoff {
        if (base.isNegative() || base.isZero() || base.compareTo(cap) > 0) {
            throw new IllegalArgumentException("a backoff needs 0 < base <= cap, not " + base + " and " + cap);
        }
    }

    /**
     * The wait before attempt {@code failures + 1}.
     *
     * @param failures how many attempts failed so far, from 1
     * @param retryAfterS what the server asked to wait, seconds, or a negative number
     * @param random where the jitter comes from
     */
    public Duration delay(int failures, long retryAfterS, RandomGenerator random) {
        long capNanos = cap.toNanos();
        // 2^30 times any sensible base is past any sensible cap, and does not overflow.
        int doublings = Math.clamp(failures - 1, 0, 30);
        long span = Math.min(capNanos, saturatedShift(base.toNanos(), doublings));
        long asked = retryAfterS <= 0
                ? 0
                : Math.min(
                        capNanos,
                        Duration.ofSeconds(Math.min(retryAfterS, 86_400)).toNanos());
        return Duration.ofNanos(Math.min(capNanos, asked + random.nextLong(span + 1)));
    }

    private static long saturatedShift(long value, int doublings) {
        return value > Long.MAX_VALUE >> doublings ? Long.MAX_VALUE : value << doublings;
    }
}
