package dev.pulse.lifecycle.topology;

import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/** Where the topology's stores come from. Tests put stores in their place that outlive a driver. */
interface StoreSuppliers {
    /** On disk: for what there is one of per node. */
    KeyValueBytesStoreSupplier persistent(String name);

    /** In memory: for a handful of keys. */
    KeyValueBytesStoreSupplier inMemory(String name);

    /** RocksDB and Kafka Streams' own stores in memory. */
    static StoreSuppliers ofKafka() {
        return new StoreSuppliers() {
            @Override
            public KeyValueBytesStoreSupplier persistent(String name) {
                return Stores.persistentKeyValueStore(name);
            }

            @Override
            public KeyValueBytesStoreSupplier inMemory(String name) {
                return Stores.inMemoryKeyValueStore(name);
            }
        };
    }
}
