package dev.pulse.marketplace.history;

import dev.pulse.marketplace.store.RocksOptions;
import dev.pulse.marketplace.store.StoreMark;
import dev.pulse.schemas.NodeEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.rocksdb.Env;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.RocksMemEnv;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transitions by node and sequence in RocksDB, in a folder or in memory, and how far Kafka was read. One thread writes, any number
 * read. What one batch has is on disk all together or not at all; nothing waits for the disk, so a loss of power costs some seconds,
 * which are read again.
 */
final class TransitionStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TransitionStore.class);
    private static final long CACHE_BYTES = 16L << 20;
    private static final long WRITE_BUFFER_BYTES = 16L << 20;
    private static final long LOG_BYTES = 64L << 20;

    /** Before all node ids, none of which begins with this. */
    private static final byte META = 0;

    private static final byte[] FORM = {META, 'f'};
    private static final byte[] MARK = {META, 'm'};
    private static final byte[] FIRST = {META + 1};
    private static final int TAIL = 1 + Long.BYTES;

    private final Env env;
    private final LRUCache cache = new LRUCache(CACHE_BYTES);
    private final Options options;
    private final WriteOptions writing = new WriteOptions().setSync(false);
    private final RocksDB database;
    private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();
    private boolean closed;

    private TransitionStore(Path folder) throws RocksDBException {
        env = folder == null ? new RocksMemEnv(Env.getDefault()) : Env.getDefault();
        options = RocksOptions.bounded(WRITE_BUFFER_BYTES, LOG_BYTES, cache).setEnv(env);
        try {
            database = RocksDB.open(options, folder == null ? "/transitions" : folder.toString());
        } catch (RocksDBException e) {
            free();
            throw e;
        }
    }

    /**
     * Opens it, or makes it; one that is damaged or of another form is made anew: all of it is in Kafka.
     *
     * @param folder null for memory alone
     * @throws IllegalStateException when the folder can't be used
     */
    static TransitionStore open(Path folder) {
        RocksDB.loadLibrary();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try {
                TransitionStore store = new TransitionStore(folder);
                if (store.isOurs()) {
                    return store;
                }
                store.close();
                LOG.warn("The history in {} is of another version, and is read anew", folder);
            } catch (RocksDBException damaged) {
                LOG.warn("The history in {} can't be read and is made anew: {}", folder, damaged.getMessage());
            }
            if (folder != null) {
                try (Options none = new Options()) {
                    RocksDB.destroyDB(folder.toString(), none);
                }
            }
            TransitionStore store = new TransitionStore(folder);
            store.isOurs();
            return store;
        } catch (RocksDBException | IOException e) {
            throw new IllegalStateException("The folder " + folder + " can't be used: " + e.getMessage(), e);
        }
    }

    /** Whether it has the form that is written here; one that is empty gets it. */
    private boolean isOurs() throws RocksDBException {
        byte[] ours = {StoredEvent.FORM};
        byte[] form = database.get(FORM);
        if (form == null && isEmpty()) {
            database.put(FORM, ours);
            return true;
        }
        return Arrays.equals(form, ours);
    }

    private boolean isEmpty() {
        try (RocksIterator all = database.newIterator()) {
            all.seekToFirst();
            return !all.isValid();
        }
    }

    private static byte[] key(String nodeId, long sequence) {
        byte[] id = nodeId.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(id.length + TAIL)
                .put(id)
                .put(META)
                .putLong(sequence)
                .array();
    }

    private static String nodeId(byte[] key) {
        return new String(key, 0, key.length - TAIL, StandardCharsets.US_ASCII);
    }

    private static long sequence(byte[] key) {
        return ByteBuffer.wrap(key).getLong(key.length - Long.BYTES);
    }

    private static boolean isOf(byte[] key, byte[] like) {
        return key.length == like.length
                && Arrays.equals(key, 0, key.length - Long.BYTES, like, 0, like.length - Long.BYTES);
    }

    /** A node's newest transition, or null. */
    NodeEvent newest(String nodeId) {
        List<NodeEvent> one = newest(nodeId, Long.MAX_VALUE, Long.MIN_VALUE, 1);
        return one.isEmpty() ? null : one.getFirst();
    }

    /**
     * A node's newest transitions, the newest first.
     *
     * @param before only those with a smaller sequence
     * @param since only those at this time or later, unix milliseconds
     * @param most so many at most
     */
    List<NodeEvent> newest(String nodeId, long before, long since, int most) {
        return reading(() -> {
            List<NodeEvent> found = new ArrayList<>();
            byte[] last = key(nodeId, before - 1);
            try (RocksIterator at = database.newIterator()) {
                for (at.seekForPrev(last); at.isValid() && found.size() < most && isOf(at.key(), last); at.prev()) {
                    NodeEvent event = StoredEvent.decode(nodeId, sequence(at.key()), at.value());
                    if (event.getAt().toEpochMilli() < since) {
                        break;
                    }
                    found.add(event);
                }
            }
            return found;
        });
    }

    /** All of a node's transitions that are kept, the oldest first. */
    List<NodeEvent> all(String nodeId) {
        return newest(nodeId, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE).reversed();
    }

    /** Walks through everything: each node with its transitions, oldest first. */
    void forEach(BiConsumer<String, List<NodeEvent>> each) {
        reading(() -> {
            List<NodeEvent> events = new ArrayList<>();
            try (ReadOptions once = new ReadOptions().setFillCache(false).setReadaheadSize(2L << 20);
                    RocksIterator at = database.newIterator(once)) {
                for (at.seek(FIRST); at.isValid(); at.next()) {
                    String nodeId = nodeId(at.key());
                    if (!events.isEmpty() && !events.getFirst().getNodeId().equals(nodeId)) {
                        each.accept(events.getFirst().getNodeId(), List.copyOf(events));
                        events.clear();
                    }
                    events.add(StoredEvent.decode(nodeId, sequence(at.key()), at.value()));
                }
            }
            if (!events.isEmpty()) {
                each.accept(events.getFirst().getNodeId(), List.copyOf(events));
            }
            return null;
        });
    }

    /** What is written together. */
    static final class Batch implements AutoCloseable {
        private final WriteBatch batch = new WriteBatch();

        void put(NodeEvent event) throws RocksDBException {
            batch.put(key(event.getNodeId(), event.getSequence()), StoredEvent.encode(event));
        }

        /** All that is kept of a node is gone. */
        void forget(String nodeId) throws RocksDBException {
            batch.deleteRange(key(nodeId, 0), key(nodeId, Long.MAX_VALUE));
        }

        @Override
        public void close() {
            batch.close();
        }
    }

    /** Fills a batch. */
    interface Filling {
        void into(Batch batch) throws RocksDBException;
    }

    /** Writes what is put into a batch. */
    void write(Filling filling) {
        reading(() -> {
            try (Batch batch = new Batch()) {
                filling.into(batch);
                database.write(writing, batch.batch);
            } catch (RocksDBException e) {
                throw new IllegalStateException("The history can't be written: " + e.getMessage(), e);
            }
            return null;
        });
    }

    /** Of which log it is and how far; empty for a store that is new. */
    Optional<StoreMark> mark() {
        return reading(() -> {
            try {
                return Optional.ofNullable(database.get(MARK)).flatMap(StoreMark::of);
            } catch (RocksDBException e) {
                throw new IllegalStateException("The history can't be read: " + e.getMessage(), e);
            }
        });
    }

    /** Keeps {@link #mark}. */
    void mark(StoreMark mark) {
        write(batch -> batch.batch.put(MARK, mark.toBytes()));
    }

    /** Forgets everything. */
    void clear() {
        write(batch -> {
            batch.batch.deleteRange(FIRST, new byte[] {(byte) 0xff});
            batch.batch.delete(MARK);
        });
    }

    /** A walk that takes out what is too old, from the last node to the first. */
    final class Sweep {
        private byte[] from = {(byte) 0xff};
        private String nodeId = "";
        private int newer;
        private boolean base;

        /**
         * Goes on by some steps.
         *
         * @param horizon what is older, unix milliseconds, goes, but for the newest of it, which says where the rest began
         * @param cap a node's newest so many are kept at most
         * @return whether it has come to the end
         */
        boolean go(long horizon, int cap, int steps) {
            boolean[] done = {true};
            write(batch -> {
                try (RocksIterator at = database.newIterator()) {
                    int left = steps;
                    for (at.seekForPrev(from); at.isValid() && at.key()[0] != META; at.prev()) {
                        if (left-- == 0) {
                            from = at.key();
                            done[0] = false;
                            return;
                        }
                        look(at, horizon, cap, batch);
                    }
                }
            });
            return done[0];
        }

        private void look(RocksIterator at, long horizon, int cap, Batch batch) throws RocksDBException {
            byte[] key = at.key();
            String of = TransitionStore.nodeId(key);
            if (!of.equals(nodeId)) {
                nodeId = of;
                newer = 0;
                base = false;
            }
            boolean old = ByteBuffer.wrap(at.value()).getLong() < horizon;
            if (old && base || newer >= cap) {
                batch.batch.delete(key);
            } else {
                newer++;
            }
            base |= old;
        }
    }

    private <T> T reading(Supplier<T> question) {
        life.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("The history is closed.");
            }
            return question.get();
        } finally {
            life.readLock().unlock();
        }
    }

    /** Waits for whoever reads. */
    @Override
    public void close() {
        life.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                database.close();
                free();
            }
        } finally {
            life.writeLock().unlock();
        }
    }

    private void free() {
        writing.close();
        options.close();
        cache.close();
        if (env instanceof RocksMemEnv) {
            env.close();
        }
    }
}
