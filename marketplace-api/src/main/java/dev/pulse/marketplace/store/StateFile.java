package dev.pulse.marketplace.store;

import dev.pulse.marketplace.store.StateKeeper.Kept;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.VectorMemTableConfig;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The rows of an index, the values that their codes stand for, reservations, and the {@link StoreMark}, in RocksDB. What a batch has is on disk all together or not at all, since it is one
 * record of RocksDB's write-ahead log; its tail that a kill cut off is dropped at the next start. Nothing waits for the disk: after a loss
 * of power the store is of some seconds before. For use by one thread, but for {@link #close}.
 */
final class StateFile implements AutoCloseable {
    /** Blocks in memory: the store is read once, from its first record to its last. */
    private static final long CACHE_BYTES = 16L << 20;

    private static final long WRITE_BUFFER_BYTES = 32L << 20;
    private static final long LOG_BYTES = 128L << 20;
    private static final int CHUNK = 2_048;
    /** Read ahead of the one pass over all. */
    private static final long READ_AHEAD = 2L << 20;

    /** What is kept is told apart by the first byte of its key, in whose order it is read. */
    private static final byte[] MARK = {0};

    private static final byte VALUE = 1;
    private static final byte ROW = 2;
    private static final byte HELD = 3;

    private final Path folder;
    private RocksDB database;
    private Options options;
    private LRUCache cache;
    private WriteOptions writing;
    private WriteBatch batch;
    private boolean closed;

    private StateFile(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens it, or makes it.
     *
     * @throws DamagedStoreException when what is there is no such store
     * @throws StoreUnusableException when the folder can't be written
     */
    static StateFile open(Path folder) {
        RocksDB.loadLibrary();
        StateFile file = new StateFile(folder);
        file.open();
        return file;
    }

    private synchronized void open() {
        cache = new LRUCache(CACHE_BYTES);
        // Nothing is looked up while it is written to: what is in memory is sorted when it is put away.
        options = RocksOptions.bounded(WRITE_BUFFER_BYTES, LOG_BYTES, cache)
                .setMemTableConfig(new VectorMemTableConfig())
                .setAllowConcurrentMemtableWrite(false)
                .setDisableAutoCompactions(true);
        writing = new WriteOptions().setSync(false);
        batch = new WriteBatch();
        try {
            Files.createDirectories(folder);
            database = RocksDB.open(options, folder.toString());
        } catch (RocksDBException failed) {
            free();
            throw failure("can't be opened", failed);
        } catch (IOException failed) {
            free();
            throw new StoreUnusableException("The store's folder " + folder + " can't be made", failed);
        }
    }

    private static RuntimeException failure(String what, RocksDBException failed) {
        return new DamagedStoreException(what + ": " + failed.getMessage(), failed);
    }

    /** What it says of itself; empty for one that nothing was written to. */
    synchronized Optional<StoreMark> mark() {
        refuseClosed();
        try {
            byte[] bytes = database.get(MARK);
            if (bytes == null) {
                return Optional.empty();
            }
            return Optional.of(StoreMark.of(bytes)
                    .orElseThrow(() -> new DamagedStoreException("says nothing that is understood of itself", null)));
        } catch (RocksDBException failed) {
            throw failure("can't be read", failed);
        }
    }

    static byte[] ofValue(int column, int code) {
        return ByteBuffer.allocate(1 + 2 * Integer.BYTES)
                .put(VALUE)
                .putInt(column)
                .putInt(code)
                .array();
    }

    static byte[] ofRow(byte[] id) {
        return ByteBuffer.allocate(1 + id.length).put(ROW).put(id).array();
    }

    static byte[] ofHeld(String nodeId) {
        byte[] id = nodeId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + id.length).put(HELD).put(id).array();
    }

    /**
     * Gives all out.
     *
     * @return how many rows there were
     * @throws DamagedStoreException when it is not as it was written
     */
    long read(Kept kept) {
        try (ReadOptions reading =
                        new ReadOptions().setReadaheadSize(READ_AHEAD).setFillCache(false);
                RocksIterator all = iterate(reading)) {
            long rows = 0;
            while (all.isValid()) {
                rows += next(all, kept);
            }
            all.status();
            return rows;
        } catch (RocksDBException failed) {
            throw failure("can't be read", failed);
        }
    }

    private synchronized RocksIterator iterate(ReadOptions reading) {
        refuseClosed();
        RocksIterator all = database.newIterator(reading);
        all.seekToFirst();
        return all;
    }

    /** Some of it at a time, so that {@link #close} need not wait for all. */
    private synchronized long next(RocksIterator all, Kept kept) {
        refuseClosed();
        long rows = 0;
        for (int i = 0; i < CHUNK && all.isValid(); i++, all.next()) {
            byte[] key = all.key();
            try {
                switch (key[0]) {
                    case VALUE -> {
                        ByteBuffer of = ByteBuffer.wrap(key, 1, key.length - 1);
                        kept.value(of.getInt(), of.getInt(), all.value());
                    }
                    case ROW -> {
                        kept.row(Arrays.copyOfRange(key, 1, key.length), all.value());
                        rows++;
                    }
                    case HELD -> kept.held(all.value());
                    default -> {
                        // The mark, which was read before.
                    }
                }
            } catch (RuntimeException unreadable) {
                throw new DamagedStoreException(
                        "has something that can't be read: " + unreadable.getMessage(), unreadable);
            }
        }
        return rows;
    }

    /** Puts off until {@link #write}: this value, or that there is none where it is null. */
    synchronized void put(byte[] key, byte[] value) throws RocksDBException {
        refuseClosed();
        if (value == null) {
            batch.delete(key);
        } else {
            batch.put(key, value);
        }
    }

    /** From now on files are merged, which at a start others have to wait for. */
    synchronized void tidy() throws RocksDBException {
        refuseClosed();
        database.enableAutoCompaction(List.of(database.getDefaultColumnFamily()));
    }

    /** How many values are put off. */
    synchronized int waiting() {
        return closed ? 0 : batch.count();
    }

    /** Writes what was put off, and how far that is. */
    synchronized void write(StoreMark mark) throws RocksDBException {
        refuseClosed();
        batch.put(MARK, mark.toBytes());
        database.write(writing, batch);
        batch.clear();
    }

    /**
     * Throws all away. Where that fails, it is closed.
     *
     * @throws StoreUnusableException when the files can't be removed or made anew
     */
    synchronized void clear() {
        refuseClosed();
        free();
        closed = true;
        remove(folder);
        open();
        closed = false;
    }

    /** Removes a store that can't be opened. */
    static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException failed) {
            throw new StoreUnusableException(
                    "The store in " + folder + " can't be removed: " + failed.getMessage(), failed);
        }
    }

    private void refuseClosed() {
        if (closed) {
            throw new IllegalStateException("the store was closed");
        }
    }

    private void free() {
        batch.close();
        writing.close();
        if (database != null) {
            database.close();
            database = null;
        }
        options.close();
        cache.close();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            free();
        }
    }
}
