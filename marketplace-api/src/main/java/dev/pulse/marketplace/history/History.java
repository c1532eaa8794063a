package dev.pulse.marketplace.history;

import dev.pulse.domain.history.Reading;
import dev.pulse.domain.history.Timeline;
import dev.pulse.marketplace.follow.ConsumerFactory;
import dev.pulse.marketplace.follow.Progress;
import dev.pulse.marketplace.follow.StartAt;
import dev.pulse.marketplace.follow.TopicFollower;
import dev.pulse.marketplace.index.NodeIndex;
import dev.pulse.marketplace.index.node.NodeEntry;
import dev.pulse.marketplace.store.LogIdentity;
import dev.pulse.marketplace.store.StoreSettings;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.topic.Topics;
import java.time.InstantSource;
import java.util.List;

/**
 * The past of the nodes that are served: their transitions, as long as {@code nodes.events} keeps them, and uptime as it follows
 * from what the transitions say (docs/decisions/0025-uptime-from-what-events-say.md). It reads for itself: the stream of live
 * transitions begins near their end and must not wait while 90 days of them are read here.
 */
public final class History implements AutoCloseable {
    private static final String FILES = "history";

    private final TransitionStore store;
    private final TopicFollower follower;
    private final NodeIndex index;

    private History(TransitionStore store, TopicFollower follower, NodeIndex index) {
        this.store = store;
        this.follower = follower;
        this.index = index;
    }

    /**
     * A history that reads nothing yet.
     *
     * @param settings where a folder of it is, so that a start reads what is new; null to keep it in memory and read all of it
     * @param source tells which log is read
     * @param index gets marks, so that it may be searched by uptime in some days; says which regions are served
     * @throws IllegalStateException when the folder can't be used
     */
    public static History open(
            StoreSettings settings,
            LogIdentity.Source source,
            ConsumerFactory consumers,
            RecordSerdes serdes,
            NodeIndex index,
            InstantSource clock) {
        TransitionStore store =
                TransitionStore.open(settings == null ? null : settings.folder().resolve(FILES));
        EventHandler handler =
                new EventHandler(store, source, serdes.of(Topics.EVENTS).deserializer(), index, clock);
        TopicFollower follower = new TopicFollower(
                "history", consumers, List.of(Topics.EVENTS.name()), StartAt.BEGINNING, handler, clock);
        return new History(store, follower, index);
    }

    /** Begins to read. Once only. */
    public void start() {
        follower.start();
    }

    /** Stops within some 4 seconds. */
    @Override
    public void close() {
        follower.close();
        store.close();
    }

    /** How far the transitions are. */
    public Progress progress() {
        return follower.progress();
    }

    /**
     * A node's newest transitions, the newest first.
     *
     * @param before only those with a smaller sequence; {@link Long#MAX_VALUE} for all
     * @param since only those at this time or later, unix milliseconds
     * @param most so many at most
     */
    public List<NodeEvent> transitions(String nodeId, long before, long since, int most) {
        return store.newest(nodeId, before, since, most);
    }

    /** A node's counters over time, up to its newest state. */
    public Timeline timeline(String nodeId) {
        NodeEntry now = index.find(nodeId).filter(NodeEntry::heard).orElse(null);
        return Timeline.of(
                store.all(nodeId).stream().map(StoredEvent::step).toList(),
                now == null ? 0 : now.firstSeen() * 1_000,
                now == null ? null : new Reading(now.writtenAt() * 1_000, now.onlineMs(), now.observedMs()));
    }
}
