package dev.pulse.lifecycle.topology;

import dev.pulse.domain.account.Account;
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
import dev.pulse.domain.node.NodeFacts;
import dev.pulse.lifecycle.store.Answers;
import dev.pulse.lifecycle.store.Answers.Answer;
import dev.pulse.schemas.CommandKind;
import dev.pulse.schemas.NodeCommand;
import dev.pulse.schemas.NodeRotated;
import dev.pulse.schemas.RotationRecord;
import dev.pulse.schemas.convert.CommandRecords;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Carries out commands, each correlation id once, and what happens in a node's life when its time has come. A rotation is
 * the verifier's to carry out and to refuse; what it has done is followed and answered here.
 */
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
        if (command.getKind() != CommandKind.ROTATE) {
            String nodeId = command.getNodeId();
            answer(nodeId, command.getCorrelationId(), () -> carryOut(nodeId, command, at), at);
        }
    }

    /**
     * Follows a change of a node's account, and answers the command that wanted it.
     *
     * @param at the record's time, unix milliseconds
     */
    void rotated(NodeRotated rotated, long at) {
        answer(rotated.getNodeId(), rotated.getCorrelationId(), () -> follow(rotated, at), at);
    }

    private void answer(String nodeId, String correlationId, Supplier<Answer> make, long at) {
        Answers before = Optional.ofNullable(answers.get(nodeId)).orElse(Answers.NONE);
        Optional<Answer> known = before.of(correlationId);
        Answer answer = known.orElseGet(make);
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

    private Answer follow(NodeRotated rotated, long at) {
        String id = rotated.getCorrelationId();
        String nodeId = rotated.getNodeId();
        Lease lease = book.lease(nodeId);
        if (lease == null) {
            // Its pairing bound it, and is still on its way here.
            return new Answer(id, true, "ok", "The node has another account now; no more is known of it.", 0);
        }
        RotationRecord rotation = rotated.getRotation();
        NodeFacts facts = book.facts(nodeId);
        Ruling ruling = LifeRule.rotated(
                book.life(nodeId, lease).elapsed(at),
                facts.account(),
                new Account(rotation.getAccount()),
                new Account(rotation.getNewAccount()));
        if (!(ruling instanceof Ruling.Changed changed)) {
            return new Answer(id, true, "unchanged", ruling.detail(), sequence(nodeId));
        }
        book.put(nodeId, facts.under(rotation.getNewAccount()));
        String by = rotation.getOwner() == null ? "its old key" : "the owner of its farm";
        String detail =
                "From account " + rotation.getAccount() + " to " + rotation.getNewAccount() + ", by " + by + ".";
        move(nodeId, changed.after(), Cause.ROTATED, detail, at);
        return new Answer(id, true, "ok", changed.detail(), sequence(nodeId));
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
        if (!step.life().equals(NodeLife.DISCOVERED)) {
            book.put(nodeId, step.life());
        }
        agenda.set(nodeId, step.life().nextChange(at));
        out.event(nodeId, after, step.transition(), detail, step.life().pause(), clock.observed());
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
