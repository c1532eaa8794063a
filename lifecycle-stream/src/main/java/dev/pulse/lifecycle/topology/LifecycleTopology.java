package dev.pulse.lifecycle.topology;

import dev.pulse.domain.limit.KeyHash;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.lifecycle.measure.LifecycleCounters;
import dev.pulse.lifecycle.store.AnswersCodec;
import dev.pulse.lifecycle.store.ClockCodec;
import dev.pulse.lifecycle.store.FactsCodec;
import dev.pulse.lifecycle.store.GuardCodec;
import dev.pulse.lifecycle.store.LifeCodec;
import dev.pulse.lifecycle.store.RejectionCodec;
import dev.pulse.schemas.RegionVerdict;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.streams.CommitHook;
import dev.pulse.streams.RecordTime;
import dev.pulse.telemetry.trace.StepTracing;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * What flows where.
 *
 * <pre>
 *   heartbeats.verified ---+                          +--> nodes.events
 *   nodes.commands --------+                          +--> nodes.state
 *   heartbeats.dead.* -----+--> keep-nodes -----------+--> nodes.outcomes
 *   regions.verdicts ------+    leases facts clock    +--> heartbeats.dead.{replay,poison}
 *                               rejections strangers  |
 *                               answers lives agenda  +--> regions.census --> judge-regions --> regions.verdicts
 *                                                                             guards
 * </pre>
 *
 * The two halves meet at topics because a region's nodes are spread over all partitions (decision 0003).
 */
public final class LifecycleTopology {
    private final LifecycleSettings settings;
    private final RecordSerdes serdes;
    private final LifecycleCounters counters;
    private final Tallies tallies;
    private final LeaseTables tables;
    private final StepTracing tracing;
    private final StoreSuppliers stores;
    private final SecureRandom random = new SecureRandom();

    /**
     * A topology that counts what happens in {@code counters}, and puts up how many nodes there are in {@code tallies} and
     * their leases in {@code tables}. It traces nothing.
     */
    public LifecycleTopology(
            LifecycleSettings settings,
            RecordSerdes serdes,
            LifecycleCounters counters,
            Tallies tallies,
            LeaseTables tables) {
        this(settings, serdes, counters, tallies, tables, StepTracing.off());
    }

    /** The same, which goes on with the traces of heartbeats. */
    public LifecycleTopology(
            LifecycleSettings settings,
            RecordSerdes serdes,
            LifecycleCounters counters,
            Tallies tallies,
            LeaseTables tables,
            StepTracing tracing) {
        this(settings, serdes, counters, tallies, tables, tracing, StoreSuppliers.ofKafka());
    }

    LifecycleTopology(
            LifecycleSettings settings,
            RecordSerdes serdes,
            LifecycleCounters counters,
            Tallies tallies,
            LeaseTables tables,
            StepTracing tracing,
            StoreSuppliers stores) {
        this.counters = counters;
        this.tables = tables;
        this.tracing = tracing;
        this.stores = stores;
        this.settings = settings;
        this.serdes = serdes;
        this.tallies = tallies;
    }

    /** The topology over a generation's topics; each call builds a new one. */
    public Topology build(Generation generation) {
        Topology topology = new Topology();
        keepNodes(topology, generation);
        judgeRegions(topology, generation);
        return topology;
    }

