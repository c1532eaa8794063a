package dev.pulse.marketplace.live;

import dev.pulse.marketplace.follow.RecordHandler;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.schemas.NodeEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The newest transitions, and everybody who watches for more. A client that comes back with its cursor gets what it
 * missed, as far as {@link #KEPT} transitions back; beyond that it is told to load anew with a {@code reset} event.
 */
public final class EventHub implements RecordHandler {
    /** Transitions that are kept for clients that come back: a few megabytes. */
    public static final int KEPT = 10_000;

    /** Frames that wait for one client at most. */
    public static final int QUEUE = 1_000;

    private final Set<String> served;
    private final Deserializer<NodeEvent> events;
    private final Function<NodeEvent, String> json;
    private final Function<String, Optional<NodeEntry>> nodes;
    private final int maxWatchers;
    private final int kept;
    private final int queue;
    private final Object lock = new Object();
    private final Deque<LiveEvent> newest = new ArrayDeque<>();
    private final Set<Watcher> watchers = new LinkedHashSet<>();
    private EventCursor next = new EventCursor(new long[0]);
    private EventCursor oldest = new EventCursor(new long[0]);
    private Frame stats;
    private boolean closed;
    private volatile Consumer<NodeEvent> listener = event -> {};

    /**
     * A hub without events.
     *
     * @param served regions whose nodes are shown; empty for all
     * @param json an event as a client gets it, on one line
     * @param nodes what is known of a node
     * @param maxWatchers clients at one time
     */
    public EventHub(
            Set<String> served,
            Deserializer<NodeEvent> events,
            Function<NodeEvent, String> json,
            Function<String, Optional<NodeEntry>> nodes,
            int maxWatchers) {
        this(served, events, json, nodes, maxWatchers, KEPT, QUEUE);
    }

    EventHub(
            Set<String> served,
            Deserializer<NodeEvent> events,
            Function<NodeEvent, String> json,
            Function<String, Optional<NodeEntry>> nodes,
            int maxWatchers,
            int kept,
            int queue) {
        this.served = Set.copyOf(served);
        this.events = events;
        this.json = json;
        this.nodes = nodes;
        this.maxWatchers = maxWatchers;
        this.kept = kept;
        this.queue = queue;
    }

    @Override
    public void begin(Map<TopicPartition, Long> from, Map<TopicPartition, Long> first) {
        int partitions = 1
                + from.keySet().stream()
                        .mapToInt(TopicPartition::partition)
                        .max()
                        .orElse(-1);
        long[] offsets = new long[partitions];
        from.forEach((partition, offset) -> offsets[partition.partition()] = offset);
        synchronized (lock) {
            next = new EventCursor(offsets);
            oldest = next;
        }
    }

    @Override
    public void forget() {
        synchronized (lock) {
            newest.clear();
            Frame reset = reset("The stream of transitions began anew.");
            watchers.forEach(watcher -> watcher.end(new Frame(null, reset.name(), reset.data(), true)));
            watchers.clear();
        }
    }

    @Override
    public void apply(ConsumerRecord<String, byte[]> record) {
        NodeEvent event = events.deserialize(record.topic(), record.value());
        boolean shown = event != null && (served.isEmpty() || served.contains(event.getRegion()));
        if (shown) {
            listener.accept(event);
        }
        String text = shown ? json.apply(event) : null;
        synchronized (lock) {
            next = next.after(record.partition(), record.offset());
            if (shown) {
                publish(new LiveEvent(
                        record.partition(),
                        record.offset(),
                        event.getNodeId(),
                        event.getRegion(),
                        event.getLiveness(),
                        event.getLifecycle(),
                        event.getCause(),
                        new Whose(event.getNodeId(), nodes),
                        text,
                        next.toString()));
            }
        }
    }

    private void publish(LiveEvent event) {
        newest.addLast(event);
        if (newest.size() > kept) {
            LiveEvent gone = newest.removeFirst();
            oldest = oldest.after(gone.partition(), gone.offset());
        }
        Frame frame = event.frame(event.id());
        List<Watcher> tooSlow = new ArrayList<>();
        for (Watcher watcher : watchers) {
            if (watcher.filter().test(event) && !watcher.offer(frame)) {
                tooSlow.add(watcher);
            }
        }
        tooSlow.forEach(this::drop);
    }

    private void drop(Watcher watcher) {
        watcher.end(new Frame(
                null,
                "dropped",
                "{\"error\":\"too_slow\",\"detail\":\"More than " + queue
                        + " events were waiting for this client. Connect again with the last id that arrived.\"}",
                true));
        watchers.remove(watcher);
    }

    /** Sends everybody the newest counts; the next client gets them at once. */
    public void publishStats(String data) {
        synchronized (lock) {
            // It carries the cursor too: a client that filters moves on with everybody else.
            stats = new Frame(next.toString(), "stats", data, false);
            List<Watcher> tooSlow = new ArrayList<>();
            for (Watcher watcher : watchers) {
                if (!watcher.offer(stats)) {
                    tooSlow.add(watcher);
                }
            }
            tooSlow.forEach(this::drop);
        }
    }

    /**
     * A new client, or empty when there are too many already. It must be given back with {@link #leave}.
     *
     * @param from the cursor that it comes back with, or null
     * @param recent without a cursor, how many of the newest matching transitions it gets first, 0 or more
     */
    public Optional<Watcher> watch(WatchFilter filter, EventCursor from, int recent) {
        synchronized (lock) {
            if (closed || watchers.size() >= maxWatchers) {
                return Optional.empty();
            }
            Watcher watcher = new Watcher(filter, queue);
            List<Frame> first = new ArrayList<>();
            if (from == null) {
                List<LiveEvent> matching = newest.stream().filter(filter::test).toList();
                matching.stream()
                        .skip(Math.max(0, matching.size() - recent))
                        .forEach(event -> first.add(event.frame(event.id())));
            } else if (reaches(from)) {
                first.addAll(missed(from, filter));
            } else {
                first.add(reset("What came after this cursor is no longer kept. Load the nodes anew, then go on."));
            }
            if (stats != null) {
                first.add(new Frame(next.toString(), stats.name(), stats.data(), false));
            }
            watcher.begin(first);
            watchers.add(watcher);
            return Optional.of(watcher);
        }
    }

    /**
     * What a client has not seen. The cursor may come from another instance, which read the partitions in another order:
     * so each frame carries the client's own cursor, not the hub's.
     */
    private List<Frame> missed(EventCursor from, WatchFilter filter) {
        List<Frame> frames = new ArrayList<>();
        EventCursor seen = from;
        for (LiveEvent event : newest) {
            if (!seen.hasSeen(event.partition(), event.offset())) {
                seen = seen.after(event.partition(), event.offset());
                if (filter.test(event)) {
                    frames.add(event.frame(seen.toString()));
                }
            }
        }
        return frames;
    }

    /** Whether every transition after a cursor is still kept, and the cursor is not of another Kafka's future. */
    private boolean reaches(EventCursor from) {
        return from.partitions() == next.partitions() && from.covers(oldest) && next.covers(from);
    }

    private static Frame reset(String detail) {
        return new Frame(null, "reset", "{\"error\":\"reset\",\"detail\":\"" + detail + "\"}", false);
    }

    /** Takes a client out. */
    public void leave(Watcher watcher) {
        synchronized (lock) {
            watchers.remove(watcher);
        }
    }

    /** Whom each transition is shown to as it is read, by the thread that reads. */
    public void listen(Consumer<NodeEvent> next) {
        listener = next;
    }

    /** How many clients there are. */
    public int watchers() {
        synchronized (lock) {
            return watchers.size();
        }
    }

    /** Says farewell to everybody; nobody new comes in. */
    public void close() {
        synchronized (lock) {
            closed = true;
            Frame farewell =
                    new Frame(null, "bye", "{\"detail\":\"The server is stopping. Connect again soon.\"}", true);
            watchers.forEach(watcher -> watcher.end(farewell));
            watchers.clear();
        }
    }
}
