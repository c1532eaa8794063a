package dev.pulse.schemas.serde;

import dev.pulse.schemas.binary.BinaryForm;
import dev.pulse.schemas.binary.BinaryInput;
import dev.pulse.schemas.binary.BinaryOutput;
import dev.pulse.schemas.topic.Topic;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Header and Avro binary for the record classes of one topic. Encoders, decoders and buffers are kept in one slot that
 * a call takes and puts back: a thread that finds it empty makes its own, so calls never wait and nothing piles up.
 */
final class FramedSerde<V extends SpecificRecord> implements Serde<V>, Serializer<V>, Deserializer<V> {
    /** A topic has a handful of schema versions; more ids than this are garbage, and are forgotten at once. */
    private static final int MAX_READERS = 256;

    /** A buffer that grew beyond this is not kept: 64 KiB is eight times the largest heartbeat. */
    private static final int MAX_KEPT_BUFFER = 64 * 1024;

    private final Topic<V> topic;
    private final Framing framing;
    private final Map<Class<?>, Writer> writers = new HashMap<>();
    private final Map<String, Schema> expected = new HashMap<>();
    private final Map<Long, Reader<V>> readers = new ConcurrentHashMap<>();
    private final AtomicReference<Output> freeOutput = new AtomicReference<>();
    private final AtomicReference<BinaryDecoder> freeInput = new AtomicReference<>();

    FramedSerde(Topic<V> topic, Framing framing) {
        this.topic = topic;
        this.framing = framing;
        for (Class<? extends V> type : topic.values()) {
            Schema schema = schemaOf(type);
            writers.put(type, writer(type, schema));
            expected.put(schema.getFullName(), schema);
        }
    }

    /** The schema that a generated class was made from. */
    static Schema schemaOf(Class<? extends SpecificRecord> type) {
        return SpecificData.get().getSchema(type);
    }

    @Override
    public byte[] serialize(String ignored, V record) {
        if (record == null) {
            return null;
        }
        Writer writer = writers.get(record.getClass());
        if (writer == null) {
            throw new SerializationException(topic + " takes " + expected.keySet() + ", not a "
                    + record.getClass().getName());
        }
        byte[] header = framing.header(record.getSchema());
        Output output = freeOutput.getAndSet(null);
        if (output == null) {
            output = new Output();
        }
        try {
            byte[] bytes = output.encode(header, writer, record);
            if (output.size() <= MAX_KEPT_BUFFER) {
                freeOutput.set(output);
            }
            return bytes;
        } catch (IOException | RuntimeException e) {
            // The buffer is dropped with whatever was half written into its encoder.
            throw new SerializationException(
                    "a " + record.getClass().getSimpleName() + " can't be written: " + e.getMessage(), e);
        }
    }

    @Override
    public V deserialize(String ignored, byte[] data) {
        if (data == null) {
            return null;
        }
        if (data.length < framing.headerLength()) {
            throw new SerializationException(data.length + " bytes are too few for a record of " + topic);
        }
        // Outside of what follows: a registry that is away makes no record unreadable.
        Reader<V> reader = reader(framing.schemaKey(data));
        try {
            return reader.read(data, framing.headerLength());
        } catch (SerializationException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("no record of " + topic + ": " + e.getMessage(), e);
        }
    }

    private Reader<V> reader(long key) {
        Reader<V> known = readers.get(key);
        if (known != null) {
            return known;
        }
        Schema written = framing.schema(key);
        Schema wanted = expected.get(written.getFullName());
        if (wanted == null) {
            throw new SerializationException(
                    topic + " takes " + expected.keySet() + ", not a " + written.getFullName());
        }
        Reader<V> fresh = reader(written, wanted);
        if (readers.size() >= MAX_READERS) {
            readers.clear();
        }
        readers.put(key, fresh);
        return fresh;
    }

    @Override
    public Serializer<V> serializer() {
        return this;
    }

    @Override
    public Deserializer<V> deserializer() {
        return this;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (isKey) {
            throw new SerializationException("keys are text: this serde is for values");
        }
    }

    @Override
    public void close() {
        // Holds nothing that needs closing.
    }

    /** Writes one class of records. */
    private interface Writer {
        void write(SpecificRecord record, Output output) throws IOException;
    }

    /** Reads the records of one schema. */
    private interface Reader<V> {
        V read(byte[] data, int offset) throws IOException;
    }

    private static Writer writer(Class<? extends SpecificRecord> type, Schema schema) {
        @SuppressWarnings("unchecked")
        BinaryForm<SpecificRecord> form = (BinaryForm<SpecificRecord>) BinaryForm.ALL.get(schema);
        if (form != null) {
            return (record, output) -> form.write(record, output.direct);
        }
        SpecificDatumWriter<SpecificRecord> avro = new SpecificDatumWriter<>(schema, SpecificData.getForClass(type));
        return (record, output) -> output.throughAvro(avro, record);
    }

    /** By hand where that is possible: for the very schema that a form is of. Another version goes through Avro. */
    private Reader<V> reader(Schema written, Schema wanted) {
        @SuppressWarnings("unchecked")
        BinaryForm<? extends V> form = (BinaryForm<? extends V>) BinaryForm.ALL.get(wanted);
        if (form != null && written.equals(wanted)) {
            return (data, offset) -> {
                BinaryInput input = new BinaryInput(data, offset);
                V record = form.read(input);
                refuseMore(input.isAtEnd());
                return record;
            };
        }
        DatumReader<V> avro = new SpecificDatumReader<>(written, wanted, SpecificData.getForSchema(wanted));
        return (data, offset) -> {
            BinaryDecoder input =
                    DecoderFactory.get().binaryDecoder(data, offset, data.length - offset, freeInput.getAndSet(null));
            try {
                // Avro checks every length against the bytes that are left before it allocates (since 1.12.2).
                V record = avro.read(null, input);
                refuseMore(input.isEnd());
                return record;
            } finally {
                freeInput.set(input);
            }
        };
    }

    private void refuseMore(boolean atEnd) {
        if (!atEnd) {
            throw new SerializationException("further bytes follow a record of " + topic);
        }
    }

    /** A buffer, and the encoder that Avro writes into it with. */
    private static final class Output {
        private final BinaryOutput direct = new BinaryOutput();
        private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(direct.asStream(), null);

        byte[] encode(byte[] header, Writer writer, SpecificRecord record) throws IOException {
            direct.begin(header);
            writer.write(record, this);
            return direct.toBytes();
        }

        void throughAvro(SpecificDatumWriter<SpecificRecord> avro, SpecificRecord record) throws IOException {
            avro.write(record, encoder);
            encoder.flush();
        }

        int size() {
            return direct.capacity();
        }
    }
}
