package dev.pulse.domain.verdict;

/** The verifier's answer for one heartbeat: a value, never an exception (design section 4). */
public sealed interface Verdict {
    /**
     * Proved.
     *
     * @param binds whether this heartbeat binds its node id to its account for the first time
     */
    record Accepted(boolean binds) implements Verdict {}

    /**
     * Not accepted.
     *
     * @param reason which dead-letter topic it belongs to
     * @param detail one sentence for a person
     */
    record Rejected(Rejection reason, String detail) implements Verdict {}
}
