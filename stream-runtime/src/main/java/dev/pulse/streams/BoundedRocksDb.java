package dev.pulse.streams;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.Options;

/**
 * Sets up each RocksDB store so that all of them live in the one {@link RocksDbMemory} that the properties carry under
 * {@link #MEMORY}. Kafka Streams makes one of these per store.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
    /** Key of the {@link RocksDbMemory} among the properties of Kafka Streams. */
    public static final String MEMORY = "pulse.rocksdb.memory";

    /** One store's write buffer: small, since every partition has one, and the stores hold some 100 bytes a node. */
    private static final long WRITE_BUFFER_BYTES = 4L << 20;

    /** Open files per store and partition; the rest are opened when needed. */
    private static final int MAX_OPEN_FILES = 128;

    /** Ten bits per key: a look-up of a key that is not there reads a file in one of a hundred cases. */
    private static final double FILTER_BITS = 10;

    private final Map<String, BloomFilter> filters = new ConcurrentHashMap<>();

    /** Made by Kafka Streams. */
    public BoundedRocksDb() {}

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        if (!(configs.get(MEMORY) instanceof RocksDbMemory memory)) {
            throw new IllegalStateException("the properties lack " + MEMORY + ", so RocksDB would have no bound");
        }
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        BloomFilter filter = new BloomFilter(FILTER_BITS);
        filters.put(storeName, filter);
        table.setBlockCache(memory.cache());
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        table.setFilterPolicy(filter);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(memory.writeBuffers());
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setMaxWriteBufferNumber(2);
        options.setMaxOpenFiles(MAX_OPEN_FILES);
        // Nodes of a fleet resemble one another. What is in the cache is not compressed.
        options.setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    @Override
    public void close(String storeName, Options options) {
        BloomFilter filter = filters.remove(storeName);
        if (filter != null) {
            filter.close();
        }
    }
}
