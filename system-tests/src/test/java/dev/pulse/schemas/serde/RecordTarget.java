package dev.pulse.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;

/** Records of every topic: refused in the one way that topologies route, or the record that Avro itself reads. */
public final class RecordTarget {
    private static final int HEADER = 10;

    /** A topic, one of its record classes, and how it is read. */
    private record Kind(Schema schema, Serde<? extends SpecificRecord> serde) {}

    private static final List<Kind> KINDS =
            Topics.all().stream().flatMap(topic -> kinds(topic).stream()).toList();

    private RecordTarget() {}

    private static <V extends SpecificRecord> List<Kind> kinds(Topic<V> topic) {
        Serde<V> serde = new SingleObjectRecordSerdes().of(topic);
        return topic.values().stream()
                .map(type -> new Kind(FramedSerde.schemaOf(type), serde))
                .toList();
    }

    /**
     * Reads one.
     *
     * @param input which kind, and the record's Avro binary
     */
    public static void read(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Kind kind = KINDS.get((input[0] & 0xff) % KINDS.size());
        byte[] framed = ByteBuffer.allocate(HEADER + input.length - 1)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0xC3, 1})
                .putLong(SchemaNormalization.parsingFingerprint64(kind.schema()))
                .put(input, 1, input.length - 1)
                .array();
        SpecificRecord record;
        try {
            record = kind.serde().deserializer().deserialize("t", framed);
        } catch (SerializationException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return;
        }
        assertThat(record).isEqualTo(byAvro(kind.schema(), framed));
        same(kind.serde(), record);
    }

    private static SpecificRecord byAvro(Schema schema, byte[] framed) {
        BinaryDecoder in = DecoderFactory.get().binaryDecoder(framed, HEADER, framed.length - HEADER, null);
        try {
            return new SpecificDatumReader<SpecificRecord>(schema).read(null, in);
        } catch (IOException | RuntimeException e) {
            throw new AssertionError("it was read, and Avro refuses it", e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <V extends SpecificRecord> void same(Serde<V> serde, SpecificRecord record) {
        byte[] written = serde.serializer().serialize("t", (V) record);
        assertThat(serde.deserializer().deserialize("t", written)).isEqualTo(record);
    }
}
