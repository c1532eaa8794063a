package dev.pulse.marketplace.index.table;

import dev.pulse.domain.heartbeat.Location;
import dev.pulse.marketplace.index.node.Point;

/**
 * A piece of the globe, one degree by one. A million nodes are in a few thousand of them, so that most nodes near a point, and
 * most that are far from it, are known without computing their own distance.
 *
 * @param north whole degrees north, rounded down
 * @param east whole degrees east, rounded down
 */
public record Cell(int north, int east) {
    private static final int DEGREE = 1_000_000;

    /** More than from the middle of a cell to any of its corners. */
    private static final long TO_CORNER_CM = 7_900_000;

    /** Null for a node that does not say where it is. */
    static Cell of(Location location) {
        if (location.latitudeE6() == Location.UNSAID || location.longitudeE6() == Location.UNSAID) {
            return null;
        }
        return new Cell(Math.floorDiv(location.latitudeE6(), DEGREE), Math.floorDiv(location.longitudeE6(), DEGREE));
    }

    private long toMiddle(Point point) {
        return point.centimetresTo(north * DEGREE + DEGREE / 2, east * DEGREE + DEGREE / 2);
    }

    /** Nothing in it is nearer to a point. */
    public long nearest(Point point) {
        return Math.max(0, toMiddle(point) - TO_CORNER_CM);
    }

    /** Nothing in it is further from a point. */
    public long furthest(Point point) {
        return toMiddle(point) + TO_CORNER_CM;
    }
}
