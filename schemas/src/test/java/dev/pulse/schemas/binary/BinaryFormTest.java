package dev.pulse.schemas.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.schemas.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The forms against Avro itself: records of any content, made by walking the schema. */
class BinaryFormTest {
    private static final int RECORDS = 2_000;
    private static final byte[] HEADER = {0, 1, 2, 3, 4};

    static {
        // Has Avro trust the records' classes, whichever test comes first.
        Objects.requireNonNull(Topics.STATE);
    }

    static Stream<Schema> schemas() {
        return BinaryForm.ALL.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void they_write_what_avro_writes_and_read_what_it_reads(Schema schema) throws IOException {
        Random random = new Random(11);
        BinaryForm<SpecificRecord> form = form(schema);
        BinaryOutput out = new BinaryOutput();
        for (int i = 0; i < RECORDS; i++) {
            SpecificRecord record = (SpecificRecord) any(schema, random);
            out.begin(HEADER);
            form.write(record, out);
            byte[] written = out.toBytes();
            assertThat(Arrays.copyOf(written, HEADER.length)).isEqualTo(HEADER);
            byte[] expected = byAvro(schema, record, false);
            assertThat(Arrays.copyOfRange(written, HEADER.length, written.length))
                    .isEqualTo(expected);

            BinaryInput in = new BinaryInput(written, HEADER.length);
            assertThat(form.read(in)).isEqualTo(record);
            assertThat(in.isAtEnd()).isTrue();
            assertThat(form.read(new BinaryInput(byAvro(schema, record, true), 0)))
                    .as("blocks with their size in bytes")
                    .isEqualTo(record);
        }
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void cut_or_spoiled_bytes_are_refused_or_are_what_avro_makes_of_them(Schema schema) throws IOException {
        Random random = new Random(12);
        BinaryForm<SpecificRecord> form = form(schema);
        SpecificDatumReader<SpecificRecord> avro = new SpecificDatumReader<>(schema);
        for (int i = 0; i < RECORDS; i++) {
            byte[] good = byAvro(schema, (SpecificRecord) any(schema, random), false);
            byte[] cut = Arrays.copyOf(good, random.nextInt(good.length));
            assertThatThrownBy(() -> form.read(new BinaryInput(cut, 0))).isInstanceOf(IllegalArgumentException.class);

            byte[] spoiled = good.clone();
            spoiled[random.nextInt(spoiled.length)] ^= (byte) (1 << random.nextInt(8));
            SpecificRecord read;
            try {
                read = form.read(new BinaryInput(spoiled, 0));
            } catch (IllegalArgumentException refused) {
                continue;
            }
            assertThat(read).isEqualTo(avro.read(null, DecoderFactory.get().binaryDecoder(spoiled, null)));
        }
    }

    @SuppressWarnings("unchecked")
    private static BinaryForm<SpecificRecord> form(Schema schema) {
        return (BinaryForm<SpecificRecord>) BinaryForm.ALL.get(schema);
    }

    private static byte[] byAvro(Schema schema, SpecificRecord record, boolean blocking) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = blocking
                ? EncoderFactory.get().blockingBinaryEncoder(bytes, null)
                : EncoderFactory.get().binaryEncoder(bytes, null);
        new SpecificDatumWriter<SpecificRecord>(schema).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static Object any(Schema schema, Random random) {
        return switch (schema.getType()) {
            case RECORD -> {
                SpecificRecord record = (SpecificRecord) SpecificData.get().newRecord(null, schema);
                for (Schema.Field field : schema.getFields()) {
                    record.put(field.pos(), any(field.schema(), random));
                }
                yield record;
            }
            case UNION ->
                any(schema.getTypes().get(random.nextInt(schema.getTypes().size())), random);
            case ARRAY -> {
                List<Object> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(any(schema.getElementType(), random));
                }
                yield items;
            }
            case LONG -> {
                long value = random.nextLong() >> random.nextInt(64);
                yield schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
                        ? Instant.ofEpochMilli(value)
                        : (Object) value;
            }
            case INT -> random.nextInt() >> random.nextInt(32);
            case BOOLEAN -> random.nextBoolean();
            case BYTES -> {
                byte[] bytes = new byte[random.nextInt(random.nextInt(3) == 0 ? 3_000 : 70)];
                random.nextBytes(bytes);
                yield ByteBuffer.wrap(bytes);
            }
            case STRING ->
                random.ints(random.nextInt(30), 0, 5)
                        .mapToObj(i -> List.of("a", "0", "é", "世", "😀").get(i))
                        .reduce("", String::concat);
            case ENUM -> {
                List<String> symbols = schema.getEnumSymbols();
                yield SpecificData.get().createEnum(symbols.get(random.nextInt(symbols.size())), schema);
            }
            case NULL -> null;
            default -> throw new AssertionError("a heartbeat has no " + schema.getType());
        };
    }
}
