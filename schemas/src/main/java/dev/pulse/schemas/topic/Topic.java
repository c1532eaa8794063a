package dev.pulse.schemas.topic;

import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * One topic: its name, what stands in it and how long. Keys are UTF-8 text everywhere.
 *
 * @param <V> what its values have in common: the record class itself where there is only one
 * @param name full name in the first generation, with the prefix {@code pulse.}
 * @param values the record classes that may stand in it
 * @param cleanup what Kafka does with old records
 * @param retention how long records are kept; for a compacted topic, how long tombstones are
 * @param coPartitioned whether a topology reads it together with others, so that they must share one partition count, and
 *     have another set of topics under another one ({@link dev.pulse.schemas.generation.Generation}). The rest are written
 *     by node id too, and keep the count that they were made with
 */
public record Topic<V extends SpecificRecord>(
        String name, List<Class<? extends V>> values, Cleanup cleanup, Duration retention, boolean coPartitioned) {
    /** What Kafka does with old records. */
    public enum Cleanup {
        /** Dropped after the retention. */
        DELETE,
        /** The newest record of each key stays. */
        COMPACT
    }

    static {
        TrustedRecords.trust();
    }

    public Topic {
        values = List.copyOf(values);
    }

    @Override
    public String toString() {
        return name;
    }
}
