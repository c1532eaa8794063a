package dev.pulse.marketplace.explorer;

import dev.pulse.marketplace.board.HoldBoard;
import dev.pulse.marketplace.follow.ReadAhead;
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
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Puts {@code nodes.state} into the index, and who has reservations on the board of those, and lets both be kept over the end of the
 * process: the index tells what its rows are, and the board what there is of a node.
 */
final class StateHandler implements RecordHandler {
    private final NodeIndex index;
    private final HoldBoard holds;
    private final Deserializer<NodeState> states;
    private final StateKeeper keeper;

    private final ReadAhead<ConsumerRecord<String, byte[]>, Read> ahead = new ReadAhead<>(this::read);

    /**
     * A state that was read.
     *
     * @param row what the index has of it; null where the node is gone, or of a region that is not served
     * @param state null where the node is gone
     */
    private record Read(NodeRow row, NodeState state) {}

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
            keeper.resume(index.served(), byPartition(oldest), byPartition(ends), new Restored())
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

    /** Takes back what was kept. */
    private final class Restored implements StateKeeper.Kept {
        @Override
        public void value(int column, int code, byte[] value) {
            index.restore(column, code, value);
        }

        @Override
        public void row(byte[] id, byte[] image) {
            index.restore(id, image);
        }

        @Override
        public void held(byte[] image) {
            holds.restore(image);
        }
    }

    private static Map<Integer, Long> byPartition(Map<TopicPartition, Long> offsets) {
        Map<Integer, Long> all = new HashMap<>();
        offsets.forEach((partition, offset) -> all.put(partition.partition(), offset));
        return all;
    }

    @Override
    public void fetched(List<ConsumerRecord<String, byte[]>> records) {
        ahead.begin(records);
    }

    private Read read(ConsumerRecord<String, byte[]> record) {
        NodeState state = states.deserialize(Topics.STATE.name(), record.value());
        if (record.key() == null || state != null && !state.getNodeId().equals(record.key())) {
            throw new SerializationException("key and state do not belong together");
        }
        if (state == null) {
            return new Read(null, null);
        }
        NodeEntry entry = Entries.of(state).orElseThrow(() -> new SerializationException("no state of ours"));
        return new Read(index.row(entry), state);
    }

    @Override
    public void apply(ConsumerRecord<String, byte[]> record) {
        Read read = ahead.next(record);
        index.take(record.key(), read.row());
        if (holds.apply(record.key(), read.state())) {
            keeper.held(record.key(), holds.image(record.key()));
        }
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
