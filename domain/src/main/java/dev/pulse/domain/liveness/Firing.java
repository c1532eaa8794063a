package dev.pulse.domain.liveness;

/** What became of a node whose deadline entry fired. */
public sealed interface Firing {
    /** The lease after it. */
    Lease lease();

    /**
     * Look again later.
     *
     * @param lease the lease after it
     * @param at when its entry must fire again, observed milliseconds, always later than now
     * @param transition what changed, or null
     * @param refresh whether its state must be written though nothing changed
     */
    record Rearmed(Lease lease, long at, Transition transition, boolean refresh) implements Firing {
        /** Whether the node stands where it stood, so that nothing has to be written. */
        public boolean changesNothing(Lease before) {
            return transition == null && !refresh && lease.equals(before);
        }
    }

    /**
     * Due: the next verdict that covers this moment decides.
     *
     * @param lease the lease after it
     */
    record AwaitsVerdict(Lease lease) implements Firing {}
}
