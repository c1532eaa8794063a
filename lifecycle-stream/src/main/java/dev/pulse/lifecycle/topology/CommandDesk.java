package dev.pulse.lifecycle.topology;

import dev.pulse.domain.account.NodeId;
import dev.pulse.domain.life.Command;
import dev.pulse.domain.life.LifeRule;
import dev.pulse.domain.life.LifeStep;
import dev.pulse.domain.life.NodeLife;
import dev.pulse.domain.life.Ruling;
import dev.pulse.domain.life.Seen;
import dev.pulse.domain.liveness.Lease;
import dev.pulse.domain.liveness.LivenessRule;
import dev.pulse.domain.liveness.ObservedClock;
import dev.pulse.domain.liveness.Transition.Cause;
import dev.pulse.lifecycle.store.Answers;
import dev.pulse.lifecycle.store.Answers.Answer;
import dev.pulse.schemas.NodeCommand;
import dev.pulse.schemas.convert.CommandRecords;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** Carries out commands, each correlation id once, and what happens in a node's life when its time has come. */
final class CommandDesk {
    private final ObservedClock clock;
    private final NodeBook book;
    private final Sweep sweep;
    private final Outbox out;
    private final KeyValueStore<String, Answers> answers;
    private final Agenda agenda;

    CommandDesk(ProcessorContext<?, ?> context, ObservedClock clock, NodeBook book, Sweep sweep, Outbox out) {
        this.clock = clock;
        this.book = book;
        this.sweep = sweep;
        this.out = out;
        answers = context.getStateStore(Names.ANSWERS);
        agenda = new Agenda(context);
    }

    /**
     * Carries a command out, or says why not. One that was answered before gets the same answer again.
     *
     * @param at the record's time, unix milliseconds
     */
    void take(NodeCommand command, long at) {
        String nodeId = command.getNodeId();
        Answers before = Optional.ofNullable(answers.get(nodeId)).orElse(Answers.NONE);
        Optional<Answer> known = before.of(command.getCorrelationId());
        Answer answer = known.orElseGet(() -> carryOut(nodeId, command, at));
        if (known.isEmpty() && book.lease(nodeId) != null) {
            // Nothing is remembered of names that no node bears: anybody can send those.
            answers.put(nodeId, before.plus(answer));
        }
        out.outcome(nodeId, answer, at);
    }

    private Answer carryOut(String nodeId, NodeCommand command, long at) {
        String id = command.getCorrelationId();
        Command wanted;
        try {
            wanted = CommandRecords.command(command);
        } catch (IllegalArgumentException e) {
            return refused(id, nodeId, "bad_command", e.getMessage());
        }
        Lease lease = book.lease(nodeId);
        if (lease == null && !(wanted instanceof Command.Pair && NodeId.isValid(nodeId))) {
            return refused(id, nodeId, "unknown_node", "The node was neither heard from nor paired.");
        }
        NodeLife life = lease == null ? NodeLife.DISCOVERED : book.life(nodeId, lease);
        return switch (LifeRule.judge(life.elapsed(at), seen(nodeId, lease), wanted, at)) {
            case Ruling.Refused refused -> refused(id, nodeId, refused.code(), refused.detail());
            case Ruling.Unchanged same -> new Answer(id, true, "unchanged", same.detail(), sequence(nodeId));
            case Ruling.Changed changed -> {
                if (lease == null) {
                    expect(nodeId, command, at);
                }
                move(nodeId, changed.after(), Cause.COMMAND, "By " + command.getIssuedBy() + ".", at);
                yield new Answer(id, true, "ok", changed.detail(), sequence(nodeId));
            }
        };
    }

    /** What is over by now, in the lives whose time has come. */
    void elapse() {
        long now = clock.wall();
        agenda.due(now, nodeId -> {
            NodeLife life = book.life(nodeId, book.lease(nodeId)).elapsed(now);
            move(nodeId, life, Cause.ELAPSED, "Its time has come.", now);
        });
    }

    private void move(String nodeId, NodeLife life, Cause cause, String detail, long at) {
        Lease before = book.lease(nodeId);
        LifeStep step = LifeStep.to(life, before, cause, at, clock.observed());
        Lease after = step.lease().published(clock.observed());
        book.put(nodeId, before, after);
        book.put(nodeId, step.life());
        agenda.set(nodeId, step.life().nextChange(at));
        out.event(nodeId, after, step.transition(), detail);
        out.state(nodeId, after, book.facts(nodeId), step.life(), clock.observed(), at);
    }

    /** A node that was never heard from gets a lease, so that all that holds for nodes holds for it. */
    private void expect(String nodeId, NodeCommand command, long at) {
        Lease lease = LivenessRule.expected(at, clock.observed());
        book.put(nodeId, null, lease);
        book.put(nodeId, CommandRecords.facts(command.getPair()));
        sweep.place(book.number(nodeId), lease);
    }

    private Seen seen(String nodeId, Lease lease) {
        return lease == null || !lease.heardFrom()
                ? Seen.NEVER
                : new Seen(book.facts(nodeId).account(), lease.liveness());
    }

    private Answer refused(String id, String nodeId, String code, String detail) {
        return new Answer(id, false, code, detail, sequence(nodeId));
    }

    private long sequence(String nodeId) {
        Lease lease = book.lease(nodeId);
        return lease == null ? 0 : lease.standing().sequence();
    }
}
