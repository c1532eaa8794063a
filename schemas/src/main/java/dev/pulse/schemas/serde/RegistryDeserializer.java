package dev.pulse.schemas.serde;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads the records of every topic without their classes, by the schemas that the registry has: for what is told a
 * deserialiser by its name, such as Kafka's console consumer. A record's {@code toString} is JSON.
 */
public final class RegistryDeserializer implements Deserializer<GenericRecord> {
    /** The setting with the base address of the registry's core API. */
    public static final String URL = "registry.url";

    private final Map<Long, GenericDatumReader<GenericRecord>> readers = new ConcurrentHashMap<>();
    private RegistryRecordSerdes serdes;
    private Framing framing;

    @Override
    public void configure(Map<String, ?> configuration, boolean isKey) {
        Object url = configuration.get(URL);
        if (url == null) {
            throw new IllegalArgumentException(URL + " is missing: for example http://127.0.0.1:8084/apis/registry/v3");
        }
        serdes = new RegistryRecordSerdes(new RegistrySettings(URI.create(url.toString())));
        framing = serdes.framing();
    }

    @Override
    public GenericRecord deserialize(String topic, byte[] data) {
        if (data == null) {
            return null;
        }
        int header = framing.headerLength();
        if (data.length < header) {
            throw new SerializationException("a record has " + header + " bytes or more, not " + data.length);
        }
        GenericDatumReader<GenericRecord> reader =
                readers.computeIfAbsent(framing.schemaKey(data), key -> new GenericDatumReader<>(framing.schema(key)));
        BinaryDecoder input = DecoderFactory.get().binaryDecoder(data, header, data.length - header, null);
        GenericRecord record;
        try {
            record = reader.read(null, input);
            if (input.isEnd()) {
                return record;
            }
        } catch (IOException | AvroRuntimeException e) {
            throw new SerializationException(
                    "the bytes are no " + reader.getSchema().getFullName(), e);
        }
        throw new SerializationException(
                "further bytes follow a " + record.getSchema().getFullName());
    }

    @Override
    public void close() {
        if (serdes != null) {
            serdes.close();
        }
    }
}
