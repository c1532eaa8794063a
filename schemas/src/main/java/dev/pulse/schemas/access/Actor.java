package dev.pulse.schemas.access;

import java.util.Locale;

/** Somebody who speaks to Kafka in the name of Pulse, each as a user of its own. */
public enum Actor {
    /** Takes heartbeats over HTTP. */
    INGEST,
    /** Proves them. */
    VERIFIER,
    /** Decides which nodes are online. */
    LIFECYCLE,
    /** Answers people, and gives commands on their behalf. */
    MARKETPLACE,
    /** Makes the topics, counts what stands in them, reads dead letters; no service runs as this one. */
    OPERATOR,
    /** Puts dead letters into the raw topic once more; no service runs as this one. */
    REPLAYER,
    /** Reads what anybody may count, prove or bill by. */
    ANALYST;

    /** Its name on Kafka, such as {@code pulse-ingest}. */
    public String user() {
        return "pulse-" + word();
    }

    /** Its name for people, such as {@code ingest}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
