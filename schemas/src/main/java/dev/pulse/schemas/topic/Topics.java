package dev.pulse.schemas.topic;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.DeadLetter;
import dev.pulse.schemas.NodeCommand;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.NodeOutcome;
import dev.pulse.schemas.NodeRotated;
import dev.pulse.schemas.NodeState;
import dev.pulse.schemas.RegionCensus;
import dev.pulse.schemas.RegionVerdict;
import dev.pulse.schemas.ReplayedLetter;
import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.schemas.Tick;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.topic.Topic.Cleanup;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** Every topic of Pulse (design section 5): the one list that creation, manifests and documents are made from. */
public final class Topics {
    /** What all names begin with. */
    public static final String PREFIX = "pulse.";

    /** {@link SignedHeartbeat} by node id, and {@link Tick} with a null key. */
    public static final Topic<SpecificRecord> RAW =
            delete("heartbeats.raw", Duration.ofHours(24), List.of(SignedHeartbeat.class, Tick.class));

    /**
     * {@link VerifiedHeartbeat} and {@link NodeRotated} by node id, and {@link Tick} with a null key in the partition it
     * came from.
     */
    public static final Topic<SpecificRecord> VERIFIED = delete(
            "heartbeats.verified", Duration.ofDays(7), List.of(VerifiedHeartbeat.class, Tick.class, NodeRotated.class));

    /** What somebody wants done to a node. */
    public static final Topic<NodeCommand> COMMANDS =
            delete("nodes.commands", Duration.ofDays(7), List.of(NodeCommand.class));

    /** What became of a command. */
    public static final Topic<NodeOutcome> OUTCOMES = new Topic<>(
            PREFIX + "nodes.outcomes", List.of(NodeOutcome.class), Cleanup.DELETE, Duration.ofDays(7), false);

    /** Every transition of every node. */
    public static final Topic<NodeEvent> EVENTS =
            new Topic<>(PREFIX + "nodes.events", List.of(NodeEvent.class), Cleanup.DELETE, Duration.ofDays(90), false);

    /** The newest state of every node. */
    public static final Topic<NodeState> STATE =
            new Topic<>(PREFIX + "nodes.state", List.of(NodeState.class), Cleanup.COMPACT, Duration.ofDays(7), false);

    /** Each partition's count of each region, for the region guard (decision 0003). */
    public static final Topic<RegionCensus> CENSUS =
            delete("regions.census", Duration.ofHours(1), List.of(RegionCensus.class));

    /** The region guard's judgement, in every partition (decision 0003). */
    public static final Topic<RegionVerdict> VERDICTS =
            delete("regions.verdicts", Duration.ofHours(24), List.of(RegionVerdict.class));

    /**
     * Which dead letters were put into heartbeats.raw once more (decision 0030). Kept for longer than the letters are, and
     * than the segments they may stand in, so that none is ever forgotten while it is there. One for the letters of all
     * generations, by node id.
     */
    public static final Topic<ReplayedLetter> REPLAYED = new Topic<>(
            PREFIX + "heartbeats.replayed", List.of(ReplayedLetter.class), Cleanup.DELETE, Duration.ofDays(40), false);

    private static final Map<Rejection, Topic<DeadLetter>> DEAD = new EnumMap<>(Rejection.class);

    static {
        for (Rejection reason : Rejection.values()) {
            DEAD.put(
                    reason, delete("heartbeats.dead." + reason.wire(), Duration.ofDays(30), List.of(DeadLetter.class)));
        }
    }

    private Topics() {}

    /** The dead-letter topic of a reason. */
    public static Topic<DeadLetter> dead(Rejection reason) {
        return DEAD.get(reason);
    }

    /** Every topic, in the order of the path of a heartbeat. */
    public static List<Topic<?>> all() {
        Stream<Topic<?>> path = Stream.of(RAW, VERIFIED, COMMANDS, OUTCOMES, EVENTS, STATE, CENSUS, VERDICTS);
        return Stream.of(path, DEAD.values().stream(), Stream.of(REPLAYED))
                .<Topic<?>>flatMap(topics -> topics)
                .toList();
    }

    private static <V extends SpecificRecord> Topic<V> delete(
            String name, Duration retention, List<Class<? extends V>> values) {
        return new Topic<>(PREFIX + name, values, Cleanup.DELETE, retention, true);
    }
}
