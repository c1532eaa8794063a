package dev.pulse.domain.verdict;

import java.util.Locale;

/** Why a well-formed heartbeat was not accepted. Each has its own dead-letter topic (design section 5). */
public enum Rejection {
    /** The signature does not verify under the claimed account. */
    SIGNATURE,
    /** The node's clock differs by more than 300 s from the ingest's. */
    SKEW,
    /** The node id is bound to another account, or to none where the ledger registers nodes. */
    IDENTITY,
    /** An older timestamp with other bytes than the last one accepted. */
    REPLAY,
    /** A record that cannot be decoded, or whose parts contradict each other. */
    POISON;

    /** The name as topics, metrics and answers spell it, for example {@code signature}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
