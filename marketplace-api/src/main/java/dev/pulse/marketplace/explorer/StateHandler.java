package dev.pulse.marketplace.explorer;

import dev.pulse.marketplace.board.HoldBoard;
import dev.pulse.marketplace.follow.RecordHandler;
import dev.pulse.marketplace.index.NodeIndex;
import dev.pulse.schemas.NodeState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** Puts {@code nodes.state} into the index, and who has reservations on the board of those. */
final class StateHandler implements RecordHandler {
    private final NodeIndex index;
    private final HoldBoard holds;
    private final Deserializer<NodeState> states;

    StateHandler(NodeIndex index, HoldBoard holds, Deserializer<NodeState> states) {
        this.index = index;
        this.holds = holds;
        this.states = states;
    }

    @Override
    public void apply(ConsumerRecord<String, byte[]> record) {
        NodeState state = states.deserialize(record.topic(), record.value());
        if (record.key() == null || !index.take(record.key(), state)) {
            throw new SerializationException("key and state do not belong together, or are none of ours");
        }
        holds.apply(record.key(), state);
    }

    @Override
    public void flush() {
        index.show();
    }

    @Override
    public void forget() {
        index.clear();
        holds.forget();
    }
}
