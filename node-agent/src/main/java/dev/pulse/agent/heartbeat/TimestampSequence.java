package dev.pulse.agent.heartbeat;

/**
 * Timestamps that strictly increase, as the replay rule asks (design section 4), even where the clock steps back a
 * little. After a step back of more than the freshness limit the clock is followed: what was signed before it lay too
 * far in the future to have been accepted. Not safe for use by several threads.
 */
public final class TimestampSequence {
    private final long freshnessLimitS;
    private long last = Long.MIN_VALUE;

    /** @param freshnessLimitS how far a timestamp may differ from the ingest's clock, seconds */
    public TimestampSequence(long freshnessLimitS) {
        this.freshnessLimitS = freshnessLimitS;
    }

    /**
     * The timestamp to sign now, unix seconds.
     *
     * @param nowS the clock, unix seconds
     */
    public long next(long nowS) {
        boolean unset = last == Long.MIN_VALUE;
        last = unset || last - nowS > freshnessLimitS ? nowS : Math.max(nowS, last + 1);
        return last;
    }
}
