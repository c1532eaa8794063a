package dev.pulse.ingest.log;

/** What became of a record that was to be appended. */
public enum Appended {
    /** Kafka has it, with acks=all. */
    ACKNOWLEDGED,
    /** Not tried: there is no connection to Kafka yet. */
    NOT_READY,
    /** Not tried: too much waits for Kafka already. */
    OVERLOADED,
    /** Tried, and Kafka did not acknowledge it in time or refused it. It may still have been written. */
    NOT_ACKNOWLEDGED
}
