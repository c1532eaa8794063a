package dev.pulse.benchmarks.micro;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A producer without a broker: it serialises what it is sent, as the real one does on the caller's thread, and acknowledges. */
final class DirectProducer extends MockProducer<String, SpecificRecord> {
    private final StringSerializer keys = new StringSerializer();
    private final Serializer<SpecificRecord> values;
    private long bytes;

    DirectProducer(Serializer<SpecificRecord> values) {
        this.values = values;
    }

    /** Bytes of all values so far, so that nothing of the work can be left out. */
    synchronized long bytes() {
        return bytes;
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<String, SpecificRecord> record, Callback callback) {
        bytes += keys.serialize(record.topic(), record.key()).length
                + values.serialize(record.topic(), record.value()).length;
        callback.onCompletion(null, null);
        return CompletableFuture.completedFuture(null);
    }
}
