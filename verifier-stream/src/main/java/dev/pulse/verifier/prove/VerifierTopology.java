package dev.pulse.verifier.prove;

import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.limit.KeyHash;
import dev.pulse.domain.verdict.HeartbeatJudge;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.Tick;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.streams.RecordTime;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * heartbeats.raw, proved one by one into heartbeats.verified or into the dead letters of their reason.
 *
 * <p>The raw topic is read as bytes and decoded in the processor, so that what can't be decoded is a dead letter and
 * nothing stops.
 */
public final class VerifierTopology {
    /**
     * Store: node id to {@link Binding}. Logged, since bindings are facts that no replay of a 24-hour topic could bring
     * back; bounded by the number of node ids, 40 bytes each and the id; persistent, so that a restart need not read them all.
     */
    public static final String BINDINGS = "bindings";

    static final String VERIFIED = "verified";

    private static final List<Rejection> REASONS =
            List.of(Rejection.SIGNATURE, Rejection.SKEW, Rejection.IDENTITY, Rejection.POISON);

    private final HeartbeatReader reader;
    private final HeartbeatJudge judge;
    private final RecordSerdes serdes;
    private final VerdictCounters counters;
    private final SecureRandom random = new SecureRandom();

    public VerifierTopology(
            HeartbeatReader reader, HeartbeatJudge judge, RecordSerdes serdes, VerdictCounters counters) {
        this.reader = reader;
        this.judge = judge;
        this.serdes = serdes;
        this.counters = counters;
    }

    /** The topology; each call builds a new one. */
    public Topology build() {
        Topology topology = new Topology();
        readRaw(topology);
        prove(topology);
        writeVerified(topology);
        REASONS.forEach(reason -> writeDeadLetters(topology, reason));
        return topology;
    }

    private static void readRaw(Topology topology) {
        topology.addSource(
                (AutoOffsetReset) null,
                "raw",
                new RecordTime(),
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                Topics.RAW.name());
    }

    private void prove(Topology topology) {
        topology.addProcessor("prove", this::prover, "raw");
        topology.addStateStore(bindings(), "prove");
    }

    /** The step that proves, as each task of the topology gets one; also for measuring it without Kafka. */
    public Processor<String, byte[], String, SpecificRecord> prover() {
        return new ProveHeartbeats(reader, judge, serdes.of(Topics.RAW).deserializer(), counters, this::noPairs);
    }

    private BoundPairs noPairs() {
        return new BoundPairs(secret(), secret(), BoundPairs.MOST);
    }

    private KeyHash secret() {
        return new KeyHash(random.nextLong(), random.nextLong());
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> bindings() {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(BINDINGS), Serdes.String(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of())
                .withCachingDisabled();
    }

    private void writeVerified(Topology topology) {
        topology.addSink(
                VERIFIED,
                Topics.VERIFIED.name(),
                new StringSerializer(),
                serdes.of(Topics.VERIFIED).serializer(),
                new TicksStayInTheirPartition(),
                "prove");
    }

    private void writeDeadLetters(Topology topology, Rejection reason) {
        topology.addSink(
                deadLetters(reason),
                Topics.dead(reason).name(),
                new StringSerializer(),
                serdes.of(Topics.dead(reason)).serializer(),
                "prove");
    }

    static String deadLetters(Rejection reason) {
        return "dead-" + reason.wire();
    }

    /** A tick goes into the partition it names; everything else where Kafka's partitioner puts its key. */
    private static final class TicksStayInTheirPartition implements StreamPartitioner<String, SpecificRecord> {
        @Override
        public Optional<Set<Integer>> partitions(String topic, String key, SpecificRecord value, int numPartitions) {
            return value instanceof Tick tick ? Optional.of(Set.of(tick.getPartition())) : Optional.empty();
        }
    }
}
