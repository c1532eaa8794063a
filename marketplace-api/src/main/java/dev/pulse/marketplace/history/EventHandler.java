package dev.pulse.marketplace.history;

import dev.pulse.domain.account.NodeId;
import dev.pulse.domain.history.Step;
import dev.pulse.domain.history.Unit;
import dev.pulse.marketplace.follow.RecordHandler;
import dev.pulse.marketplace.index.NodeIndex;
import dev.pulse.marketplace.index.uptime.DayMarks;
import dev.pulse.marketplace.store.LogIdentity;
import dev.pulse.marketplace.store.StoreMark;
import dev.pulse.marketplace.store.StoreRule;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.topic.Topics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts {@code nodes.events} into the store, marks what they mean in the index, and takes out what is too old. */
final class EventHandler implements RecordHandler {
    private static final Logger LOG = LoggerFactory.getLogger(EventHandler.class);

    /** As long as {@code nodes.events} keeps them. */
    static final long KEPT_MS = DayMarks.DAYS * Unit.DAY.ms();

    /** Of one node: one that goes and comes back every quarter of an hour for 52 days. */
    static final int MOST = 10_000;

    /** Marks that are shown in one step. */
    private static final int SHOWN = 256;
    /** Transitions that one step of the sweep looks at, some milliseconds. */
    private static final int SWEPT = 2_000;

    private static final long BETWEEN_SWEEPS_MS = 6 * Unit.HOUR.ms();

    private final TransitionStore store;
    private final Deserializer<NodeEvent> events;
    private final NodeIndex index;
    private final InstantSource clock;
    private final List<NodeEvent> read = new ArrayList<>();
    private final Map<String, byte[]> marks = new HashMap<>();
    private final LogIdentity.Source source;
    private LogIdentity log;
    /** As of when what is kept is complete, at the least. */
    private Instant asOf;

    private Map<Integer, Long> saved = Map.of();
    private TransitionStore.Sweep sweep;
    private long sweptAt = -BETWEEN_SWEEPS_MS;

    EventHandler(
            TransitionStore store,
            LogIdentity.Source source,
            Deserializer<NodeEvent> events,
            NodeIndex index,
            InstantSource clock) {
        this.store = store;
        this.source = source;
        this.events = events;
        this.index = index;
        this.clock = clock;
    }

    @Override
    public Map<TopicPartition, Long> resume(Map<TopicPartition, Long> oldest, Map<TopicPartition, Long> ends) {
        log = source.ask();
        asOf = clock.instant();
        Optional<StoreMark> mark = store.mark();
        Optional<String> another =
                mark.flatMap(kept -> StoreRule.another(kept, log, index.served(), byPartition(ends)));
        another.ifPresent(why -> LOG.warn("The history is thrown away and all of it is read from Kafka: {}.", why));
        if (mark.isEmpty() || another.isPresent()) {
            store.clear();
            saved = Map.of();
            return Map.of();
        }
        store.forEach((nodeId, all) -> {
            byte[] bytes = DayMarks.of(all.stream().map(StoredEvent::step).toList());
            if (bytes != null) {
                mark(nodeId, bytes);
            }
        });
        show();
        asOf = mark.get().asOf();
        Map<TopicPartition, Long> from = new HashMap<>();
        mark.get().offsets().forEach((partition, offset) -> {
            TopicPartition at = new TopicPartition(Topics.EVENTS.name(), partition);
            // What Kafka has dropped since is older than what is kept here.
            from.put(at, Math.max(offset, oldest.getOrDefault(at, 0L)));
        });
        return from;
    }

    private static Map<Integer, Long> byPartition(Map<TopicPartition, Long> offsets) {
        Map<Integer, Long> all = new HashMap<>();
        offsets.forEach((partition, offset) -> all.put(partition.partition(), offset));
        return all;
    }

    @Override
    public void apply(ConsumerRecord<String, byte[]> record) {
        NodeEvent event = events.deserialize(record.topic(), record.value());
        if (event == null || !NodeId.isValid(event.getNodeId()) || event.getSequence() < 1) {
            throw new SerializationException("an event without a node or a sequence is none of ours");
        }
        if (index.serves(event.getRegion())) {
            read.add(event);
        }
    }

    @Override
    public void flush() {
        if (!read.isEmpty()) {
            take();
            read.clear();
        }
        sweep();
    }

    private void take() {
        Map<String, NodeEvent> newest = new HashMap<>();
        Map<String, List<NodeEvent>> fresh = new LinkedHashMap<>();
        store.write(batch -> {
            for (NodeEvent event : read) {
                String nodeId = event.getNodeId();
                NodeEvent known = newest.computeIfAbsent(nodeId, store::newest);
                boolean anew = known != null
                        && event.getSequence() == 1
                        && event.getAt().isAfter(known.getAt());
                if (known != null && event.getSequence() <= known.getSequence() && !anew) {
                    continue;
                }
                List<NodeEvent> mine = fresh.computeIfAbsent(nodeId, none -> new ArrayList<>());
                if (anew) {
                    // Whoever decides has lost the node and begins again: its counters do too.
                    batch.forget(nodeId);
                    mine.clear();
                }
                batch.put(event);
                mine.add(event);
                newest.put(nodeId, event);
            }
        });
        fresh.forEach(this::follow);
        show();
    }

    private void follow(String nodeId, List<NodeEvent> more) {
        byte[] before = index.marks(nodeId);
        boolean anew = more.getFirst().getSequence() == 1;
        if (before != null && !anew) {
            byte[] after = before;
            for (NodeEvent event : more) {
                after = DayMarks.plus(after, StoredEvent.step(event));
            }
            mark(nodeId, after);
        } else if (before != null || !more.stream().map(StoredEvent::step).allMatch(DayMarks::plain)) {
            List<Step> all = store.all(nodeId).stream().map(StoredEvent::step).toList();
            mark(nodeId, DayMarks.of(all));
        }
    }

    private void mark(String nodeId, byte[] bytes) {
        marks.put(nodeId, bytes);
        if (marks.size() >= SHOWN) {
            show();
        }
    }

    private void show() {
        if (!marks.isEmpty()) {
            index.mark(marks);
            marks.clear();
        }
    }

    @Override
    public void reached(Map<TopicPartition, Long> next, Instant complete) {
        if (complete != null) {
            asOf = complete;
            index.today(Unit.DAY.begin(clock.millis()));
        }
        Map<Integer, Long> offsets = byPartition(next);
        if (!offsets.equals(saved)) {
            store.mark(new StoreMark(log.cluster(), log.topic(), log.partitions(), index.served(), asOf, offsets));
            saved = offsets;
        }
    }

    private void sweep() {
        long now = clock.millis();
        // The absolute value, so that a clock that is set back does not stop it.
        if (sweep == null && Math.abs(now - sweptAt) < BETWEEN_SWEEPS_MS) {
            return;
        }
        if (sweep == null) {
            sweep = store.new Sweep();
        }
        if (sweep.go(now - KEPT_MS, MOST, SWEPT)) {
            sweep = null;
            sweptAt = now;
        }
    }

    @Override
    public void forget() {
        // What is kept stays true; resume() says from where on more is read.
        read.clear();
    }
}
