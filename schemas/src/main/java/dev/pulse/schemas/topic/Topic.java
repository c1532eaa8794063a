package dev.pulse.schemas.topic;

import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * One topic: its name, what stands in it and how long. Keys are UTF-8 text everywhere.
 *
 * @param <V> what its values have in common: the record class itself where there is only one
 * @param name full name, with the prefix {@code pulse.}
 * @param values the record classes that may stand in it
 * @param cleanup what Kafka does with old records
 * @param retention how long records are kept; for a compacted topic, how long tombstones are
 * @param coPartitioned whether it has the one partition count that all co-partitioned topics share
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
