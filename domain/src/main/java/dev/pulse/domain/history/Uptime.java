package dev.pulse.domain.history;

/**
 * A part of some time, with its denominator.
 *
 * @param onlineMs observed milliseconds ONLINE, 0 to {@code observedMs}
 * @param observedMs observed milliseconds: our outages and maintenance windows are not among them
 */
public record Uptime(long onlineMs, long observedMs) {
    /** All of the time, in the unit of {@link #hundredths}: a hundredth of a percent. */
    public static final int ALWAYS = 10_000;

    /** What {@link #hundredths} is where nothing was observed. */
    public static final int UNSAID = -1;

    /** No time. */
    public static final Uptime NONE = new Uptime(0, 0);

    /** The share that was online, in hundredths of a percent, rounded down; {@link #UNSAID} where nothing was observed. */
    public int hundredths() {
        return observedMs <= 0 ? UNSAID : (int) Shares.of(ALWAYS, onlineMs, observedMs);
    }
}
