package dev.pulse.domain.heartbeat;

import dev.pulse.domain.field.FieldReader;

/**
 * What a node has to offer. A value of -1 means that the node did not say.
 *
 * @param cpuCores logical processors
 * @param ramGb memory in GB
 * @param diskGb disk in GB
 * @param gpuCount graphics processors
 * @param slicesTotal slices of 4 GB of RAM that the node claims (design section 1)
 * @param slicesUsed slices in use
 */
public record Capacity(long cpuCores, long ramGb, long diskGb, long gpuCount, long slicesTotal, long slicesUsed) {
    /** What an absent number is held as. */
    public static final long UNSAID = FieldReader.NO_COUNT;

    /** Nothing said. */
    public static final Capacity UNKNOWN = new Capacity(UNSAID, UNSAID, UNSAID, UNSAID, UNSAID, UNSAID);

    /**
     * The slices that a machine of this memory has: {@code floor((ram_gb - 1) / 4)}, never below zero (design
     * section 1).
     */
    public static long slicesOf(long ramGb) {
        return ramGb <= 1 ? 0 : (ramGb - 1) / 4;
    }
}
