package dev.pulse.ingest.take;

import dev.pulse.domain.json.Malformed;

/** What became of one heartbeat. Everything that a node is told follows from it. */
public sealed interface Outcome {
    /** Durable in {@code heartbeats.raw}: 202. */
    record Accepted() implements Outcome {}

    /**
     * Not a heartbeat: 400.
     *
     * @param why the reason
     */
    record Refused(Malformed why) implements Outcome {}

    /**
     * Larger than a heartbeat may be: 413.
     *
     * @param limit the limit in bytes
     */
    record TooLarge(int limit) implements Outcome {}

    /**
     * More than its node or its address may send: 429.
     *
     * @param whose whose limit it is
     * @param waitSeconds how long until it may try again, at least 1
     */
    record TooFast(Whose whose, long waitSeconds) implements Outcome {}

    /** Whose limit a heartbeat went beyond. */
    enum Whose {
        /** That of one node as seen from one address. */
        NODE,
        /** That of the source address. */
        ADDRESS
    }

    /**
     * Not taken, through no fault of the node's: 503.
     *
     * @param why the reason
     */
    record Unavailable(Why why) implements Outcome {}

    /** Why a heartbeat could not be taken. */
    enum Why {
        /** No connection to Kafka yet. */
        NOT_READY,
        /** Too much waits for Kafka already. */
        OVERLOADED,
        /** Kafka did not acknowledge it in time. It may have been written: the same bytes again do no harm. */
        NOT_ACKNOWLEDGED
    }

    /** The one and only acceptance. */
    Outcome ACCEPTED = new Accepted();
}
