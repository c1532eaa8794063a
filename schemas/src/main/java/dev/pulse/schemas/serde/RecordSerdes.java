package dev.pulse.schemas.serde;

import dev.pulse.schemas.topic.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/** Where the serde for the values of a topic comes from. Implementations are safe for use by several threads. */
public interface RecordSerdes {
    /**
     * A serde for the values of a topic. Each call gives a new one, for one thread's use. Deserialising bytes that are
     * not one of the topic's record classes throws {@link org.apache.kafka.common.errors.SerializationException}.
     */
    <V extends SpecificRecord> Serde<V> of(Topic<V> topic);
}
