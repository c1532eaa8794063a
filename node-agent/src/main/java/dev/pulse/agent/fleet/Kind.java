package dev.pulse.agent.fleet;

import java.util.Locale;

/**
 * The kinds of heartbeat that a fleet sends. All but {@link #GOOD} are extras, sent between two good ones, so that a
 * node that is healthy otherwise stays online.
 */
public enum Kind {
    /** Properly signed, on time. */
    GOOD,
    /** One bit of the signature flipped: for the dead letters' {@code signature}. */
    BAD_SIGNATURE,
    /** Properly signed, ten minutes early or late: for the dead letters' {@code skew}. */
    SKEWED,
    /** Properly signed by another key under a node id that is bound already: for the dead letters' {@code identity}. */
    IMPOSTOR,
    /** The bytes of the last acknowledged heartbeat once more: accounted as a duplicate. */
    DUPLICATE,
    /** Refused by the ingest itself: see {@link MalformedKind}. */
    MALFORMED;

    /** The name in summaries, for example {@code bad_signature}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
