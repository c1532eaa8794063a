package dev.pulse.marketplace.index.node;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Gpu;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.domain.liveness.Liveness;
import dev.pulse.domain.node.LifecycleState;
import java.util.List;

/**
 * What the index knows of one node: a {@code nodes.state} record without boxes. Times are unix seconds of the ingest's clock.
 * Absent texts are null, absent numbers {@link Capacity#UNSAID}.
 *
 * @param nodeId stable name of the node
 * @param account the account it is bound to
 * @param liveness whether it is heard from
 * @param lifecycle where it stands in its life
 * @param region the region it counts for
 * @param sequence number of its last transition, from 1
 * @param since when its liveness last changed
 * @param firstSeen when its first accepted heartbeat was received
 * @param lastSeen when the newest accepted heartbeat known at {@code writtenAt} was received
 * @param lastTimestamp the signed timestamp of that heartbeat; -1 for a node that was never heard from
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
 * @param writtenAt when the state was written
 */
public record NodeEntry(
        String nodeId,
        Account account,
        Liveness liveness,
        LifecycleState lifecycle,
        String region,
        long sequence,
        long since,
        long firstSeen,
        long lastSeen,
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
        long writtenAt) {
    /** All of the time, in the unit of {@link #uptime}: a hundredth of a percent. */
    public static final int ALWAYS = 10_000;

    /**
     * Whether slices of it can be rented now: it is online, on offer, not in maintenance, and not all of them are held. So a
     * node that goes offline is out of this at once, and back when it is (the rule that decides is {@code LifeRule}'s).
     */
    public boolean rentable() {
        boolean offered = lifecycle == LifecycleState.PUBLISHED || lifecycle == LifecycleState.RESERVED;
        return liveness == Liveness.ONLINE && offered && terms != null && terms.free() > 0;
    }

    /** Whether somebody holds slices of it. */
    public boolean rented() {
        return held() > 0;
    }

    /** Slices of it that are held. */
    public long held() {
        return terms == null ? 0 : terms.held();
    }

    /** Whether a heartbeat of it was ever accepted. */
    public boolean heard() {
        return lastTimestamp >= 0;
    }

    /** How many graphics processors it has: as many as it says, and no fewer than it lists. */
    public long gpuCount() {
        return gpus.isEmpty() ? capacity.gpuCount() : Math.max(capacity.gpuCount(), gpus.size());
    }

    /** The share of the observed time in which it was ONLINE, in hundredths of a percent, rounded down; UNSAID without any. */
    public long uptime() {
        if (observedMs <= 0) {
            return Capacity.UNSAID;
        }
        long online = Math.clamp(onlineMs, 0, observedMs);
        // Times of more than 29 million years would overflow.
        return online > Long.MAX_VALUE / ALWAYS ? ALWAYS : online * ALWAYS / observedMs;
    }
}
