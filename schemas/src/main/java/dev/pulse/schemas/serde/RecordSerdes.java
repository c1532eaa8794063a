package dev.pulse.schemas.serde;

import dev.pulse.schemas.topic.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/** Where the serde for the values of a topic comes from. Implementations are safe for use by several threads. */
public interface RecordSerdes {
    /**
     * A serde for the values of a topic, safe for use by several threads. Null stays null both ways (a tombstone).
     * Deserialising bytes that are not one of the topic's record classes throws
     * {@link org.apache.kafka.common.errors.SerializationException}: such bytes will never be readable. A
     * {@link RegistryUnavailableException}, on the other hand, says nothing about the bytes: the same call may succeed
     * later, so a caller must not treat the record as poison for it.
     */
    <V extends SpecificRecord> Serde<V> of(Topic<V> topic);
}
