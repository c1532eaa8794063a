package dev.pulse.marketplace.diagnosis;

/** Lengths of time in words, rounded down to what a person wants to know. */
public final class Spans {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Spans() {}

    /** For example {@code 4 s}, {@code 3 min}, {@code 2 h 5 min}, {@code 9 days}. Below 0 counts as 0. */
    public static String words(long seconds) {
        long s = Math.max(0, seconds);
        if (s < 2 * MINUTE) {
            return s + " s";
        }
        if (s < 2 * HOUR) {
            return s / MINUTE + " min";
        }
        if (s < 2 * DAY) {
            long minutes = s % HOUR / MINUTE;
            return s / HOUR + " h" + (minutes == 0 ? "" : " " + minutes + " min");
        }
        return s / DAY + " days";
    }
}
