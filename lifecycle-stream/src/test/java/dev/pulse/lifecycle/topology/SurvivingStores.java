package dev.pulse.lifecycle.topology;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Stores whose bytes outlive the driver, as changelogs make them do; the test driver itself deletes its stores when it is
 * closed. Every value has been through its codec.
 */
final class SurvivingStores implements StoreSuppliers {
    private final Map<String, NavigableMap<Bytes, byte[]>> contents = new HashMap<>();

    @Override
    public KeyValueBytesStoreSupplier persistent(String name) {
        return supplier(name);
    }

    @Override
    public KeyValueBytesStoreSupplier inMemory(String name) {
        return supplier(name);
    }

    private KeyValueBytesStoreSupplier supplier(String name) {
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return new Store(name, contents.computeIfAbsent(name, n -> new TreeMap<>()));
            }

            @Override
            public String metricsScope() {
                return "surviving";
            }
        };
    }

    private static final class Store implements KeyValueStore<Bytes, byte[]> {
        private final String name;
        private final NavigableMap<Bytes, byte[]> map;
        private boolean open;

        Store(String name, NavigableMap<Bytes, byte[]> map) {
            this.name = name;
            this.map = map;
        }

        @Override
        public void init(StateStoreContext context, StateStore root) {
            context.register(root, (key, value) -> put(Bytes.wrap(key), value));
            open = true;
        }

        @Override
        public void put(Bytes key, byte[] value) {
            if (value == null) {
                map.remove(key);
            } else {
                map.put(key, value);
            }
        }

        @Override
        public byte[] putIfAbsent(Bytes key, byte[] value) {
            byte[] before = get(key);
            if (before == null) {
                put(key, value);
            }
            return before;
        }

        @Override
        public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
            entries.forEach(entry -> put(entry.key, entry.value));
        }

        @Override
        public byte[] delete(Bytes key) {
            return map.remove(key);
        }

        @Override
        public byte[] get(Bytes key) {
            return map.get(key);
        }

        @Override
        public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
            return new Entries(map.subMap(from, true, to, true));
        }

        @Override
        public KeyValueIterator<Bytes, byte[]> all() {
            return new Entries(map);
        }

        @Override
        public long approximateNumEntries() {
            return map.size();
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void close() {
            open = false;
        }

        @Override
        public boolean persistent() {
            return false;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public Position getPosition() {
            return Position.emptyPosition();
        }
    }

    private static final class Entries implements KeyValueIterator<Bytes, byte[]> {
        private final List<Map.Entry<Bytes, byte[]>> left;
        private int at;

        Entries(Map<Bytes, byte[]> map) {
            left = List.copyOf(new LinkedHashMap<>(map).entrySet());
        }

        @Override
        public boolean hasNext() {
            return at < left.size();
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            Map.Entry<Bytes, byte[]> entry = left.get(at++);
            return KeyValue.pair(entry.getKey(), entry.getValue());
        }

        @Override
        public Bytes peekNextKey() {
            return left.get(at).getKey();
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }
}
