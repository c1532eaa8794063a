package dev.pulse.schemas.convert;

import dev.pulse.domain.liveness.Liveness;
import dev.pulse.domain.node.LifecycleState;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.DeadLetterReason;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;

/** The domain's enumerations and the records'. They have the same names; null stays null. */
public final class States {
    private States() {}

    /** As it stands in a record. */
    public static LivenessState liveness(Liveness liveness) {
        return liveness == null ? null : LivenessState.valueOf(liveness.name());
    }

    /** As the domain knows it. */
    public static Liveness liveness(LivenessState state) {
        return state == null ? null : Liveness.valueOf(state.name());
    }

    /** As it stands in a record. */
    public static LifecycleStage lifecycle(LifecycleState state) {
        return state == null ? null : LifecycleStage.valueOf(state.name());
    }

    /** As the domain knows it. */
    public static LifecycleState lifecycle(LifecycleStage stage) {
        return stage == null ? null : LifecycleState.valueOf(stage.name());
    }

    /** As it stands in a record. */
    public static DeadLetterReason reason(Rejection rejection) {
        return rejection == null ? null : DeadLetterReason.valueOf(rejection.name());
    }

    /** As the domain knows it; null for {@link DeadLetterReason#OTHER}, one that is newer than this version. */
    public static Rejection reason(DeadLetterReason reason) {
        return reason == null || reason == DeadLetterReason.OTHER ? null : Rejection.valueOf(reason.name());
    }
}
