package dev.pulse.domain.history;

/** What history is cut into. Hours and days are those of UTC. */
public enum Unit {
    /** From a full hour to the next. */
    HOUR(3_600_000L),
    /** From midnight to midnight. */
    DAY(86_400_000L);

    private final long ms;

    Unit(long ms) {
        this.ms = ms;
    }

    /** How long it is, in milliseconds. */
    public long ms() {
        return ms;
    }

    /** The beginning of the one that a time is in, unix milliseconds. */
    public long begin(long at) {
        return Math.floorDiv(at, ms) * ms;
    }
}
