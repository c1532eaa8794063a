package dev.pulse.domain.limit;

/** What a limit says to one request. */
public sealed interface Admission {
    /** It may go on. */
    Granted GRANTED = new Granted();

    /** Within the limit; a token has been taken. */
    record Granted() implements Admission {}

    /**
     * Over the limit; nothing has been taken.
     *
     * @param waitNanos how long until the next one would be within it, in nanoseconds, at least 1
     */
    record Refused(long waitNanos) implements Admission {
        /** The wait in whole seconds, rounded up: a {@code Retry-After} (RFC 9110 section 10.2.3). At least 1. */
        public long waitSeconds() {
            return (waitNanos + 999_999_999L) / 1_000_000_000L;
        }
    }
}
