package dev.pulse.marketplace.index.narrow;

import dev.pulse.marketplace.index.column.Numbers;
import dev.pulse.marketplace.index.column.Segments;
import dev.pulse.marketplace.index.node.Point;
import java.util.Arrays;

/**
 * Places between two latitudes and two longitudes, both belonging to it, in degrees times 10^6: what columns are narrowed by at a
 * hundredth of the cost of a distance. It never reaches over the date line.
 */
public record Box(long south, long north, long west, long east) {
    private static final long POLE = 90_000_000;
    private static final long DATE_LINE = 180_000_000;
    private static final Box GLOBE = new Box(-POLE, POLE, -DATE_LINE, DATE_LINE);
    private static final Box NOWHERE = new Box(0, -1, 0, -1);

    /** More than distances and degrees are rounded by. */
    private static final double SPARE_RADIANS = 1e-8;

    private static final int SPARE_CM = 2;
    private static final int SPARE_E6 = 1;
    /** Up to here a box has its furthest places in its corners. */
    private static final double SMALL_RADIANS = 0.3;

    private static final double SHRUNK = 0.98;
    private static final int TRIALS = 8;

    /** A box with all places in it that are no further away than so many centimetres. */
    public static Box around(Point from, long centimetres) {
        double reach = Point.radians(centimetres) + SPARE_RADIANS;
        double latitude = Point.e6(from.latitudeE6());
        long up = e6(reach) + SPARE_E6;
        long south = Math.max(-POLE, from.latitudeE6() - up);
        long north = Math.min(POLE, from.latitudeE6() + up);
        // Where a circle holds a pole, it crosses all meridians.
        if (Math.abs(latitude) + reach >= Math.PI / 2) {
            return new Box(south, north, -DATE_LINE, DATE_LINE);
        }
        long aside = e6(Math.asin(Math.sin(reach) / Math.cos(latitude))) + SPARE_E6;
        long west = from.longitudeE6() - aside;
        long east = from.longitudeE6() + aside;
        return west < -DATE_LINE || east > DATE_LINE
                ? new Box(south, north, -DATE_LINE, DATE_LINE)
                : new Box(south, north, west, east);
    }

    /** A box whose places are no further away than so many centimetres, with most of those; none where it is not easily found. */
    public static Box within(Point from, long centimetres) {
        double reach = Point.radians(centimetres);
        if (reach > SMALL_RADIANS) {
            return NOWHERE;
        }
        double latitude = Point.e6(from.latitudeE6());
        double up = reach / Math.sqrt(2);
        double aside = up / Math.max(SMALL_RADIANS, Math.cos(latitude));
        for (int trial = 0; trial < TRIALS; trial++) {
            Box box = new Box(
                    from.latitudeE6() - e6(up),
                    from.latitudeE6() + e6(up),
                    from.longitudeE6() - e6(aside),
                    from.longitudeE6() + e6(aside));
            if (box.isOf(GLOBE) && box.furthest(from) <= centimetres - SPARE_CM) {
                return box;
            }
            up *= SHRUNK;
            aside *= SHRUNK;
        }
        return NOWHERE;
    }

    private static long e6(double radians) {
        return (long) (Math.toDegrees(radians) * 1e6);
    }

    private boolean isOf(Box other) {
        return south >= other.south && north <= other.north && west >= other.west && east <= other.east;
    }

    private long furthest(Point from) {
        return Math.max(from.centimetresTo(south, west), from.centimetresTo(north, west));
    }

    /** Keeps those rows of a segment that are in it. */
    public void narrow(Numbers latitudes, Numbers longitudes, int segment, long[] rows, int at) {
        latitudes.narrow(segment, rows, at, south, north);
        longitudes.narrow(segment, rows, at, west, east);
    }

    /** Takes those rows of a segment out that are in it. */
    public void takeOut(Numbers latitudes, Numbers longitudes, int segment, long[] rows, int at) {
        if (south > north) {
            return;
        }
        long[] in = Arrays.copyOfRange(rows, at, at + Segments.WORDS);
        narrow(latitudes, longitudes, segment, in, 0);
        for (int word = 0; word < Segments.WORDS; word++) {
            rows[at + word] &= ~in[word];
        }
    }
}