    private void keepNodes(Topology topology, Generation generation) {
        List<Topic<?>> sources = Stream.<Topic<?>>concat(
                        Stream.of(Topics.VERIFIED, Topics.COMMANDS, Topics.VERDICTS), NodeKeeper.DEAD.stream())
                .toList();
        sources.forEach(topic -> source(topology, topic, generation));
        topology.addProcessor(
                Names.KEEPER,
                () -> keeper(generation),
                sources.stream().map(Topic::name).toArray(String[]::new));
        Stream.<StoreBuilder<?>>of(
                        leases(),
                        CommitHook.named(Names.BEFORE_COMMIT),
                        store(stores.persistent(Names.FACTS), new FactsCodec()),
                        store(stores.inMemory(Names.CLOCK), new ClockCodec()),
                        store(stores.persistent(Names.REJECTIONS), new RejectionCodec()),
                        store(stores.inMemory(Names.STRANGERS), new RejectionCodec()),
                        store(stores.persistent(Names.ANSWERS), new AnswersCodec()),
                        store(stores.persistent(Names.LIVES), new LifeCodec()),
                        store(stores.inMemory(Names.AGENDA), Serdes.Long()))
                .forEach(store -> topology.addStateStore(store, Names.KEEPER));
        sink(topology, Names.TO_EVENTS, Topics.EVENTS, generation);
        sink(topology, Names.TO_STATE, Topics.STATE, generation);
        sink(topology, Names.TO_OUTCOMES, Topics.OUTCOMES, generation);
        sink(topology, Names.TO_REPLAY, Topics.dead(Rejection.REPLAY), generation);
        sink(topology, Names.TO_POISON, Topics.dead(Rejection.POISON), generation);
        sink(topology, Names.TO_CENSUS, Topics.CENSUS, generation);
    }

    /** The step that keeps nodes, as each task of the topology gets one; also for measuring it without Kafka. */
    public Processor<String, byte[], String, SpecificRecord> keeper(Generation generation) {
        KeyHash secret = new KeyHash(random.nextLong(), random.nextLong());
        return new NodeKeeper(settings, generation, serdes, counters, tallies, tables, tracing, secret);
    }

    private void judgeRegions(Topology topology, Generation generation) {
        source(topology, Topics.CENSUS, generation);
        topology.addProcessor(Names.JUDGE, () -> new RegionJudge(settings.region(), serdes), Topics.CENSUS.name());
        topology.addStateStore(store(stores.inMemory(Names.GUARDS), new GuardCodec()), Names.JUDGE);
        // A verdict answers one partition's census, and goes where that came from.
        StreamPartitioner<String, RegionVerdict> back = (topic, key, verdict, partitions) ->
                Optional.of(verdict.getPartition() < partitions ? Set.of(verdict.getPartition()) : Set.of());
        topology.addSink(
                Names.TO_VERDICTS,
                generation.name(Topics.VERDICTS),
                new StringSerializer(),
                serdes.of(Topics.VERDICTS).serializer(),
                back,
                Names.JUDGE);
    }

    /** Values are read as bytes and decoded by the processors, so that a record that can't be read stops nothing. */
    private static void source(Topology topology, Topic<?> topic, Generation generation) {
        topology.addSource(
                (AutoOffsetReset) null,
                topic.name(),
                new RecordTime(),
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                generation.name(topic));
    }

    private <V extends SpecificRecord> void sink(
            Topology topology, String name, Topic<V> topic, Generation generation) {
        topology.addSink(
                name,
                generation.name(topic),
                new StringSerializer(),
                serdes.of(topic).serializer(),
                Names.KEEPER);
    }

    /**
     * A restart reads this log whole, and all nodes write it anew at every interval: so it is cut into small pieces, which
     * the broker compacts as they come.
     */
    private StoreBuilder<KeyValueStore<Integer, byte[]>> leases() {
        return Stores.keyValueStoreBuilder(stores.inMemory(Names.LEASES), Serdes.Integer(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of(
                        TopicConfig.SEGMENT_BYTES_CONFIG,
                        Integer.toString(16 << 20),
                        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                        "0.3"));
    }

    private static <V> StoreBuilder<KeyValueStore<String, V>> store(
            KeyValueBytesStoreSupplier supplier, Serde<V> serde) {
        return Stores.keyValueStoreBuilder(supplier, Serdes.String(), serde)
                .withCachingDisabled()
                .withLoggingEnabled(Map.of());
    }
}
