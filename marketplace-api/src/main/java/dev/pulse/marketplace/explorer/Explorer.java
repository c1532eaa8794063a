package dev.pulse.marketplace.explorer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.marketplace.answer.Answers;
import dev.pulse.marketplace.board.DeadLetterBoard;
import dev.pulse.marketplace.board.HoldBoard;
import dev.pulse.marketplace.board.RegionBoard;
import dev.pulse.marketplace.follow.ConsumerFactory;
import dev.pulse.marketplace.follow.Progress;
import dev.pulse.marketplace.follow.StartAt;
import dev.pulse.marketplace.follow.TopicFollower;
import dev.pulse.marketplace.index.NodeIndex;
import dev.pulse.marketplace.live.EventHub;
import dev.pulse.marketplace.store.StateKeeper;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.topic.Topics;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Everything that the explorer holds, and the four readers that keep it up to date. */
public final class Explorer implements AutoCloseable {
    /** Without having caught up for this long, an answer is no longer worth much. */
    private static final Duration STALE = Duration.ofSeconds(30);

    private final NodeIndex index;
    private final EventHub hub;
    private final RegionBoard regions;
    private final DeadLetterBoard deadLetters = new DeadLetterBoard();
    private final HoldBoard holds = new HoldBoard();
    private final TopicFollower state;
    private final TopicFollower events;
    private final TopicFollower verdicts;
    private final TopicFollower dead;
    private final StatsView stats;
    private final StatsTicker ticker;
    private final StateKeeper keeper;
    private final InstantSource clock;

    /**
     * An explorer that reads nothing yet.
     *
     * @param served regions whose nodes are shown; empty for all
     * @param interval between two heartbeats of a node, for display
     * @param maxWatchers clients of the live stream at one time
     * @param keeper keeps the nodes over the end of the process; closed with this
     */
    public Explorer(
            ConsumerFactory consumers,
            RecordSerdes serdes,
            ObjectMapper json,
            InstantSource clock,
            Set<String> served,
            Duration interval,
            int maxWatchers,
            StateKeeper keeper) {
        this.clock = clock;
        this.keeper = keeper;
        this.index = new NodeIndex(served, keeper);
        this.hub = new EventHub(
                served,
                serdes.of(Topics.EVENTS).deserializer(),
                event -> transition(json, event),
                index::find,
                maxWatchers);
        this.regions = new RegionBoard(served, serdes.of(Topics.VERDICTS).deserializer());
        this.state = new TopicFollower(
                "state",
                consumers,
                List.of(Topics.STATE.name()),
                StartAt.BEGINNING,
                new StateHandler(index, holds, serdes.of(Topics.STATE).deserializer(), keeper),
                clock);
        this.events = new TopicFollower(
                "events",
                consumers,
                List.of(Topics.EVENTS.name()),
                // As many offsets of each partition as are kept in all: whatever the spread, the newest are among them.
                new StartAt(EventHub.KEPT),
                hub,
                clock);
        this.verdicts = new TopicFollower(
                "verdicts",
                consumers,
                List.of(Topics.VERDICTS.name()),
                new StartAt(RegionBoard.NEWEST),
                regions,
                clock);
        this.dead = new TopicFollower(
                "dead-letters",
                consumers,
                DeadLetterBoard.topics(),
                new StartAt(DeadLetterBoard.COUNTED),
                deadLetters,
                clock);
        this.stats = new StatsView(index, regions, deadLetters, state, interval);
        this.ticker = new StatsTicker(stats, hub, json, this::problem, clock);
    }

    private static String transition(ObjectMapper json, NodeEvent event) {
        try {
            return json.writeValueAsString(Answers.transition(event));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins to read. Once only. */
    public void start() {
        List.of(state, events, verdicts, dead).forEach(TopicFollower::start);
        ticker.start();
    }

    /** Stops within some 5 seconds. */
    @Override
    public void close() {
        ticker.close();
        hub.close();
        List.of(state, events, verdicts, dead).parallelStream().forEach(TopicFollower::close);
        keeper.close();
    }

    /** What keeps it from answering, a sentence; null when it answers. Old answers are still given: see their as_of. */
    public String problem() {
        for (TopicFollower follower : List.of(state, events, verdicts, dead)) {
            Progress progress = follower.progress();
            if (!progress.loaded()) {
                return progress.problem() == null
                        ? "Reading what Kafka has; " + progress.lag() + " offsets to go."
                        : "Kafka cannot be read: " + progress.problem();
            }
        }
        return null;
    }

    /** {@link #problem}, or that the nodes have not been up to date for half a minute. */
    public String staleness() {
        String problem = problem();
        if (problem != null) {
            return problem;
        }
        Progress progress = state.progress();
        Instant asOf = progress.asOf();
        if (asOf.plus(STALE).isBefore(clock.instant())) {
            return "Not up to date since " + asOf + (progress.problem() == null ? "." : ": " + progress.problem());
        }
        return null;
    }

    /** The nodes. */
    public NodeIndex index() {
        return index;
    }

    /** The live stream. */
    public EventHub hub() {
        return hub;
    }

    /** The regions. */
    public RegionBoard regions() {
        return regions;
    }

    /** The dead letters. */
    public DeadLetterBoard deadLetters() {
        return deadLetters;
    }

    /** Who has which reservations, in every region. */
    public HoldBoard holds() {
        return holds;
    }

    /** The counts. */
    public StatsView stats() {
        return stats;
    }

    /** How far each of its readers is, by name. */
    public SortedMap<String, Progress> progress() {
        return new TreeMap<>(Map.of(
                "nodes", state.progress(),
                "events", events.progress(),
                "regions", verdicts.progress(),
                "dead-letters", dead.progress()));
    }

    /** How far the nodes are. */
    public Progress nodesProgress() {
        return state.progress();
    }

    /** How far the regions are. */
    public Progress regionsProgress() {
        return verdicts.progress();
    }

    /** How far the dead letters are. */
    public Progress deadLettersProgress() {
        return dead.progress();
    }
}
