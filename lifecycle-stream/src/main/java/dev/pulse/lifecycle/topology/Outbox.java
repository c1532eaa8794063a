package dev.pulse.lifecycle.topology;

import dev.pulse.domain.account.NodeId;
import dev.pulse.domain.letter.LetterQuota;
import dev.pulse.domain.life.NodeLife;
import dev.pulse.domain.life.Pause;
import dev.pulse.domain.liveness.Lease;
import dev.pulse.domain.liveness.Transition;
import dev.pulse.domain.node.NodeFacts;
import dev.pulse.domain.region.Headcount;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.lifecycle.measure.LifecycleCounters;
import dev.pulse.lifecycle.store.Answers.Answer;
import dev.pulse.schemas.EventCause;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.NodeOutcome;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.RegionCensus;
import dev.pulse.schemas.convert.HeartbeatRecords;
import dev.pulse.schemas.convert.LetterRecords;
import dev.pulse.schemas.convert.LifeRecords;
import dev.pulse.schemas.convert.States;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Writes what the keeper of nodes has to say into its topics. Record timestamps are those of ticks and heartbeats. */
final class Outbox {
    private final ProcessorContext<String, SpecificRecord> context;
    private final LifecycleCounters counters;
    private final int partition;
    private final int partitions;
    private final LetterQuota quota;

    Outbox(
            ProcessorContext<String, SpecificRecord> context,
            int partitions,
            LifecycleCounters counters,
            LetterQuota quota) {
        this.quota = quota;
        this.context = context;
        this.counters = counters;
        this.partition = context.taskId().partition();
        this.partitions = partitions;
    }

    /**
     * One transition.
     *
     * @param pause the uptime that stands still in an open maintenance window, or null
     * @param now observed milliseconds
     */
    void event(String nodeId, Lease lease, Transition transition, String detail, Pause pause, long now) {
        counters.transition(transition);
        Pause uptime = Pause.counted(pause, lease, now);
        send(
                Names.TO_EVENTS,
                nodeId,
                new NodeEvent(
                        nodeId,
                        transition.sequence(),
                        Instant.ofEpochMilli(transition.at()),
                        lease.region(),
                        States.liveness(transition.livenessBefore()),
                        States.liveness(transition.liveness()),
                        States.lifecycle(transition.lifecycleBefore()),
                        States.lifecycle(transition.lifecycle()),
                        EventCause.valueOf(transition.cause().name()),
                        detail,
                        uptime.onlineMs(),
                        uptime.observedMs()),
                transition.at());
    }

    /**
     * A node's state as of now.
     *
     * @param now observed milliseconds
     * @param at the same as unix milliseconds of the clock that is followed
     */
    void state(String nodeId, Lease lease, NodeFacts facts, NodeLife life, long now, long at) {
        Lease.Standing standing = lease.standing();
        Pause uptime = Pause.counted(life.pause(), lease, now);
        send(
                Names.TO_STATE,
                nodeId,
                new NodeState(
                        nodeId,
                        facts.account(),
                        States.liveness(lease.liveness()),
                        States.lifecycle(standing.lifecycle()),
                        lease.region(),
                        standing.sequence(),
                        Instant.ofEpochMilli(standing.since()),
                        Instant.ofEpochMilli(lease.firstSeen()),
                        Instant.ofEpochMilli(lease.last().receivedAt()),
                        lease.last().timestamp(),
                        standing.flaps(),
                        uptime.onlineMs(),
                        uptime.observedMs(),
                        lease.last().legacy(),
                        facts.hostname(),
                        facts.myceliumIp(),
                        facts.version(),
                        lease.uptimeS() < 0 ? null : lease.uptimeS(),
                        facts.runningVms() < 0 ? null : facts.runningVms(),
                        HeartbeatRecords.capacity(facts.capacity()),
                        HeartbeatRecords.location(facts.location()),
                        HeartbeatRecords.gpuRecords(facts.gpus()),
                        Instant.ofEpochMilli(at),
                        LifeRecords.owner(life.ownership()),
                        LifeRecords.offer(life.offer()),
                        LifeRecords.holds(life.holds()),
                        LifeRecords.window(life.window())),
                at);
    }

    /** What became of a command. */
    void outcome(String nodeId, Answer answer, long at) {
        send(
                Names.TO_OUTCOMES,
                nodeId,
                new NodeOutcome(
                        answer.correlationId(),
                        nodeId,
                        answer.done(),
                        answer.code(),
                        answer.detail(),
                        answer.sequence()),
                at);
    }

    /** This partition's count of one region. */
    void census(String region, Headcount count, long observed, long at) {
        send(
                Names.TO_CENSUS,
                region,
                new RegionCensus(
                        region,
                        partition,
                        partitions,
                        Instant.ofEpochMilli(at),
                        observed,
                        count.online(),
                        count.late(),
                        count.unknown(),
                        count.offline(),
                        count.newlyOffline(),
                        count.counts().advances(),
                        count.counts().duplicates(),
                        count.counts().replays()),
                at);
    }

    /**
     * A record that is not accepted, with its original bytes. The letter always fits into its topic, whatever died: the
     * original is cut, and its key is a node id or none.
     *
     * @param at when it was received, unix milliseconds
     */
    void deadLetter(
            Rejection reason,
            String key,
            String detail,
            byte[] original,
            RecordMetadata from,
            long at,
            String account) {
        String sink = reason == Rejection.REPLAY ? Names.TO_REPLAY : Names.TO_POISON;
        String nodeId = NodeId.isValid(key) ? key : null;
        send(
                sink,
                nodeId,
                LetterRecords.letter(
                        reason,
                        detail,
                        original,
                        quota.keeps(nodeId, LetterRecords.kept(original), at),
                        new LetterRecords.Source(from.topic(), from.partition(), from.offset()),
                        at,
                        account),
                at);
    }

    private void send(String sink, String key, SpecificRecord value, long at) {
        // Kafka refuses a timestamp that is far ahead of its own clock. Those of the records that were read it has let
        // in; what stands inside them is what their writer says.
        long newest = context.currentStreamTimeMs();
        context.forward(new Record<>(key, value, Math.max(0, newest < 0 ? at : Math.min(at, newest))), sink);
    }
}
