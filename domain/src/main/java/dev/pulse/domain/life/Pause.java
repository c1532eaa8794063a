package dev.pulse.domain.life;

import dev.pulse.domain.liveness.Lease;

/**
 * What a node's uptime stood at when a maintenance window opened: that is what it stays at until the window is over
 * (design section 4: signed maintenance is in neither part of the fraction).
 *
 * @param onlineMs observed milliseconds ONLINE
 * @param observedMs observed milliseconds in all
 */
public record Pause(long onlineMs, long observedMs) {
    /** At the beginning of a window. Nothing counts before a node's first heartbeat. */
    public static Pause begin(Lease lease, long now) {
        return lease.heardFrom() ? new Pause(lease.onlineMs(now), lease.observedMs(now)) : new Pause(0, 0);
    }

    /**
     * What a node's uptime stands at: where it stood when the open window began, if there is one.
     *
     * @param pause the open window's, or null
     */
    public static Pause counted(Pause pause, Lease lease, long now) {
        return pause == null ? begin(lease, now) : pause;
    }

    /** The lease at the end of the window, without the time that has passed since its beginning. */
    public Lease end(Lease lease, long now) {
        return lease.without(lease.onlineMs(now) - onlineMs, lease.observedMs(now) - observedMs);
    }
}
