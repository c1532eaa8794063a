package dev.pulse.agent.heartbeat;

import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Gpu;
import dev.pulse.domain.heartbeat.Location;
import java.util.List;

/**
 * What a node says about itself in one heartbeat (design section 3). A null text, a number of -1 and an unknown
 * capacity or location are left out of the document, since an absent field never overwrites what is known.
 *
 * @param hostname host name, or null
 * @param myceliumIp overlay address as text, or null
 * @param version the agent's version, or null
 * @param uptimeS seconds since the machine started, or -1
 * @param runningVms virtual machines running, or -1
 * @param capacity what it offers
 * @param location where it is
 * @param gpus graphics processors
 * @param region the region it names, or null
 * @param audience the network it is made for, or null
 */
public record NodeFacts(
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
    public NodeFacts {
        gpus = List.copyOf(gpus);
    }
}
