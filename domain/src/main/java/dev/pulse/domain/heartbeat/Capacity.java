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

    /** Memory of a slice, GB. */
    private static final long SLICE_GB = 4;

    /** Nothing said. */
    public static final Capacity UNKNOWN = new Capacity(UNSAID, UNSAID, UNSAID, UNSAID, UNSAID, UNSAID);

    /**
     * The slices that a machine of this memory has: {@code floor((ram_gb - 1) / 4)}, never below zero (design
     * section 1).
     */
    public static long slicesOf(long ramGb) {
        return ramGb <= 1 ? 0 : (ramGb - 1) / SLICE_GB;
    }

    /**
     * The slices it has: what its memory makes and no more than it claims; what it claims where it does not say how much
     * memory it has, and {@link #UNSAID} where it says neither.
     */
    public long slices() {
        if (ramGb == UNSAID) {
            return slicesTotal;
        }
        long made = slicesOf(ramGb);
        return slicesTotal == UNSAID ? made : Math.min(made, slicesTotal);
    }

    /** Memory in GB that is left when so many slices of 4 GB are held; {@link #UNSAID} stays. */
    public static long ramLeft(long ramGb, long held) {
        return ramGb == UNSAID || held <= 0 ? ramGb : held > ramGb / SLICE_GB ? 0 : ramGb - SLICE_GB * held;
    }

    /**
     * What is left of processors or disk when slices are held, of which each takes its share (design section 1), rounded
     * down; {@link #UNSAID} stays.
     *
     * @param whole all there is
     * @param slices how many slices it is divided into
     * @param held how many of them are held
     */
    public static long shareLeft(long whole, long slices, long held) {
        if (whole == UNSAID || held <= 0) {
            return whole;
        }
        long left = slices - held;
        if (left <= 0) {
            return 0;
        }
        // Divided first, so that nothing overflows; beyond 2^31 slices the remainder says nothing.
        long rest = slices <= Integer.MAX_VALUE ? whole % slices * left / slices : 0;
        return whole / slices * left + rest;
    }
}
