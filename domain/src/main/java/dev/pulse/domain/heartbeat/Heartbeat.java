package dev.pulse.domain.heartbeat;

import dev.pulse.domain.account.Account;
import java.util.List;

/**
 * One heartbeat with its known fields typed (design section 3). An absent, null or empty text is held as null, an
 * absent number as -1: neither ever overwrites what is known.
 *
 * @param nodeId stable name
 * @param account the account that the heartbeat claims to be signed by
 * @param timestamp the node's clock when it signed, unix seconds; a value above 2^63-1 is held as 2^63-1
 * @param hostname host name, or null
 * @param myceliumIp overlay address as text, or null
 * @param version agent version, or null
 * @param uptimeS seconds since the machine started, or -1
 * @param runningVms virtual machines running, or -1
 * @param capacity what it offers
 * @param location where it says it is
 * @param gpus graphics processors, empty when unsaid
 * @param region the region the node signed, or null
 * @param audience the network it was made for, or null
 */
public record Heartbeat(
        String nodeId,
        Account account,
        long timestamp,
        String hostname,
        String myceliumIp,
        String version,
        long uptimeS,
        long runningVms,
        Capacity capacity,
        Location location,
        List<Gpu> gpus,
        String region,
        String audience) {
    public Heartbeat {
        gpus = List.copyOf(gpus);
    }
}
