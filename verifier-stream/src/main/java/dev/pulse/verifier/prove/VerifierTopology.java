package dev.pulse.verifier.prove;

import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.letter.LetterQuota;
import dev.pulse.domain.limit.KeyHash;
import dev.pulse.domain.rotation.RotationJudge;
import dev.pulse.domain.rotation.RotationReader;
import dev.pulse.domain.verdict.HeartbeatJudge;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.domain.verdict.SignatureVerifier;
import dev.pulse.schemas.Tick;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.streams.RecordTime;
import dev.pulse.telemetry.trace.StepTracing;
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
 * heartbeats.raw, proved one by one into heartbeats.verified or into the dead letters of their reason; and of
 * nodes.commands those that change bindings.
 *
 * <pre>
 *   heartbeats.raw ---+              +--> heartbeats.verified
 *                     +--> prove ---+--> heartbeats.dead.*
 *   nodes.commands ---+  bindings    +--> nodes.outcomes
 * </pre>
 *
 * <p>Both are read as bytes and decoded in the processor, so that what can't be decoded stops nothing. They have the same
 * partitions, and one task has both of a node: of what waits in the two, Kafka Streams takes the older record first.
 */
public final class VerifierTopology {
    /**
     * Store: node id to {@link Binding}. Logged, since bindings are facts that no replay of a 24-hour topic could bring
     * back; bounded by the number of node ids, 40 to 48 bytes each and the id; persistent, so that a restart need not read
     * them all.
     */
    public static final String BINDINGS = "bindings";

    static final String VERIFIED = "verified";
    static final String OUTCOMES = "outcomes";

    private static final List<Rejection> REASONS =
            List.of(Rejection.SIGNATURE, Rejection.SKEW, Rejection.IDENTITY, Rejection.POISON);

    private final VerifierSettings settings;
    private final SignatureVerifier signatures;
    private final RecordSerdes serdes;
    private final VerdictCounters counters;
    private final StepTracing tracing;
    private final SecureRandom random = new SecureRandom();

    /** A topology that traces nothing; the rest is as below. */
    public VerifierTopology(
            VerifierSettings settings, SignatureVerifier signatures, RecordSerdes serdes, VerdictCounters counters) {
        this(settings, signatures, serdes, counters, StepTracing.off());
    }

    /**
     * A topology.
     *
     * @param signatures what computes a signature's equation, of heartbeats and of rotations
     * @param tracing goes on with the traces of heartbeats
     */
    public VerifierTopology(
            VerifierSettings settings,
            SignatureVerifier signatures,
            RecordSerdes serdes,
            VerdictCounters counters,
            StepTracing tracing) {
        this.settings = settings;
        this.signatures = signatures;
        this.serdes = serdes;
        this.counters = counters;
        this.tracing = tracing;
    }

    /** The topology over a generation's topics; each call builds a new one. */
    public Topology build(Generation generation) {
        Topology topology = new Topology();
        read(topology, "raw", generation.name(Topics.RAW));
        read(topology, "commands", generation.name(Topics.COMMANDS));
        topology.addProcessor("prove", () -> prover(generation), "raw", "commands");
        topology.addStateStore(bindings(), "prove");
        write(topology, VERIFIED, Topics.VERIFIED, generation, new TicksStayInTheirPartition());
        write(topology, OUTCOMES, Topics.OUTCOMES, generation, null);
        REASONS.forEach(reason -> write(topology, deadLetters(reason), Topics.dead(reason), generation, null));
        return topology;
    }

    private static void read(Topology topology, String name, String topic) {
        topology.addSource(
                (AutoOffsetReset) null,
                name,
                new RecordTime(),
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                topic);
    }

    /** The step that proves, as each task of the topology gets one; also for measuring it without Kafka. */
    public Processor<String, byte[], String, SpecificRecord> prover(Generation generation) {
        ProveHeartbeats heartbeats = new ProveHeartbeats(
                new HeartbeatReader(settings.audience(), settings.allowUnsigned()),
                new HeartbeatJudge(signatures, settings.allowUnsigned(), settings.registration()),
                serdes.of(Topics.RAW).deserializer(),
                counters);
        TakeCommands commands = new TakeCommands(
                // A rotation names its marketplace to that one alone.
                new RotationReader(settings.audience(), null),
                new RotationJudge(signatures),
                settings.registration(),
                serdes.of(Topics.COMMANDS).deserializer(),
                counters);
        return new Prover(
                generation.name(Topics.COMMANDS), heartbeats, commands, tracing, this::noPairs, this::noLetters);
    }

    private DeadLetters noLetters() {
        return new DeadLetters(new LetterQuota(settings.letters(), secret()));
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

    /** @param partitioner where a record goes, or null for where Kafka's puts its key */
    private <V extends SpecificRecord> void write(
            Topology topology,
            String name,
            Topic<V> topic,
            Generation generation,
            StreamPartitioner<String, V> partitioner) {
        topology.addSink(
                name,
                generation.name(topic),
                new StringSerializer(),
                serdes.of(topic).serializer(),
                partitioner,
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
