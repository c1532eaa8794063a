package dev.pulse.lifecycle.topology;

import java.util.Comparator;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * When something in a node's life begins or ends by itself: one entry for each node that has such a time, which are those
 * with reservations or a maintenance window. Silence is the {@link Sweep}'s business.
 */
final class Agenda {
    /** At most so many nodes are called up for one tick; the next one goes on. */
    static final int STEP = 200;

    private record Entry(long at, String nodeId) {}

    private final KeyValueStore<String, Long> times;
    private final TreeSet<Entry> order =
            new TreeSet<>(Comparator.comparingLong(Entry::at).thenComparing(Entry::nodeId));

    Agenda(ProcessorContext<?, ?> context) {
        times = context.getStateStore(Names.AGENDA);
        try (KeyValueIterator<String, Long> all = times.all()) {
            while (all.hasNext()) {
                KeyValue<String, Long> entry = all.next();
                order.add(new Entry(entry.value, entry.key));
            }
        }
    }

    /**
     * Puts a node's time in the place of the one before.
     *
     * @param at unix milliseconds, or nothing
     */
    void set(String nodeId, OptionalLong at) {
        Long before = times.get(nodeId);
        if (before == null ? at.isEmpty() : at.isPresent() && at.getAsLong() == before) {
            return;
        }
        if (before != null) {
            order.remove(new Entry(before, nodeId));
        }
        if (at.isPresent()) {
            times.put(nodeId, at.getAsLong());
            order.add(new Entry(at.getAsLong(), nodeId));
        } else {
            times.delete(nodeId);
        }
    }

    /**
     * Calls up the nodes whose time has come, the earliest first. Each must be given its next time, or none.
     *
     * @param now unix milliseconds
     */
    void due(long now, Consumer<String> each) {
        for (int left = STEP; left > 0 && !order.isEmpty() && order.first().at() <= now; left--) {
            each.accept(order.first().nodeId());
        }
    }
}
