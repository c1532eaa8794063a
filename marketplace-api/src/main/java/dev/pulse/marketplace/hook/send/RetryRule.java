package dev.pulse.marketplace.hook.send;

import java.time.Duration;
import java.util.OptionalLong;

/** When a delivery that failed is tried again. */
public final class RetryRule {
    /** Tries in all. */
    public static final int TRIES = 8;

    /** From the first try on; nothing is tried after that. */
    public static final Duration WITHIN = Duration.ofHours(6);

    private static final long FIRST_MS = Duration.ofSeconds(10).toMillis();
    private static final long LONGEST_MS = Duration.ofHours(2).toMillis();
    private static final int DOUBLINGS = 2;
    private static final double LEAST = 0.8;
    private static final double SPREAD = 0.4;

    private RetryRule() {}

    /**
     * When to try again, in unix milliseconds; empty when it is given up. Four times as long from try to try, up to two hours, by
     * chance a fifth more or less, so that those who failed together do not come back together.
     *
     * @param tries how many there were, 1 or more
     * @param firstAt when it was to be tried first, unix milliseconds
     * @param now unix milliseconds
     * @param chance 0 to 1
     */
    public static OptionalLong next(int tries, long firstAt, long now, double chance) {
        if (tries >= TRIES) {
            return OptionalLong.empty();
        }
        long plain = Math.min(LONGEST_MS, FIRST_MS << DOUBLINGS * (tries - 1));
        long at = now + (long) (plain * (LEAST + SPREAD * chance));
        return at - firstAt > WITHIN.toMillis() ? OptionalLong.empty() : OptionalLong.of(at);
    }
}
