package dev.pulse.marketplace.index.node;

/**
 * A place on the globe.
 *
 * @param latitudeE6 degrees north times 10^6, -90,000,000 to 90,000,000
 * @param longitudeE6 degrees east times 10^6, -180,000,000 to 180,000,000
 */
public record Point(int latitudeE6, int longitudeE6) {
    /** Mean radius of the earth (IUGG), in centimetres. */
    private static final double RADIUS_CM = 637_100_880;

    /** Half the way around the earth, rounded up: no two places are further apart. */
    public static final long FURTHEST_CM = 2_001_600_000L;

    /** The angle that so many centimetres along a great circle are, as seen from the middle of the earth. */
    public static double radians(long centimetres) {
        return centimetres / RADIUS_CM;
    }

    /** Degrees times 10^6 as an angle. */
    public static double e6(long degreesE6) {
        return Math.toRadians(degreesE6 / 1e6);
    }

    /** Centimetres along a great circle of a sphere: within half a percent of the ellipsoid. */
    public long centimetresTo(long otherLatitudeE6, long otherLongitudeE6) {
        double haversine = haversine(Math.cos(e6(latitudeE6)), otherLatitudeE6, otherLongitudeE6);
        return Math.round(2 * RADIUS_CM * Math.asin(Math.sqrt(Math.clamp(haversine, 0.0, 1.0))));
    }

    /** The square of the sine of half the angle to another place. */
    double haversine(double cosine, long otherLatitudeE6, long otherLongitudeE6) {
        double north = Math.sin(e6(otherLatitudeE6 - latitudeE6) / 2);
        double east = Math.sin(e6(otherLongitudeE6 - longitudeE6) / 2);
        return north * north + cosine * Math.cos(e6(otherLatitudeE6)) * east * east;
    }
}
