package dev.pulse.lifecycle.topology;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.account.NodeId;
import dev.pulse.domain.letter.LetterQuota;
import dev.pulse.domain.limit.KeyHash;
import dev.pulse.domain.liveness.ClockState;
import dev.pulse.domain.liveness.LivenessRule;
import dev.pulse.domain.liveness.ObservedClock;
import dev.pulse.domain.liveness.ObservedClock.Effect;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.lifecycle.measure.LifecycleCounters;
import dev.pulse.schemas.DeadLetter;
import dev.pulse.schemas.NodeCommand;
import dev.pulse.schemas.NodeRotated;
import dev.pulse.schemas.RegionVerdict;
import dev.pulse.schemas.Tick;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.convert.CommandRecords;
import dev.pulse.schemas.convert.States;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.streams.CommitHook;
import dev.pulse.telemetry.trace.StepTrace;
import dev.pulse.telemetry.trace.StepTracing;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps the nodes of one partition: reads each record, and hands it to the part that knows what to do with it. Time is
 * the partition's observed time; the wall clock only wakes it up to go on with a sweep that was cut short.
 */
final class NodeKeeper implements Processor<String, byte[], String, SpecificRecord> {
    /** Dead letters of the verifier: what {@code last_rejected} is made of. Replays are found here. */
    static final List<Topic<DeadLetter>> DEAD = Stream.of(
                    Rejection.SIGNATURE, Rejection.SKEW, Rejection.IDENTITY, Rejection.POISON)
            .map(Topics::dead)
            .toList();

    private static final Duration WAKE_UP = Duration.ofMillis(50);

    private final LifecycleSettings settings;
    private final Generation generation;
    private final LifecycleCounters counters;
    private final Tallies tallies;
    private final LeaseTables tables;
    private final StepTracing tracing;
    private final KeyHash secret;
    private final String commandTopic;
    private final Set<String> deadTopics;
    private final Map<String, Deserializer<? extends SpecificRecord>> readers = new HashMap<>();

    private ProcessorContext<String, SpecificRecord> context;
    private KeyValueStore<String, ClockState> saved;
    private ObservedClock clock;
    private NodeBook book;
    private Outbox out;
    private Sweep sweep;
    private HeartbeatDesk heartbeats;
    private CommandDesk commands;
    private RejectionBook rejections;

    NodeKeeper(
            LifecycleSettings settings,
            Generation generation,
            RecordSerdes serdes,
            LifecycleCounters counters,
            Tallies tallies,
            LeaseTables tables,
            StepTracing tracing,
            KeyHash secret) {
        this.settings = settings;
        this.generation = generation;
        this.counters = counters;
        this.secret = secret;
        this.commandTopic = generation.name(Topics.COMMANDS);
        this.deadTopics = DEAD.stream().map(generation::name).collect(Collectors.toUnmodifiableSet());
        this.tables = tables;
        this.tracing = tracing;
        this.tallies = tallies;
        Stream.<Topic<?>>concat(Stream.of(Topics.VERIFIED, Topics.COMMANDS, Topics.VERDICTS), DEAD.stream())
                .forEach(topic ->
                        readers.put(generation.name(topic), serdes.of(topic).deserializer()));
    }

    /** Called when the stores have been restored. */
    @Override
    public void init(ProcessorContext<String, SpecificRecord> given) {
        context = given;
        int partition = context.taskId().partition();
        long hold = settings.liveness().intervalMs();
        saved = context.getStateStore(Names.CLOCK);
        ClockState state = saved.get(Names.CLOCK_KEY);
        long tolerance = settings.tickToleranceMs();
        clock = state == null ? new ObservedClock(hold, tolerance) : new ObservedClock(hold, tolerance, state);
        LivenessRule rule = new LivenessRule(settings.liveness());
        book = new NodeBook(context);
        out = new Outbox(context, generation.partitions(), counters, new LetterQuota(settings.letters(), secret));
        sweep = new Sweep(rule, clock, book, out, tallies, counters, partition);
        rejections = new RejectionBook(context);
        heartbeats = new HeartbeatDesk(rule, clock, book, rejections, sweep, out, counters);
        commands = new CommandDesk(context, clock, book, sweep, out);
        book.recount(sweep::place);
        context.<CommitHook>getStateStore(Names.BEFORE_COMMIT).beforeCommit(book.leases()::seal);
        tables.open(partition, book.leases());
        context.schedule(WAKE_UP, PunctuationType.WALL_CLOCK_TIME, now -> sweep.resume());
    }

