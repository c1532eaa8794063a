package dev.pulse.marketplace.index.table;

import dev.pulse.domain.heartbeat.Gpu;
import dev.pulse.marketplace.index.node.Terms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;

/**
 * How values that rows share are kept on disk: in the forms of Avro's binary encoding, without a schema.
 *
 * @param <V> the values
 */
abstract class ValueForm<V> {
    static final ValueForm<String> TEXT = new ValueForm<>() {
        @Override
        void write(String value, Encoder out) throws IOException {
            out.writeString(value);
        }

        @Override
        String read(Decoder in) throws IOException {
            return in.readString();
        }
    };

    static final ValueForm<List<String>> TEXTS = listOf(TEXT);

    static final ValueForm<List<Gpu>> GPUS = listOf(new ValueForm<Gpu>() {
        @Override
        void write(Gpu gpu, Encoder out) throws IOException {
            textOrNull(gpu.vendor(), out);
            textOrNull(gpu.model(), out);
            out.writeLong(gpu.vramGb());
        }

        @Override
        Gpu read(Decoder in) throws IOException {
            return new Gpu(textOrNull(in), textOrNull(in), in.readLong());
        }
    });

    static final ValueForm<Terms.Span> SPAN = new ValueForm<>() {
        @Override
        void write(Terms.Span span, Encoder out) throws IOException {
            out.writeLong(span.from());
            out.writeLong(span.until());
        }

        @Override
        Terms.Span read(Decoder in) throws IOException {
            return new Terms.Span(in.readLong(), in.readLong());
        }
    };

    static final ValueForm<Cell> CELL = new ValueForm<>() {
        @Override
        void write(Cell cell, Encoder out) throws IOException {
            out.writeInt(cell.north());
            out.writeInt(cell.east());
        }

        @Override
        Cell read(Decoder in) throws IOException {
            return new Cell(in.readInt(), in.readInt());
        }
    };

    /** By name: a constant more does not change what the others are. */
    static <E extends Enum<E>> ValueForm<E> constant(Class<E> type) {
        return new ValueForm<>() {
            @Override
            void write(E value, Encoder out) throws IOException {
                out.writeString(value.name());
            }

            @Override
            E read(Decoder in) throws IOException {
                return Enum.valueOf(type, in.readString());
            }
        };
    }

    private static <V> ValueForm<List<V>> listOf(ValueForm<V> form) {
        return new ValueForm<>() {
            @Override
            void write(List<V> values, Encoder out) throws IOException {
                out.writeInt(values.size());
                for (V value : values) {
                    form.write(value, out);
                }
            }

            @Override
            List<V> read(Decoder in) throws IOException {
                List<V> values = new ArrayList<>();
                for (int left = in.readInt(); left > 0; left--) {
                    values.add(form.read(in));
                }
                return List.copyOf(values);
            }
        };
    }

    private static void textOrNull(String text, Encoder out) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeString(text);
        }
    }

    private static String textOrNull(Decoder in) throws IOException {
        return in.readBoolean() ? in.readString() : null;
    }

    abstract void write(V value, Encoder out) throws IOException;

    abstract V read(Decoder in) throws IOException;

    /** A value as it is kept. */
    byte[] bytes(V value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
            write(value, out);
            out.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * The value that is kept so.
     *
     * @throws IllegalArgumentException where it is none
     */
    V value(byte[] bytes) {
        try {
            return read(DecoderFactory.get().binaryDecoder(bytes, null));
        } catch (IOException | RuntimeException damaged) {
            throw new IllegalArgumentException("a value that can't be read: " + damaged.getMessage(), damaged);
        }
    }
}
