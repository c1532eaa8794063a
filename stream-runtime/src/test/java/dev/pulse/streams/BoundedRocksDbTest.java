package dev.pulse.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.schemas.kafka.KafkaSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;

/** Real RocksDB stores in bounded memory. */
class BoundedRocksDbTest {
    private static final long MEMORY = 8L << 20;

    /** Keeps each record in every one of several stores. */
    private static final class Keeper implements ProcessorSupplier<byte[], byte[], Void, Void> {
        private final Set<StoreBuilder<?>> stores = Set.of(store("one"), store("two"), store("three"));

        private static StoreBuilder<?> store(String name) {
            return Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray());
        }

        @Override
        public Processor<byte[], byte[], Void, Void> get() {
            return new ContextualProcessor<>() {
                @Override
                public void process(Record<byte[], byte[]> record) {
                    for (StoreBuilder<?> builder : stores) {
                        KeyValueStore<byte[], byte[]> store = context().getStateStore(builder.name());
                        store.put(record.key(), record.value());
                    }
                }
            };
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return stores;
        }
    }

    private static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<byte[], byte[]>stream("in").process(new Keeper());
        return builder.build();
    }

    @Test
    void allStoresShareOneMemoryAndStayWithinIt(@TempDir Path folder) {
        try (RocksDbMemory memory = new RocksDbMemory(MEMORY)) {
            Properties properties = StreamProperties.of(
                    KafkaSettings.of("127.0.0.1:1"), StreamSettings.of("pulse-test", folder), "one", memory);
            long most = 0;
            try (TopologyTestDriver driver = new TopologyTestDriver(topology(), properties)) {
                var in = driver.createInputTopic(
                        "in", Serdes.Integer().serializer(), Serdes.ByteArray().serializer());
                // 3 x 20 MB: several times the memory.
                for (int i = 0; i < 20_000; i++) {
                    in.pipeInput(i, new byte[1000]);
                    most = Math.max(most, memory.usedBytes());
                }
                for (String store : Set.of("one", "two", "three")) {
                    KeyValueStore<byte[], byte[]> kept = driver.getKeyValueStore(store);
                    assertThat(kept.get(Serdes.Integer().serializer().serialize("in", 12_345)))
                            .hasSize(1000);
                }
            }
            // Not zero: the stores do use it. A little more than all: the buffer in hand may run over.
            assertThat(most).isBetween(1L << 20, MEMORY + (4L << 20));
        }
    }

    @Test
    void withoutAMemoryItSaysSo() {
        try (Options options = new Options()) {
            assertThatThrownBy(() -> new BoundedRocksDb().setConfig("one", options, Map.of()))
                    .hasMessageContaining(BoundedRocksDb.MEMORY);
        }
    }
}
