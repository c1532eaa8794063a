package dev.pulse.streams;

import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The native memory of all RocksDB stores of one application: one block cache, out of which the write buffers are paid
 * too. Without it every store of every partition has its own cache of 50 MB and its own write buffers.
 */
public final class RocksDbMemory implements AutoCloseable {
    /** Share of the memory that write buffers may take; the rest is left for blocks. */
    private static final double WRITE_SHARE = 0.5;

    /** Share of the cache kept for indexes and filters, which blocks of data must not push out. */
    private static final double INDEX_SHARE = 0.1;

    private final Cache cache;
    private final WriteBufferManager writeBuffers;

    /** Memory of this many bytes. */
    public RocksDbMemory(long bytes) {
        RocksDB.loadLibrary();
        // Not strict: a strict cache fails writes where this one only runs over by the block in hand.
        cache = new LRUCache(bytes, -1, false, INDEX_SHARE);
        writeBuffers = new WriteBufferManager((long) (bytes * WRITE_SHARE), cache);
    }

    Cache cache() {
        return cache;
    }

    WriteBufferManager writeBuffers() {
        return writeBuffers;
    }

    /** Bytes of the cache in use now, write buffers included. */
    public long usedBytes() {
        return cache.getUsage();
    }

    /** Frees it. Every store that uses it must be closed. */
    @Override
    public void close() {
        writeBuffers.close();
        cache.close();
    }
}