    @Override
    public void process(Record<String, byte[]> record) {
        RecordMetadata from = context.recordMetadata().orElseThrow();
        if (isTooLong(record, from)) {
            poison(record, from, "A command has at most " + CommandRecords.MAX_BYTES + " bytes.");
            return;
        }
        SpecificRecord value;
        try {
            value = readers.get(from.topic()).deserialize(from.topic(), record.value());
        } catch (SerializationException e) {
            poison(record, from, "The record can't be decoded: " + e.getMessage());
            return;
        }
        String contradiction = contradiction(record.key(), value, from);
        if (contradiction != null) {
            poison(record, from, contradiction);
            return;
        }
        switch (value) {
            case VerifiedHeartbeat heartbeat -> hear(record, heartbeat, from);
            case Tick tick -> tick(tick);
            case RegionVerdict verdict ->
                sweep.judged(verdict.getRegion(), verdict.getDisturbed(), verdict.getCovers());
            case NodeRotated rotated -> commands.rotated(rotated, record.timestamp());
            case NodeCommand command -> commands.take(command, record.timestamp());
            case DeadLetter letter -> rejected(record.key(), letter);
            default -> throw new IllegalStateException("no topic has " + value.getClass());
        }
    }

    private void hear(Record<String, byte[]> record, VerifiedHeartbeat heartbeat, RecordMetadata from) {
        try (StepTrace trace =
                tracing.begin(record.headers(), from.topic(), from.partition(), from.offset(), record.key())) {
            heartbeats.take(heartbeat, record.value(), from, context.currentSystemTimeMs(), trace);
        }
    }

    private boolean isTooLong(Record<String, byte[]> record, RecordMetadata from) {
        return record.value() != null
                && record.value().length > CommandRecords.MAX_BYTES
                && from.topic().equals(commandTopic);
    }

    /** Why a record that could be read must not be believed, or null. */
    private static String contradiction(String key, SpecificRecord value, RecordMetadata from) {
        if (value == null) {
            return "The record has no value.";
        }
        return switch (value) {
            case VerifiedHeartbeat heartbeat -> contradiction(key, heartbeat);
            case NodeRotated rotated -> contradiction(key, rotated);
            case NodeCommand command ->
                command.getNodeId().equals(key) ? null : "The key is not the command's node_id.";
            case Tick tick -> misplaced(tick.getPartition(), from);
            case RegionVerdict verdict -> misplaced(verdict.getPartition(), from);
            default -> null;
        };
    }

    private static String contradiction(String key, VerifiedHeartbeat heartbeat) {
        if (!heartbeat.getNodeId().equals(key)) {
            return "The key is not the heartbeat's node_id.";
        }
        if (!NodeId.isValid(key)) {
            return "The node_id is none.";
        }
        if (!Account.isImplicit(heartbeat.getAccount())) {
            return "The account is none.";
        }
        return heartbeat.getTimestamp() < 0 ? "The timestamp is negative." : null;
    }

    private static String contradiction(String key, NodeRotated rotated) {
        if (!rotated.getNodeId().equals(key) || !NodeId.isValid(key)) {
            return "The key is not the rotation's node_id, or none.";
        }
        return Account.isImplicit(rotated.getRotation().getAccount())
                        && Account.isImplicit(rotated.getRotation().getNewAccount())
                ? null
                : "An account is none.";
    }

    private static String misplaced(int partition, RecordMetadata from) {
        return partition == from.partition() ? null : "The record was written for partition " + partition + ".";
    }

    private void tick(Tick tick) {
        Effect effect = clock.tick(tick.getIngest(), tick.getAt().toEpochMilli());
        saved.put(Names.CLOCK_KEY, clock.state());
        if (effect != Effect.IGNORED) {
            sweep.ticked();
            commands.elapse();
        }
    }

    private void rejected(String key, DeadLetter letter) {
        if (NodeId.isValid(key)) {
            rejections.note(
                    key,
                    book.lease(key) != null,
                    States.reason(letter.getReason()),
                    letter.getDetail(),
                    letter.getAt().toEpochMilli());
        }
    }

    /** A dead letter that can't be read is left where it is: a dead letter of it would come back here. */
    private void poison(Record<String, byte[]> record, RecordMetadata from, String detail) {
        if (!deadTopics.contains(from.topic())) {
            out.deadLetter(Rejection.POISON, record.key(), detail, record.value(), from, record.timestamp(), null);
        }
    }

    @Override
    public void close() {
        if (context != null) {
            tallies.remove(context.taskId().partition());
            if (book != null) {
                tables.close(context.taskId().partition(), book.leases());
            }
        }
    }
}
