package dev.pulse.standalone.simulate.plant;

/** What must hold, whatever befalls a region. */
public enum Criterion {
    /** A node that was up was called OFFLINE: the design allows none (section 4). */
    FALSE_OFFLINE("nodes called offline falsely"),
    /**
     * More than {@link #BEHIND_S} seconds after the trouble something still waited, or some node had not come back. As long as the
     * longest trouble: a region that needs longer is not whole when the next one comes.
     */
    STAYS_BEHIND("not caught up within 10 min"),
    /** A silent node was found more than {@link #LATE_S} seconds late, where nothing of ours was broken: the alert PulseDetectionLate. */
    FOUND_LATE("silence found more than 10 s late"),
    /** Heartbeats were answered 503, or not at all, where nothing was broken. */
    TURNED_AWAY("heartbeats turned away"),
    /** A verifier's lag was longer than raw heartbeats are kept. */
    LOST("raw heartbeats lost");

    /** The longest that a region may need to catch up, in seconds. */
    public static final long BEHIND_S = 600;
    /** The latest that a silence may be found, in seconds past its deadline. */
    public static final long LATE_S = 10;

    private final String words;

    Criterion(String words) {
        this.words = words;
    }

    /** What it says where it is broken. */
    public String words() {
        return words;
    }
}
