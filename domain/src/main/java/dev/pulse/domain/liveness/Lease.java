package dev.pulse.domain.liveness;

import dev.pulse.domain.node.LifecycleState;

/**
 * The hot half of a node's state: small, and written at every heartbeat (design section 5). Observed times are those of
 * the partition's {@link ObservedClock}.
 *
 * @param last the newest accepted heartbeat; of a node that is expected and was never heard from, one at {@code -1}
 * @param heard when it was heard, observed milliseconds
 * @param standing what has been decided about the node
 * @param counts its heartbeats by what they were accounted as
 * @param region the region it counts for
 * @param firstSeen when its first accepted heartbeat was received, unix milliseconds; 0 before that
 * @param firstObserved the same in observed milliseconds
 * @param published when its state was last written to nodes.state, observed milliseconds
 * @param uptimeS what it last said of its uptime, seconds, or -1
 * @param factsDigest fingerprint of the facts in its last heartbeat: the same one again changes no fact
 */
public record Lease(
        Evidence last,
        long heard,
        Standing standing,
        Counts counts,
        String region,
        long firstSeen,
        long firstObserved,
        long published,
        long uptimeS,
        long factsDigest) {
    /** The timestamp of a node that is only expected: below any that is accepted. */
    static final long NEVER = -1;

    /**
     * The newest accepted heartbeat, and where its proof is.
     *
     * @param timestamp signed, unix seconds
     * @param digest the first 8 bytes of its payload's SHA-256
     * @param receivedAt the ingest's clock, unix milliseconds
     * @param legacy whether it was unsigned
     * @param partition partition of heartbeats.verified
     * @param offset offset there
     */
    public record Evidence(long timestamp, long digest, long receivedAt, boolean legacy, int partition, long offset) {}

    /**
     * What has been decided.
     *
     * @param phase where it stands between heartbeats
     * @param lifecycle where it stands in its life
     * @param sequence number of its last transition, from 1
     * @param since when its liveness last changed, unix milliseconds
     * @param sinceObserved the same in observed milliseconds
     * @param onlineMs observed milliseconds ONLINE, up to {@code sinceObserved}
     * @param flaps how many times it went OFFLINE, not counting announced maintenance
     */
    public record Standing(
            Phase phase,
            LifecycleState lifecycle,
            long sequence,
            long since,
            long sinceObserved,
            long onlineMs,
            long flaps) {
        Standing in(Phase other) {
            return new Standing(other, lifecycle, sequence, since, sinceObserved, onlineMs, flaps);
        }
    }

    /** Whether it is being heard from. */
    public Liveness liveness() {
        return standing.phase().liveness();
    }

    /** Observed milliseconds ONLINE, up to {@code now}. */
    public long onlineMs(long now) {
        long running = liveness() == Liveness.ONLINE ? Math.max(0, now - standing.sinceObserved()) : 0;
        return standing.onlineMs() + running;
    }

    /** Observed milliseconds since it was first seen, up to {@code now}: what {@link #onlineMs(long)} is out of. */
    public long observedMs(long now) {
        return Math.max(0, now - firstObserved);
    }

    /** The same lease with its state written to nodes.state at {@code now}. */
    public Lease published(long now) {
        return new Lease(last, heard, standing, counts, region, firstSeen, firstObserved, now, uptimeS, factsDigest);
    }

    /** Whether a heartbeat of it was ever accepted; a node that is only expected has none. */
    public boolean heardFrom() {
        return last.timestamp() != NEVER;
    }

    /**
     * The same lease with some time taken out of its uptime, from either part of the fraction.
     *
     * @param onlineMs observed milliseconds ONLINE
     * @param observedMs observed milliseconds in all
     */
    public Lease without(long onlineMs, long observedMs) {
        Standing less = new Standing(
                standing.phase(),
                standing.lifecycle(),
                standing.sequence(),
                standing.since(),
                standing.sinceObserved(),
                standing.onlineMs() - onlineMs,
                standing.flaps());
        return new Lease(
                last,
                heard,
                less,
                counts,
                region,
                firstSeen,
                firstObserved + observedMs,
                published,
                uptimeS,
                factsDigest);
    }

    /**
     * The same lease by a clock that is ahead of the one so far: every observed time moves, so that no time between two
     * of them, or up to now, changes.
     *
     * @param ms observed milliseconds that the other clock is ahead
     */
    public Lease shifted(long ms) {
        Standing moved = new Standing(
                standing.phase(),
                standing.lifecycle(),
                standing.sequence(),
                standing.since(),
                standing.sinceObserved() + ms,
                standing.onlineMs(),
                standing.flaps());
        return new Lease(
                last,
                heard + ms,
                moved,
                counts,
                region,
                firstSeen,
                firstObserved + ms,
                published + ms,
                uptimeS,
                factsDigest);
    }

    Lease with(Standing other) {
        return new Lease(last, heard, other, counts, region, firstSeen, firstObserved, published, uptimeS, factsDigest);
    }

    Lease with(Counts other) {
        return new Lease(
                last, heard, standing, other, region, firstSeen, firstObserved, published, uptimeS, factsDigest);
    }
}
