package dev.pulse.domain.verdict;

import java.util.Optional;

/**
 * The rule of freshness (design section 4): a heartbeat's timestamp is within 300 s of the ingest's clock when it came,
 * so a verifier that lags rejects nothing that came in time.
 *
 * <p>A node signs whole seconds, so the ingest's clock counts by its whole second too: a heartbeat signed as the clock
 * turned to second t is as old at t + 300.999 s as at t + 300 s, and is accepted at both.
 */
public final class Freshness {
    /** Widest difference that is accepted, in seconds, either way. */
    public static final long TOLERANCE_S = 300;

    private Freshness() {}

    /**
     * Judges a timestamp.
     *
     * @param timestampS the node's clock when it signed, unix seconds; any value
     * @param receivedAtMs the ingest's clock when it came, unix milliseconds; any value
     * @return empty when it is fresh, otherwise why not
     */
    public static Optional<Verdict.Rejected> check(long timestampS, long receivedAtMs) {
        // At most 2^63 / 1000 either way, so the tolerance can be added without overflow.
        long receivedAtS = Math.floorDiv(receivedAtMs, 1000L);
        if (timestampS > receivedAtS + TOLERANCE_S) {
            return Optional.of(rejected(timestampS, receivedAtS, "ahead of"));
        }
        if (timestampS < receivedAtS - TOLERANCE_S) {
            return Optional.of(rejected(timestampS, receivedAtS, "behind"));
        }
        return Optional.empty();
    }

    private static Verdict.Rejected rejected(long timestampS, long receivedAtS, String where) {
        return new Verdict.Rejected(
                Rejection.SKEW,
                "The timestamp " + timestampS + " is more than " + TOLERANCE_S + " s " + where
                        + " the time it was received, " + receivedAtS + ".");
    }
}
