package dev.pulse.schemas.serde;

import dev.pulse.schemas.topic.Topic;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;

/**
 * Avro's single-object encoding (Avro specification 1.12, "Single-object encoding"): C3 01, the schema's 8-byte
 * fingerprint, the binary. Needs no registry and so knows the present version of a topic's own classes alone: meant for
 * tests of topologies and for tools. What stands in real topics is written by {@link RegistryRecordSerdes}.
 */
public final class SingleObjectRecordSerdes implements RecordSerdes {
    @Override
    public <V extends SpecificRecord> Serde<V> of(Topic<V> topic) {
        return new FramedSerde<>(topic, new Fingerprints(topic));
    }

    /** The fingerprints of one topic's classes. */
    private static final class Fingerprints implements Framing {
        private static final int LENGTH = 10;
        private static final byte[] MARKER = {(byte) 0xC3, 0x01};

        private final Map<Long, Schema> byFingerprint;
        private final Map<Schema, byte[]> headers = new ConcurrentHashMap<>();

        Fingerprints(Topic<?> topic) {
            byFingerprint = topic.values().stream()
                    .map(FramedSerde::schemaOf)
                    .collect(Collectors.toUnmodifiableMap(SchemaNormalization::parsingFingerprint64, schema -> schema));
        }

        @Override
        public int headerLength() {
            return LENGTH;
        }

        @Override
        public byte[] header(Schema schema) {
            return headers.computeIfAbsent(
                    schema,
                    wanted -> ByteBuffer.allocate(LENGTH)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .put(MARKER)
                            .putLong(SchemaNormalization.parsingFingerprint64(wanted))
                            .array());
        }

        @Override
        public long schemaKey(byte[] data) {
            if (data[0] != MARKER[0] || data[1] != MARKER[1]) {
                throw new SerializationException("no single-object encoding: begins with "
                        + HexFormat.of().formatHex(data, 0, 2));
            }
            return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getLong(MARKER.length);
        }

        @Override
        public Schema schema(long key) {
            Schema schema = byFingerprint.get(key);
            if (schema == null) {
                throw new SerializationException("no schema has the fingerprint " + Long.toHexString(key));
            }
            return schema;
        }
    }
}
