package dev.pulse.domain.pairing;

import dev.pulse.domain.field.FieldReader;
import dev.pulse.domain.heartbeat.Capacity;

/**
 * What a node says of its machine when it is paired. {@link FieldReader#NO_COUNT} means that it did not say.
 *
 * @param cpuCores logical processors
 * @param ramGb memory in GB
 * @param diskGb disk in GB
 * @param gpuCount graphics processors
 */
public record Specs(long cpuCores, long ramGb, long diskGb, long gpuCount) {
    /** Nothing said. */
    public static final Specs UNKNOWN =
            new Specs(FieldReader.NO_COUNT, FieldReader.NO_COUNT, FieldReader.NO_COUNT, FieldReader.NO_COUNT);

    /** The slices that such a machine has; 0 where its memory is not known. */
    public long slices() {
        return Capacity.slicesOf(ramGb);
    }
}
