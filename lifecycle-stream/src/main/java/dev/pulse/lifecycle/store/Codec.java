package dev.pulse.lifecycle.store;

import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The binary form of a store's values: a version byte, then fields as variable-length numbers and texts. Stores are
 * restored from their changelogs record by record, so their size is the restart time; a schema's field names and
 * defaults would be most of a lease.
 *
 * @param <T> the value
 */
public abstract class Codec<T> implements Serde<T>, Serializer<T>, Deserializer<T> {
    private static final byte VERSION = 1;

    /** Made by subclasses. */
    protected Codec() {}

    abstract void write(T value, Output out);

    abstract T read(Input in);

    @Override
    public final byte[] serialize(String topic, T value) {
        if (value == null) {
            return null;
        }
        Output out = new Output();
        out.octet(VERSION);
        write(value, out);
        return out.toBytes();
    }

    /** @throws SerializationException for bytes that this codec did not write: the store is of another version, or broken */
    @Override
    public final T deserialize(String topic, byte[] data) {
        if (data == null) {
            return null;
        }
        Input in = new Input(data);
        try {
            int version = in.octet();
            if (version != VERSION) {
                throw new SerializationException(
                        getClass().getSimpleName() + " reads version " + VERSION + ", not " + version);
            }
            T value = read(in);
            if (!in.atEnd()) {
                throw new SerializationException(getClass().getSimpleName() + ": bytes are left over");
            }
            return value;
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new SerializationException(getClass().getSimpleName() + ": broken value", e);
        }
    }

    @Override
    public final Serializer<T> serializer() {
        return this;
    }

    @Override
    public final Deserializer<T> deserializer() {
        return this;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        // Nothing to configure.
    }

    @Override
    public void close() {
        // Nothing to close.
    }
}
