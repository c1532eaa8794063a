package dev.pulse.benchmarks.micro;

import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** What a processor sees of Kafka Streams, and nothing behind it: stores in maps, what is forwarded is counted and dropped. */
final class Task<V> implements ProcessorContext<String, V> {
    private final Map<String, StateStore> stores = new HashMap<>();
    private final List<Punctuator> punctuators = new ArrayList<>();
    private Optional<RecordMetadata> metadata = Optional.empty();
    private long forwarded;
    private String lastChild = "";
    private V lastValue;

    private record Place(String topic, int partition, long offset) implements RecordMetadata {}

    /** Puts a store in place of the map that a processor would get under this name. */
    void put(StateStore store) {
        stores.put(store.name(), store);
    }

    /** The next record comes from here. */
    void at(String topic, long offset) {
        metadata = Optional.of(new Place(topic, 0, offset));
    }

    /** Runs everything that was scheduled once. */
    void wake(long nowMs) {
        punctuators.forEach(punctuator -> punctuator.punctuate(nowMs));
    }

    /** Records forwarded so far. */
    long forwarded() {
        return forwarded;
    }

    /** Where the last record went. */
    String lastChild() {
        return lastChild;
    }

    /** The last record's value. */
    V lastValue() {
        return lastValue;
    }

    @Override
    public <K extends String, W extends V> void forward(Record<K, W> record) {
        forward(record, "");
    }

    @Override
    public <K extends String, W extends V> void forward(Record<K, W> record, String child) {
        forwarded++;
        lastChild = child;
        lastValue = record.value();
    }

    @Override
    public TaskId taskId() {
        return new TaskId(0, 0);
    }

    @Override
    public Optional<RecordMetadata> recordMetadata() {
        return metadata;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
    }) // The processor knows the type of its own store, as with Kafka Streams.
    public <S extends StateStore> S getStateStore(String name) {
        return (S) stores.computeIfAbsent(name, MapStore::new);
    }

    @Override
    public Cancellable schedule(Duration interval, PunctuationType type, Punctuator punctuator) {
        punctuators.add(punctuator);
        return () -> punctuators.remove(punctuator);
    }

    @Override
    public Cancellable schedule(Instant start, Duration interval, PunctuationType type, Punctuator punctuator) {
        return schedule(interval, type, punctuator);
    }

    @Override
    public String applicationId() {
        return "benchmark";
    }

    @Override
    public Serde<?> keySerde() {
        return Serdes.String();
    }

    @Override
    public Serde<?> valueSerde() {
        return Serdes.ByteArray();
    }

    @Override
    public File stateDir() {
        throw new UnsupportedOperationException("stores are maps here");
    }

    @Override
    public StreamsMetrics metrics() {
        throw new UnsupportedOperationException("nothing is measured inside");
    }

    @Override
    public void commit() {
        // There is nothing to commit.
    }

    @Override
    public Map<String, Object> appConfigs() {
        return Map.of();
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        return Map.of();
    }

    @Override
    public long currentSystemTimeMs() {
        return 0;
    }

    @Override
    public long currentStreamTimeMs() {
        return 0;
    }
}
