package dev.pulse.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Complete HTTP requests, made beforehand and kept in a mapped file, so that sending one is one system call and no copy.
 * The file has no name any more once it is mapped, so nothing is left of it however the process ends.
 *
 * <p>Each has a slot of {@link #SLOT} bytes whose first two are its length.
 */
final class Batch {
    /** Bytes of a slot; a request has at most two less. */
    static final int SLOT = 1024;

    private static final int LENGTH_BYTES = 2;
    /** Slots in one mapping, which can have at most 2 GiB. */
    private static final int SLOTS_PER_MAPPING = 1 << 20;

    private final int count;
    private final MappedByteBuffer[] mappings;

    private Batch(int count, MappedByteBuffer[] mappings) {
        this.count = count;
        this.mappings = mappings;
    }

    /** A body by its place in the batch. */
    interface Bodies {
        byte[] body(int index);
    }

    /** A source of bodies for each thread. */
    interface BodiesOfThread {
        Bodies open();
    }

    /**
     * Makes all requests of a batch with several threads.
     *
     * @param path where they are POSTed, for example {@code /v1/heartbeats}
     * @param authority the host and port of the request's Host field
     */
    static Batch make(Path file, int count, String path, String authority, int threads, BodiesOfThread source)
            throws IOException {
        int pieces = (count + SLOTS_PER_MAPPING - 1) / SLOTS_PER_MAPPING;
        MappedByteBuffer[] mappings = new MappedByteBuffer[pieces];
        Files.createDirectories(file.getParent());
        try (FileChannel out = FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            for (int i = 0; i < pieces; i++) {
                long first = (long) i * SLOTS_PER_MAPPING;
                mappings[i] = out.map(
                        FileChannel.MapMode.READ_WRITE,
                        first * SLOT,
                        Math.min(SLOTS_PER_MAPPING, count - first) * SLOT);
            }
        }
        Files.delete(file);
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: " + authority
                        + "\r\nContent-Type: application/json\r\nContent-Length: ")
                .getBytes(StandardCharsets.US_ASCII);
        Batch batch = new Batch(count, mappings);
        Shares.of(count, threads, (from, to) -> {
            Bodies bodies = source.open();
            for (int index = from; index < to; index++) {
                batch.put(index, head, bodies.body(index));
            }
        });
        return batch;
    }

    private void put(int index, byte[] head, byte[] body) {
        byte[] rest = (body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        int length = head.length + rest.length + body.length;
        if (length > SLOT - LENGTH_BYTES) {
            throw new IllegalStateException("a request of " + length + " bytes does not fit into a slot of " + SLOT);
        }
        MappedByteBuffer mapping = mappings[index / SLOTS_PER_MAPPING];
        int at = index % SLOTS_PER_MAPPING * SLOT;
        mapping.putShort(at, (short) length);
        mapping.put(at + LENGTH_BYTES, head);
        mapping.put(at + LENGTH_BYTES + head.length, rest);
        mapping.put(at + LENGTH_BYTES + head.length + rest.length, body);
    }

    /** How many requests there are. */
    int count() {
        return count;
    }

    /** The buffers to read requests from; each thread takes its own, since a buffer has one position. */
    View view() {
        ByteBuffer[] own = new ByteBuffer[mappings.length];
        for (int i = 0; i < own.length; i++) {
            own[i] = mappings[i].duplicate();
        }
        return new View(own);
    }

    /** One thread's way into the batch. */
    static final class View {
        private final ByteBuffer[] mappings;

        private View(ByteBuffer[] mappings) {
            this.mappings = mappings;
        }

        /** The request at an index. The buffer is good until the next call. */
        ByteBuffer request(int index) {
            ByteBuffer mapping = mappings[index / SLOTS_PER_MAPPING];
            int at = index % SLOTS_PER_MAPPING * SLOT;
            mapping.limit(mapping.capacity());
            int length = mapping.getShort(at);
            return mapping.limit(at + LENGTH_BYTES + length).position(at + LENGTH_BYTES);
        }
    }
}
