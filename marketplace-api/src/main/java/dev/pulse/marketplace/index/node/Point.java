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

    /** Centimetres along a great circle of a sphere: within half a percent of the ellipsoid. */
    public long centimetresTo(long otherLatitudeE6, long otherLongitudeE6) {
        double latitude = Math.toRadians(latitudeE6 / 1e6);
        double otherLatitude = Math.toRadians(otherLatitudeE6 / 1e6);
        double north = Math.sin((otherLatitude - latitude) / 2);
        double east = Math.sin(Math.toRadians((otherLongitudeE6 - longitudeE6) / 1e6) / 2);
        double haversine = north * north + Math.cos(latitude) * Math.cos(otherLatitude) * east * east;
        return Math.round(2 * RADIUS_CM * Math.asin(Math.sqrt(Math.clamp(haversine, 0.0, 1.0))));
    }
}
