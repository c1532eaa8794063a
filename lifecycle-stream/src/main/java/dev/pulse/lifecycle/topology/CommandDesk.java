package dev.pulse.lifecycle.topology;

import dev.pulse.domain.liveness.Lease;
import dev.pulse.domain.liveness.LivenessRule;
import dev.pulse.domain.liveness.LivenessRule.Moved;
import dev.pulse.domain.liveness.ObservedClock;
import dev.pulse.domain.node.Command;
import dev.pulse.domain.node.CommandOutcome;
import dev.pulse.domain.node.NodeLife;
import dev.pulse.lifecycle.store.Answers;
import dev.pulse.lifecycle.store.Answers.Answer;
import dev.pulse.schemas.NodeCommand;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** Carries out commands, each correlation id once. */
final class CommandDesk {
    private final ObservedClock clock;
    private final NodeBook book;
    private final Outbox out;
    private final KeyValueStore<String, Answers> answers;

    CommandDesk(ProcessorContext<?, ?> context, ObservedClock clock, NodeBook book, Outbox out) {
        this.clock = clock;
        this.book = book;
        this.out = out;
        answers = context.getStateStore(Names.ANSWERS);
    }

    /**
     * Carries a command out, or says why not. One that was answered before gets the same answer again.
     *
     * @param at the record's time, unix milliseconds
     */
    void take(NodeCommand command, long at) {
        String nodeId = command.getNodeId();
        Lease lease = book.lease(nodeId);
        Answers before = Optional.ofNullable(answers.get(nodeId)).orElse(Answers.NONE);
        Optional<Answer> known = before.of(command.getCorrelationId());
        Answer answer = known.orElseGet(() -> carryOut(nodeId, lease, command, at));
        if (known.isEmpty() && lease != null) {
            // Nothing is remembered of names that no node bears: anybody can send those.
            answers.put(nodeId, before.plus(answer));
        }
        out.outcome(nodeId, answer, at);
    }

    private Answer carryOut(String nodeId, Lease lease, NodeCommand command, long at) {
        Command wanted = Command.valueOf(command.getKind().name());
        long sequence = lease == null ? 0 : lease.standing().sequence();
        return switch (NodeLife.judge(lease == null ? null : lease.standing().lifecycle(), wanted)) {
            case CommandOutcome.Refused refused ->
                new Answer(command.getCorrelationId(), false, refused.code(), refused.detail(), sequence);
            case CommandOutcome.Done done -> {
                Moved moved = LivenessRule.live(lease, done.state(), at);
                Lease after = moved.lease().published(clock.observed());
                book.put(nodeId, lease, after);
                out.event(nodeId, after, moved.transition(), "By " + command.getIssuedBy() + ".");
                out.state(nodeId, after, book.facts(nodeId), clock.observed(), at);
                yield new Answer(
                        command.getCorrelationId(),
                        true,
                        "ok",
                        done.detail(),
                        moved.transition().sequence());
            }
        };
    }
}
