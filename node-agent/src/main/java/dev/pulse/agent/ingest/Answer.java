package dev.pulse.agent.ingest;

/** What became of one POST: a value, never an exception. */
public sealed interface Answer {
    /** What an absent number is held as. */
    long ABSENT = -1;

    /**
     * The ingest answered.
     *
     * @param status HTTP status
     * @param nextHeartbeatS {@code next_heartbeat_s} of the body, seconds until the next heartbeat is wanted, or -1
     * @param retryAfterS {@code Retry-After} in seconds, or -1; the date form is read as absent
     * @param code {@code error} of the body, or the empty text
     * @param detail {@code detail} of the body, or the empty text
     */
    record Http(int status, long nextHeartbeatS, long retryAfterS, String code, String detail) implements Answer {
        /** An answer that says nothing but its status. */
        public static Http of(int status) {
            return new Http(status, ABSENT, ABSENT, "", "");
        }
    }

    /**
     * No answer within the time allowed. The heartbeat may have been taken all the same.
     *
     * @param detail one sentence
     */
    record TimedOut(String detail) implements Answer {}

    /**
     * No connection, or one that broke. The heartbeat may have been taken all the same.
     *
     * @param detail one sentence
     */
    record Unreachable(String detail) implements Answer {}
}
