package dev.pulse.marketplace.explorer;

import dev.pulse.marketplace.board.HoldBoard;
import dev.pulse.marketplace.follow.RecordHandler;
import dev.pulse.marketplace.index.NodeIndex;
import dev.pulse.marketplace.index.node.Entries;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.index.table.NodeRow;
import dev.pulse.marketplace.store.StateKeeper;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.topic.Topics;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Puts {@code nodes.state} into the index, and who has reservations on the board of those; and keeps the records that either needs, so
 * that both come back after a start.
 */
final class StateHandler implements RecordHandler {
    private final NodeIndex index;
    private final HoldBoard holds;
    private final Deserializer<NodeState> states;
    private final StateKeeper keeper;

    /**
     * A state that was kept.
     *
     * @param row what the index has of it; null where it is of a region that is not served
     * @param held the record, where it has reservations
     */
    private record Kept(String nodeId, NodeRow row, NodeState held) {}

    StateHandler(NodeIndex index, HoldBoard holds, Deserializer<NodeState> states, StateKeeper keeper) {
        this.index = index;
        this.holds = holds;
        this.states = states;
        this.keeper = keeper;
    }

    @Override
    public Map<TopicPartition, Long> resume(Map<TopicPartition, Long> oldest, Map<TopicPartition, Long> ends) {
        index.load();
        try {
            Map<TopicPartition, Long> next = new HashMap<>();
            keeper.resume(index.served(), byPartition(oldest), byPartition(ends), this::decoded, this::take)
                    .forEach((partition, offset) ->
                            next.put(new TopicPartition(Topics.STATE.name(), partition), offset));
            index.loaded();
            return next;
        } catch (RuntimeException halfway) {
            index.clear();
            holds.forget();
            throw halfway;
        }
    }

    private static Map<Integer, Long> byPartition(Map<TopicPartition, Long> offsets) {
        Map<Integer, Long> all = new HashMap<>();
        offsets.forEach((partition, offset) -> all.put(partition.partition(), offset));
        return all;
    }

    private Kept decoded(byte[] value) {
        NodeState state = states.deserialize(Topics.STATE.name(), value);
        NodeEntry entry = Entries.of(state).orElseThrow(() -> new SerializationException("no state of ours"));
        return new Kept(
                state.getNodeId(),
                index.serves(state.getRegion()) ? new NodeRow(entry) : null,
                state.getHolds().isEmpty() ? null : state);
    }

    private void take(Kept kept) {
        if (kept.row() != null) {
            index.take(kept.row());
        }
        if (kept.held() != null) {
            holds.apply(kept.nodeId(), kept.held());
        }
    }

    @Override
    public void apply(ConsumerRecord<String, byte[]> record) {
        NodeState state = states.deserialize(record.topic(), record.value());
        if (record.key() == null || !index.take(record.key(), state)) {
            throw new SerializationException("key and state do not belong together, or are none of ours");
        }
        holds.apply(record.key(), state);
        boolean needed = state != null
                && (index.serves(state.getRegion()) || !state.getHolds().isEmpty());
        keeper.keep(record.key(), needed ? record.value() : null);
    }

    @Override
    public void flush() {
        index.show();
    }

    @Override
    public void reached(Map<TopicPartition, Long> next, Instant asOf) {
        keeper.reached(byPartition(next), asOf);
    }

    @Override
    public void forget() {
        index.clear();
        holds.forget();
        keeper.forget();
    }
}
