package dev.pulse.standalone.size;

/**
 * What things cost, in any currency; 0 or more each.
 *
 * @param core one core for an hour
 * @param memory one GB for an hour
 * @param disk one GB for a month
 * @param zone one GB from one zone to another
 */
public record Prices(double core, double memory, double disk, double zone) {
    /** Hours of a month. */
    static final double HOURS = 730;

    /** @throws IllegalArgumentException naming what is below nothing */
    public Prices {
        Demand.check("price-core", core, 0, 1e6);
        Demand.check("price-memory", memory, 0, 1e6);
        Demand.check("price-disk", disk, 0, 1e6);
        Demand.check("price-zone", zone, 0, 1e6);
    }
}
