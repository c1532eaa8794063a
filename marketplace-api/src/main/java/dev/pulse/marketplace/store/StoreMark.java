package dev.pulse.marketplace.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How far a store is, of what: written together with what it speaks of.
 *
 * @param cluster id of the Kafka cluster
 * @param topic id of the topic
 * @param partitions how many it has
 * @param served regions whose nodes are kept; empty for all
 * @param asOf everything committed before this moment is in it
 * @param offsets by partition, the next one to read
 */
public record StoreMark(
        String cluster, String topic, int partitions, Set<String> served, Instant asOf, Map<Integer, Long> offsets) {
    /**
     * Of this form, and of all that is kept with it. To be raised with every change of the columns of the index, of their order, or of what
     * a row is made of: a store of another form is read by nobody, and all nodes come from Kafka once.
     */
    private static final int FORM = 2;

    private static final int MOST_PARTITIONS = 100_000;

    /** Copies what it is given. */
    public StoreMark {
        served = Set.copyOf(served);
        offsets = Map.copyOf(offsets);
    }

    /** As it is kept. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(FORM);
            out.writeUTF(cluster);
            out.writeUTF(topic);
            out.writeInt(partitions);
            out.writeInt(served.size());
            for (String region : new TreeSet<>(served)) {
                out.writeUTF(region);
            }
            out.writeLong(asOf.toEpochMilli());
            out.writeInt(offsets.size());
            for (Map.Entry<Integer, Long> offset : new TreeMap<>(offsets).entrySet()) {
                out.writeInt(offset.getKey());
                out.writeLong(offset.getValue());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Empty for bytes that are none, or of another form. */
    public static Optional<StoreMark> of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readInt() != FORM) {
                return Optional.empty();
            }
            String cluster = in.readUTF();
            String topic = in.readUTF();
            int partitions = in.readInt();
            Set<String> served = new TreeSet<>();
            for (int left = in.readInt(); left > 0; left--) {
                served.add(in.readUTF());
            }
            Instant asOf = Instant.ofEpochMilli(in.readLong());
            int count = in.readInt();
            if (count < 0 || count > MOST_PARTITIONS) {
                return Optional.empty();
            }
            Map<Integer, Long> offsets = new TreeMap<>();
            for (int i = 0; i < count; i++) {
                offsets.put(in.readInt(), in.readLong());
            }
            return Optional.of(new StoreMark(cluster, topic, partitions, served, asOf, offsets));
        } catch (IOException tooFew) {
            return Optional.empty();
        }
    }
}
