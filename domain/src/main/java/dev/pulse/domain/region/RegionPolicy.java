package dev.pulse.domain.region;

/**
 * When a region counts as disturbed (design section 4).
 *
 * @param disturbedPercent disturbed when more than this share of the population has gone dark, 1-100
 * @param calmPercent calm again when less than this share is, 0 to {@code disturbedPercent}; the distance keeps a region
 *     at the edge from going to and fro
 * @param minNodes a smaller population has no guard
 * @param freshMs a partition's census that is older than this is not summed: one grace
 */
public record RegionPolicy(int disturbedPercent, int calmPercent, int minNodes, long freshMs) {
    /** More than 55 % (design section 4). */
    public static final int DEFAULT_DISTURBED_PERCENT = 55;

    /** Ten points below. */
    public static final int DEFAULT_CALM_PERCENT = 45;

    /** Regions of under 20 nodes have no guard (design section 4). */
    public static final int DEFAULT_MIN_NODES = 20;

    /** @throws IllegalArgumentException when a value is outside its range */
    public RegionPolicy {
        if (disturbedPercent < 1 || disturbedPercent > 100) {
            throw new IllegalArgumentException("disturbedPercent must be 1 to 100, not " + disturbedPercent);
        }
        if (calmPercent < 0 || calmPercent > disturbedPercent) {
            throw new IllegalArgumentException("calmPercent must be 0 to disturbedPercent, not " + calmPercent);
        }
        if (minNodes < 1 || freshMs < 1) {
            throw new IllegalArgumentException("minNodes and freshMs must be positive");
        }
    }

    /** The defaults for a grace period in milliseconds. */
    public static RegionPolicy of(long graceMs) {
        return new RegionPolicy(DEFAULT_DISTURBED_PERCENT, DEFAULT_CALM_PERCENT, DEFAULT_MIN_NODES, graceMs);
    }
}
