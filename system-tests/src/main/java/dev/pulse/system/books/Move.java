package dev.pulse.system.books;

import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.NodeEvent;
import java.util.Objects;

/** What a node's event says that happened, judged by what its cause allows (design sections 4 and 9). */
final class Move {
    private Move() {}

    /** Whether the cause allows it. */
    static boolean isLegal(NodeEvent event) {
        LivenessState before = event.getLivenessBefore();
        LivenessState after = event.getLiveness();
        boolean sameLife = Objects.equals(event.getLifecycleBefore(), event.getLifecycle());
        return switch (event.getCause()) {
            case FIRST_HEARTBEAT ->
                before == null
                        && event.getLifecycleBefore() == null
                        && after == LivenessState.ONLINE
                        && event.getLifecycle() == LifecycleStage.DISCOVERED;
            case HEARTBEAT ->
                (before == LivenessState.UNKNOWN || before == LivenessState.OFFLINE)
                        && after == LivenessState.ONLINE
                        && sameLife;
            case GRACE_EXPIRED -> before == LivenessState.ONLINE && after == LivenessState.OFFLINE && sameLife;
            case REGION_DISTURBED -> before == LivenessState.ONLINE && after == LivenessState.UNKNOWN && sameLife;
            case GUARD_RELEASED -> before == LivenessState.UNKNOWN && after == LivenessState.OFFLINE && sameLife;
            case COMMAND -> before == after && before != null && !sameLife;
            case OTHER -> false;
        };
    }
}
