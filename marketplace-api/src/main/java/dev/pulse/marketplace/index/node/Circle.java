package dev.pulse.marketplace.index.node;

/** The places that are no further from a point than so many centimetres: the verdict of {@link Point#centimetresTo} at less cost. */
public final class Circle {
    /** More than a distance is rounded by. */
    private static final int SPARE_CM = 1;

    private final Point middle;
    private final long centimetres;
    private final double cosine;
    /** Haversines up to which a place is certainly within, and from which on it certainly is not; between them it is measured. */
    private final double within;

    private final double without;

    /** @param centimetres 0 to {@link Point#FURTHEST_CM} */
    public Circle(Point middle, long centimetres) {
        this.middle = middle;
        this.centimetres = centimetres;
        this.cosine = Math.cos(Point.e6(middle.latitudeE6()));
        this.within = centimetres < SPARE_CM ? -1 : haversine(centimetres - SPARE_CM);
        this.without = haversine(centimetres + SPARE_CM);
    }

    private static double haversine(long centimetres) {
        double half = Point.radians(centimetres) / 2;
        // No two places are further apart than half the way around.
        return half >= Math.PI / 2 ? 2 : Math.pow(Math.sin(half), 2);
    }

    /** Whether a place is in it, by degrees times 10^6. */
    public boolean holds(long latitudeE6, long longitudeE6) {
        double haversine = middle.haversine(cosine, latitudeE6, longitudeE6);
        return haversine <= within
                || haversine < without && middle.centimetresTo(latitudeE6, longitudeE6) <= centimetres;
    }
}
