package dev.pulse.agent.proof;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How long ago something was, in words. */
final class Ages {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    /** Instants end before the longest timestamp. */
    private static final long MAX_UNIX_S = 1L << 40;

    private Ages() {}

    /**
     * When it was signed, by the signer's clock.
     *
     * @param timestamp unix seconds, any value
     * @param now unix seconds
     */
    static String signed(long timestamp, long now) {
        if (timestamp < 0 || timestamp > MAX_UNIX_S) {
            return "Signed at " + timestamp + ", by a clock that is not set.";
        }
        Instant at = Instant.ofEpochSecond(timestamp).truncatedTo(ChronoUnit.SECONDS);
        long age = now - timestamp;
        return "Signed at " + at + ", " + (age < 0 ? words(-age) + " in the future." : words(age) + " ago.");
    }

    private static String words(long seconds) {
        return seconds < 2 * MINUTE
                ? seconds + " s"
                : seconds < 2 * HOUR
                        ? seconds / MINUTE + " min"
                        : seconds < 2 * DAY ? seconds / HOUR + " h" : seconds / DAY + " days";
    }
}
