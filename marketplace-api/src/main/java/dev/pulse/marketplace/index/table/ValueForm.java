package dev.pulse.marketplace.index.table;

import dev.pulse.domain.heartbeat.Gpu;
import dev.pulse.marketplace.index.node.Terms;
import dev.pulse.schemas.binary.BinaryInput;
import dev.pulse.schemas.binary.BinaryOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * How values that rows share are kept on disk: in the forms of Avro's binary encoding, without a schema.
 *
 * @param <V> the values
 */
abstract class ValueForm<V> {
    static final ValueForm<String> TEXT = new ValueForm<>() {
        @Override
        void write(String value, BinaryOutput out) {
            out.text(value);
        }

        @Override
        String read(BinaryInput in) {
            return in.text();
        }
    };

    static final ValueForm<List<String>> TEXTS = listOf(TEXT);

    static final ValueForm<List<Gpu>> GPUS = listOf(new ValueForm<Gpu>() {
        @Override
        void write(Gpu gpu, BinaryOutput out) {
            out.textOrNull(gpu.vendor());
            out.textOrNull(gpu.model());
            out.number(gpu.vramGb());
        }

        @Override
        Gpu read(BinaryInput in) {
            return new Gpu(in.textOrNull(), in.textOrNull(), in.number());
        }
    });

    static final ValueForm<Terms.Span> SPAN = new ValueForm<>() {
        @Override
        void write(Terms.Span span, BinaryOutput out) {
            out.number(span.from());
            out.number(span.until());
        }

        @Override
        Terms.Span read(BinaryInput in) {
            return new Terms.Span(in.number(), in.number());
        }
    };

    static final ValueForm<Cell> CELL = new ValueForm<>() {
        @Override
        void write(Cell cell, BinaryOutput out) {
            out.number(cell.north());
            out.number(cell.east());
        }

        @Override
        Cell read(BinaryInput in) {
            return new Cell(in.smallNumber(), in.smallNumber());
        }
    };

    /** By name: a constant more does not change what the others are. */
    static <E extends Enum<E>> ValueForm<E> constant(Class<E> type) {
        return new ValueForm<>() {
            @Override
            void write(E value, BinaryOutput out) {
                out.text(value.name());
            }

            @Override
            E read(BinaryInput in) {
                return Enum.valueOf(type, in.text());
            }
        };
    }

    private static <V> ValueForm<List<V>> listOf(ValueForm<V> form) {
        return new ValueForm<>() {
            @Override
            void write(List<V> values, BinaryOutput out) {
                out.number(values.size());
                for (V value : values) {
                    form.write(value, out);
                }
            }

            @Override
            List<V> read(BinaryInput in) {
                List<V> values = new ArrayList<>();
                for (int left = in.smallNumber(); left > 0; left--) {
                    values.add(form.read(in));
                }
                return List.copyOf(values);
            }
        };
    }

    abstract void write(V value, BinaryOutput out);

    abstract V read(BinaryInput in);

    /** A value as it is kept. */
    byte[] bytes(V value) {
        BinaryOutput out = new BinaryOutput();
        write(value, out);
        return out.toBytes();
    }

    /**
     * The value that is kept so.
     *
     * @throws IllegalArgumentException where it is none
     */
    V value(byte[] bytes) {
        return read(new BinaryInput(bytes, 0));
    }
}
