package dev.pulse.marketplace.index;

import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Gpu;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.domain.liveness.Liveness;
import dev.pulse.domain.node.LifecycleState;
import java.util.List;

/**
 * What the index knows of one node: a {@code nodes.state} record without boxes, with the texts that many nodes share held
 * once. Times are unix milliseconds of the ingest's clock. Absent texts are null, absent numbers {@link Capacity#UNSAID}.
 *
 * @param nodeId stable name of the node
 * @param account the account it is bound to, 32 bytes; not to be changed
 * @param liveness whether it is heard from
 * @param lifecycle where it stands in its life
 * @param region the region it counts for
 * @param sequence number of its last transition, from 1
 * @param sinceMs when its liveness last changed
 * @param firstSeenMs when its first accepted heartbeat was received
 * @param lastSeenMs when the newest accepted heartbeat known at {@code writtenAtMs} was received
 * @param lastTimestamp the signed timestamp of that heartbeat, unix seconds
 * @param flaps how many times it went OFFLINE
 * @param onlineMs observed milliseconds ONLINE
 * @param observedMs observed milliseconds since it was first seen
 * @param legacy whether its last heartbeat was unsigned
 * @param hostname host name
 * @param myceliumIp overlay address as the node wrote it
 * @param version agent version
 * @param uptimeS seconds since the machine started
 * @param runningVms virtual machines running
 * @param capacity what it offers
 * @param location where it says it is
 * @param gpus its graphics processors
 * @param terms whose it is and what it is offered for; null for a node that nobody paired
 * @param writtenAtMs when the state was written
 */
public record NodeEntry(
        String nodeId,
        byte[] account,
        Liveness liveness,
        LifecycleState lifecycle,
        String region,
        long sequence,
        long sinceMs,
        long firstSeenMs,
        long lastSeenMs,
        long lastTimestamp,
        long flaps,
        long onlineMs,
        long observedMs,
        boolean legacy,
        String hostname,
        String myceliumIp,
        String version,
        long uptimeS,
        long runningVms,
        Capacity capacity,
        Location location,
        List<Gpu> gpus,
        Terms terms,
        long writtenAtMs) {
    /**
     * Whether slices of it can be rented now: it is online, on offer, not in maintenance, and not all of them are held. So a
     * node that goes offline is out of this at once, and back when it is (the rule that decides is {@code LifeRule}'s).
     */
    public boolean rentable() {
        boolean offered = lifecycle == LifecycleState.PUBLISHED || lifecycle == LifecycleState.RESERVED;
        return liveness == Liveness.ONLINE && offered && terms != null && terms.free() > 0;
    }
}
