package dev.pulse.lifecycle.topology;

import dev.pulse.domain.heartbeat.Heartbeat;
import dev.pulse.domain.life.NodeLife;
import dev.pulse.domain.liveness.Accounting;
import dev.pulse.domain.liveness.Beat;
import dev.pulse.domain.liveness.Lease;
import dev.pulse.domain.liveness.LivenessRule;
import dev.pulse.domain.liveness.ObservedClock;
import dev.pulse.domain.liveness.Transition;
import dev.pulse.domain.node.NodeFacts;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.lifecycle.measure.LifecycleCounters;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.convert.HeartbeatRecords;
import dev.pulse.telemetry.trace.StepTrace;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Accounts each verified heartbeat exactly once, as an advance, a duplicate or a replay. */
final class HeartbeatDesk {
    private final LivenessRule rule;
    private final ObservedClock clock;
    private final NodeBook book;
    private final RejectionBook rejections;
    private final Sweep sweep;
    private final Outbox out;
    private final LifecycleCounters counters;

    HeartbeatDesk(
            LivenessRule rule,
            ObservedClock clock,
            NodeBook book,
            RejectionBook rejections,
            Sweep sweep,
            Outbox out,
            LifecycleCounters counters) {
        this.rule = rule;
        this.clock = clock;
        this.book = book;
        this.rejections = rejections;
        this.sweep = sweep;
        this.out = out;
        this.counters = counters;
    }

    /**
     * Takes a heartbeat.
     *
     * @param raw the record's value, byte for byte
     * @param from where it stands
     * @param now the machine's clock, unix milliseconds, which nothing but a measurement is made of
     * @param trace is told what it was accounted as, and what it changed
     */
    void take(VerifiedHeartbeat record, byte[] raw, RecordMetadata from, long now, StepTrace trace) {
        Heartbeat heartbeat = HeartbeatRecords.heartbeat(record);
        String nodeId = heartbeat.nodeId();
        long receivedAt = record.getReceivedAt().toEpochMilli();
        Beat beat = new Beat(
                new Lease.Evidence(
                        heartbeat.timestamp(),
                        record.getPayloadDigest(),
                        receivedAt,
                        record.getLegacy(),
                        from.partition(),
                        from.offset()),
                clock.heardAt(record.getIngest(), receivedAt, rule.policy().graceMs()),
                heartbeat.region(),
                heartbeat.uptimeS(),
                NodeFacts.digest(heartbeat));
        Lease before = book.lease(nodeId);
        switch (rule.hear(before, beat, clock.observed())) {
            case Accounting.Advance advance -> {
                counters.advance(now - receivedAt);
                advance(heartbeat, before, advance, receivedAt);
                tell(trace, advance.transition());
            }
            case Accounting.Duplicate duplicate -> {
                counters.duplicate();
                book.put(nodeId, before, duplicate.lease());
                trace.accounted("duplicate");
            }
            case Accounting.Replay replay -> {
                counters.replay();
                book.put(nodeId, before, replay.lease());
                rejections.note(nodeId, true, Rejection.REPLAY, replay.detail(), receivedAt);
                out.deadLetter(Rejection.REPLAY, nodeId, replay.detail(), raw, from, receivedAt, record.getAccount());
                trace.accounted("replay");
            }
        }
    }

    private static void tell(StepTrace trace, Transition transition) {
        trace.accounted("advance");
        if (transition != null) {
            trace.transition(transition.livenessBefore(), transition.liveness(), transition.cause());
        }
    }

    private void advance(Heartbeat heartbeat, Lease before, Accounting.Advance advance, long at) {
        String nodeId = heartbeat.nodeId();
        Lease after = advance.lease();
        NodeFacts changed = changedFacts(heartbeat, before, after);
        if (changed != null) {
            book.put(nodeId, changed);
        }
        boolean publish = advance.transition() != null
                || changed != null
                || !after.region().equals(before.region())
                || after.last().legacy() != before.last().legacy();
        if (publish) {
            after = after.published(clock.observed());
        }
        book.put(nodeId, before, after);
        if (!publish) {
            return;
        }
        NodeLife life = book.life(nodeId, after);
        if (advance.transition() != null) {
            sweep.revived(nodeId, after);
            out.event(nodeId, after, advance.transition(), "", life.pause(), clock.observed());
        }
        NodeFacts facts = changed == null ? book.facts(nodeId) : changed;
        out.state(nodeId, after, facts, life, clock.observed(), at);
    }

    /** The facts after a heartbeat where they differ from those before it, otherwise null. */
    private NodeFacts changedFacts(Heartbeat heartbeat, Lease before, Lease after) {
        if (before == null) {
            return NodeFacts.of(heartbeat);
        }
        if (before.factsDigest() == after.factsDigest()) {
            return null;
        }
        NodeFacts known = book.facts(heartbeat.nodeId());
        NodeFacts merged = known.merge(heartbeat);
        return merged.equals(known) ? null : merged;
    }
}
