package dev.pulse.domain.node;

import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Gpu;
import dev.pulse.domain.heartbeat.Heartbeat;
import dev.pulse.domain.heartbeat.Location;
import java.util.List;

/**
 * The slow half of a node's state: what it says of itself, written only when it changes (design section 5). What a
 * heartbeat leaves out never overwrites what is known. Uptime is not among them, since it changes all the time.
 *
 * @param account the account the node id is bound to
 * @param hostname host name, or null
 * @param myceliumIp overlay address, or null
 * @param version agent version, or null
 * @param runningVms virtual machines running, or -1
 * @param capacity what it offers
 * @param location where it says it is
 * @param gpus graphics processors
 */
public record NodeFacts(
        String account,
        String hostname,
        String myceliumIp,
        String version,
        long runningVms,
        Capacity capacity,
        Location location,
        List<Gpu> gpus) {
    public NodeFacts {
        gpus = List.copyOf(gpus);
    }

    /** The facts of a first heartbeat. */
    public static NodeFacts of(Heartbeat h) {
        return new NodeFacts(
                h.account().hex(),
                h.hostname(),
                h.myceliumIp(),
                h.version(),
                h.runningVms(),
                h.capacity(),
                h.location(),
                h.gpus());
    }

    /** What is known after one more heartbeat. Equal to this when it says nothing new. */
    public NodeFacts merge(Heartbeat h) {
        return new NodeFacts(
                h.account().hex(),
                said(h.hostname(), hostname),
                said(h.myceliumIp(), myceliumIp),
                said(h.version(), version),
                said(h.runningVms(), runningVms),
                merge(h.capacity()),
                merge(h.location()),
                h.gpus().isEmpty() ? gpus : h.gpus());
    }

    /** The same facts of a node that is bound to another account now, 64 hex digits. */
    public NodeFacts under(String other) {
        return new NodeFacts(other, hostname, myceliumIp, version, runningVms, capacity, location, gpus);
    }

    private Capacity merge(Capacity c) {
        return new Capacity(
                said(c.cpuCores(), capacity.cpuCores()),
                said(c.ramGb(), capacity.ramGb()),
                said(c.diskGb(), capacity.diskGb()),
                said(c.gpuCount(), capacity.gpuCount()),
                said(c.slicesTotal(), capacity.slicesTotal()),
                said(c.slicesUsed(), capacity.slicesUsed()));
    }

    private Location merge(Location l) {
        return new Location(
                said(l.country(), location.country()),
                said(l.city(), location.city()),
                l.latitudeE6() == Location.UNSAID ? location.latitudeE6() : l.latitudeE6(),
                l.longitudeE6() == Location.UNSAID ? location.longitudeE6() : l.longitudeE6());
    }

    private static String said(String value, String known) {
        return value == null ? known : value;
    }

    private static long said(long value, long known) {
        return value == Capacity.UNSAID ? known : value;
    }

    /**
     * A fingerprint of the facts that a heartbeat states: while it stays the same there is nothing to look up or merge.
     * 64-bit FNV-1a over every field, each with its length, so that texts cannot run into each other.
     */
    public static long digest(Heartbeat h) {
        long d = 0xcbf29ce484222325L;
        d = add(d, h.account().hex());
        d = add(d, h.hostname());
        d = add(d, h.myceliumIp());
        d = add(d, h.version());
        d = add(d, h.runningVms());
        Capacity c = h.capacity();
        d = add(add(add(d, c.cpuCores()), c.ramGb()), c.diskGb());
        d = add(add(add(d, c.gpuCount()), c.slicesTotal()), c.slicesUsed());
        Location l = h.location();
        d = add(add(add(add(d, l.country()), l.city()), l.latitudeE6()), l.longitudeE6());
        d = add(d, h.gpus().size());
        for (Gpu gpu : h.gpus()) {
            d = add(add(add(d, gpu.vendor()), gpu.model()), gpu.vramGb());
        }
        return d;
    }

    private static long add(long digest, String text) {
        if (text == null) {
            return add(digest, -1);
        }
        long d = add(digest, text.length());
        for (int i = 0; i < text.length(); i++) {
            d = (d ^ text.charAt(i)) * 0x100000001b3L;
        }
        return d;
    }

    private static long add(long digest, long number) {
        long d = digest;
        for (int shift = 0; shift < Long.SIZE; shift += Short.SIZE) {
            d = (d ^ (number >>> shift & 0xffff)) * 0x100000001b3L;
        }
        return d;
    }
}
