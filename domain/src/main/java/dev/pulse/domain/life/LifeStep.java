package dev.pulse.domain.life;

import dev.pulse.domain.liveness.Lease;
import dev.pulse.domain.liveness.LivenessRule;
import dev.pulse.domain.liveness.LivenessRule.Moved;
import dev.pulse.domain.liveness.Transition;
import dev.pulse.domain.liveness.Transition.Cause;
import dev.pulse.domain.node.LifecycleState;

/**
 * A step in a node's life, and what follows from it: the transition, and uptime that stands still in a maintenance window.
 *
 * @param life the life after it
 * @param lease the lease after it
 * @param transition what changed
 */
public record LifeStep(NodeLife life, Lease lease, Transition transition) {
    /**
     * The step to a new life.
     *
     * @param life as it is to be
     * @param lease the lease before
     * @param cause why
     * @param at when, unix milliseconds
     * @param now the same in observed milliseconds
     */
    public static LifeStep to(NodeLife life, Lease lease, Cause cause, long at, long now) {
        LifecycleState state = life.state(at);
        boolean paused = life.pause() != null;
        NodeLife after = life;
        Lease counted = lease;
        if (state == LifecycleState.MAINTENANCE && !paused) {
            after = life.paused(Pause.begin(lease, now));
        } else if (state != LifecycleState.MAINTENANCE && paused) {
            after = life.paused(null);
            counted = life.pause().end(lease, now);
        }
        Moved moved = LivenessRule.live(counted, state, cause, at);
        return new LifeStep(after, moved.lease(), moved.transition());
    }
}
