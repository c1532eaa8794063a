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
                after == LivenessState.ONLINE
                        && (before == null
                                ? isFirst(event)
                                : before == LivenessState.OFFLINE && sameLife && isKept(event));
            case HEARTBEAT ->
                (before == LivenessState.UNKNOWN || before == LivenessState.OFFLINE)
                        && after == LivenessState.ONLINE
                        && sameLife;
            case GRACE_EXPIRED -> before == LivenessState.ONLINE && after == LivenessState.OFFLINE && sameLife;
            case REGION_DISTURBED -> before == LivenessState.ONLINE && after == LivenessState.UNKNOWN && sameLife;
            case GUARD_RELEASED -> before == LivenessState.UNKNOWN && after == LivenessState.OFFLINE && sameLife;
            case COMMAND -> before == after ? isKept(event) || !sameLife : before == null && isPairing(event);
            case ELAPSED -> before == after && isKept(event);
            case ROTATED -> before != null && before == after && sameLife;
            case OTHER -> false;
        };
    }

    private static boolean isFirst(NodeEvent event) {
        return event.getLifecycleBefore() == null && event.getLifecycle() == LifecycleStage.DISCOVERED;
    }

    /** A node that has a life beyond being heard from: without changing its stage, its price may change, or its renters. */
    private static boolean isKept(NodeEvent event) {
        return event.getLifecycle() != LifecycleStage.DISCOVERED;
    }

    /** A node that was paired before it was heard from. */
    private static boolean isPairing(NodeEvent event) {
        return event.getLifecycleBefore() == null
                && event.getLifecycle() == LifecycleStage.PENDING
                && event.getLiveness() == LivenessState.OFFLINE;
    }
}
