package dev.pulse.domain.region;

import dev.pulse.domain.liveness.Counts;

/**
 * How many nodes of a region are in which state. Retired nodes are not counted, their heartbeats are; nor is a node that is
 * expected and was never heard from.
 *
 * @param online ONLINE, the late and the due ones among them
 * @param late of those, silent for more than half their grace
 * @param unknown UNKNOWN
 * @param offline OFFLINE
 * @param newlyOffline of those, within the last grace period
 * @param counts their heartbeats as they were accounted, since the beginning
 */
public record Headcount(long online, long late, long unknown, long offline, long newlyOffline, Counts counts) {
    /** Nobody. */
    public static final Headcount NONE = new Headcount(0, 0, 0, 0, 0, Counts.NONE);

    /** The sum. */
    public Headcount plus(Headcount o) {
        return new Headcount(
                online + o.online,
                late + o.late,
                unknown + o.unknown,
                offline + o.offline,
                newlyOffline + o.newlyOffline,
                counts.plus(o.counts));
    }

    /** Those that the guard judges: ONLINE, UNKNOWN or OFFLINE only just now. Long-dead nodes say nothing. */
    public long population() {
        return online + unknown + newlyOffline;
    }

    /** Those of the population that have gone dark. */
    public long dark() {
        return late + unknown + newlyOffline;
    }
}
