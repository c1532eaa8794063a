package dev.pulse.marketplace.federation;

import java.time.Duration;

/**
 * Whether a peer is worth asking: a circuit breaker. After {@value #TOLERATED} failures one after the other it rests for 5
 * seconds; then one question goes to it, and its outcome decides for all. Each such question that fails doubles the rest, up to a
 * minute.
 *
 * @param failures one after the other
 * @param restUntil until when nothing is asked, in nanoseconds of some clock that never goes back; meaningless before {@value
 *     #TOLERATED} failures
 */
record PeerHealth(int failures, long restUntil) {
    /** Nothing is the matter with it. */
    static final PeerHealth WELL = new PeerHealth(0, 0);

    static final int TOLERATED = 3;
    static final long FIRST_REST = Duration.ofSeconds(5).toNanos();
    static final long LONGEST_REST = Duration.ofMinutes(1).toNanos();
    /** A probe that nobody reports on is forgotten after this: longer than any question takes. */
    static final long PROBE = Duration.ofSeconds(10).toNanos();

    private static final int MOST_DOUBLINGS = 10;

    /** Whether it is sick, and each question a probe. */
    boolean sick() {
        return failures >= TOLERATED;
    }

    /** Whether it must not be asked now. */
    boolean resting(long now) {
        return sick() && now - restUntil < 0;
    }

    /** It is being asked. A probe keeps all others away until its outcome is known. */
    PeerHealth asked(long now) {
        return sick() ? new PeerHealth(failures, now + PROBE) : this;
    }

    /** It answered as it should. */
    PeerHealth answered() {
        return WELL;
    }

    /**
     * It did not.
     *
     * @param probe whether it was sick when it was asked: what was asked before says nothing new about a sick one
     */
    PeerHealth failed(long now, boolean probe) {
        if (sick() && !probe) {
            return this;
        }
        int more = failures + 1;
        if (more < TOLERATED) {
            return new PeerHealth(more, 0);
        }
        int doublings = Math.min(MOST_DOUBLINGS, more - TOLERATED);
        return new PeerHealth(more, now + Math.min(LONGEST_REST, FIRST_REST << doublings));
    }
}
