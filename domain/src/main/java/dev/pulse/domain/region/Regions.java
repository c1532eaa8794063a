package dev.pulse.domain.region;

import java.util.Set;

/**
 * Which region a heartbeat counts for (design section 1): the one the node signed where that is a configured one,
 * otherwise that of the ingest which took it. So a node can't make regions up.
 *
 * @param own the region of the ingest, one of {@code known}
 * @param known the configured regions
 */
public record Regions(String own, Set<String> known) {
    /** @throws IllegalArgumentException when {@code own} is not one of {@code known} */
    public Regions {
        known = Set.copyOf(known);
        if (!known.contains(own)) {
            throw new IllegalArgumentException("region must be one of regions, which " + own + " is not");
        }
    }

    /**
     * The region that a heartbeat counts for.
     *
     * @param signed what the node signed, or null where it said nothing
     */
    public String of(String signed) {
        return signed != null && known.contains(signed) ? signed : own;
    }
}
