package dev.pulse.domain.liveness;

/** What one verified heartbeat was accounted as, exactly once (design section 6). */
public sealed interface Accounting {
    /** The lease after it. */
    Lease lease();

    /**
     * A sign of life.
     *
     * @param lease the lease after it
     * @param transition what it changed, or null
     */
    record Advance(Lease lease, Transition transition) implements Accounting {}

    /**
     * The same bytes again.
     *
     * @param lease the lease after it: only its count differs
     */
    record Duplicate(Lease lease) implements Accounting {}

    /**
     * Old.
     *
     * @param lease the lease after it: only its count differs
     * @param detail one sentence for a person
     */
    record Replay(Lease lease, String detail) implements Accounting {}
}
