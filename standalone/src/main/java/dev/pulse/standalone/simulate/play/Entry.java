package dev.pulse.standalone.simulate.play;

/** A record of one partition that is followed from the ingest to the lifecycle stream. */
sealed interface Entry {
    /**
     * A heartbeat.
     *
     * @param node who sent it
     * @param timestamp signed, unix seconds
     * @param sentAt when it was posted, unix milliseconds
     * @param receivedAt when an ingest took it, unix milliseconds
     */
    record Heard(int node, long timestamp, long sentAt, long receivedAt) implements Entry {}

    /**
     * A tick.
     *
     * @param ingest who ticks
     * @param at its clock, unix milliseconds
     */
    record Ticked(String ingest, long at) implements Entry {}
}
