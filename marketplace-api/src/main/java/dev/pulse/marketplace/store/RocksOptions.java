package dev.pulse.marketplace.store;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;

/** How an explorer's stores use RocksDB: made where they are missing, with memory, files and threads that have a bound. */
public final class RocksOptions {
    private static final int WRITE_BUFFERS = 2;
    private static final int OPEN_FILES = 256;
    private static final int BACKGROUND_JOBS = 2;
    private static final int LOG_FILES = 2;

    private RocksOptions() {}

    /**
     * Options, which the caller closes.
     *
     * @param writeBufferBytes of each of the two write buffers
     * @param logBytes of the write-ahead log at most
     * @param cache blocks in memory, which the caller closes too
     */
    public static Options bounded(long writeBufferBytes, long logBytes, LRUCache cache) {
        return new Options()
                .setCreateIfMissing(true)
                .setWriteBufferSize(writeBufferBytes)
                .setMaxWriteBufferNumber(WRITE_BUFFERS)
                .setMaxTotalWalSize(logBytes)
                .setMaxOpenFiles(OPEN_FILES)
                .setMaxBackgroundJobs(BACKGROUND_JOBS)
                .setKeepLogFileNum(LOG_FILES)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache));
    }
}
