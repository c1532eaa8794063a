package dev.pulse.domain.liveness;

/**
 * Liveness advances only by a signed timestamp greater than the last (design section 4). So a replay can neither keep a
 * dead node alive nor roll its facts back.
 */
public enum ReplayRule {
    /** Newer: counts as a sign of life. */
    ADVANCE,
    /** The same bytes again, as after a retry: changes nothing. */
    DUPLICATE,
    /** Older, or as old with other bytes: a dead letter. */
    REPLAY;

    /**
     * Judges a heartbeat against the last one accepted.
     *
     * @param last the last one
     * @param timestamp the signed timestamp, unix seconds
     * @param digest the first 8 bytes of the payload's SHA-256
     */
    public static ReplayRule judge(Lease.Evidence last, long timestamp, long digest) {
        if (timestamp > last.timestamp()) {
            return ADVANCE;
        }
        return timestamp == last.timestamp() && digest == last.digest() ? DUPLICATE : REPLAY;
    }
}
