package dev.pulse.schemas.serde;

import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.system.next.NextSchemas;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes records of the next build into topics, as its services do: their schemas are registered before. */
public final class NextRecords implements AutoCloseable {
    private final RegistryRecordSerdes serdes;
    private final KafkaProducer<String, byte[]> producer;

    /** Registers the next schemas, which the registry must find compatible with the present ones. */
    public NextRecords(RegistryRecordSerdes serdes, KafkaSettings kafka) {
        this.serdes = serdes;
        NextSchemas.all().forEach(serdes.framing()::header);
        producer = new KafkaProducer<>(kafka.clientProperties(), new StringSerializer(), new ByteArraySerializer());
    }

    /** Writes a record with the field that the present build has not, and waits until Kafka has it. */
    public void send(Topic<?> topic, String key, SpecificRecord record) throws InterruptedException {
        try {
            producer.send(new ProducerRecord<>(topic.name(), key, bytes(record)))
                    .get(20, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The further field comes first, so that the rest is the record as it is today. */
    private byte[] bytes(SpecificRecord record) {
        Schema present = record.getSchema();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            bytes.write(serdes.framing().header(NextSchemas.after(present)));
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            encoder.writeIndex(1);
            encoder.writeString(NextSchemas.VALUE);
            new SpecificDatumWriter<SpecificRecord>(present, SpecificData.getForClass(record.getClass()))
                    .write(record, encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        producer.close();
    }
}
