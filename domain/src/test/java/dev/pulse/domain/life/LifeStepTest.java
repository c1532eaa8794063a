package dev.pulse.domain.life;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.liveness.Accounting;
import dev.pulse.domain.liveness.Beat;
import dev.pulse.domain.liveness.Lease;
import dev.pulse.domain.liveness.Liveness;
import dev.pulse.domain.liveness.LivenessPolicy;
import dev.pulse.domain.liveness.LivenessRule;
import dev.pulse.domain.liveness.Transition;
import dev.pulse.domain.liveness.Transition.Cause;
import dev.pulse.domain.node.LifecycleState;
import org.junit.jupiter.api.Test;

class LifeStepTest {
    private static final long WALL = 1_790_000_000_000L;
    private static final LivenessRule RULE = new LivenessRule(LivenessPolicy.of(60_000));
    private static final NodeLife PENDING = NodeLife.DISCOVERED.owned(
            new Ownership(new Account("fa".repeat(32)), "farm-1", new Account("0a".repeat(32)), WALL / 1_000, null));

    private static Beat beat(long now) {
        long at = WALL + now;
        return new Beat(new Lease.Evidence(at / 1_000, now, at, false, 0, now), now, "eu", -1, 7);
    }

    @Test
    void a_node_that_was_paired_first_is_heard_from_for_the_first_time_once() {
        Lease expected = LivenessRule.expected(WALL, 1_000);
        LifeStep paired = LifeStep.to(PENDING, expected, Cause.COMMAND, WALL, 1_000);
        assertThat(paired.transition())
                .isEqualTo(
                        new Transition(1, WALL, null, Liveness.OFFLINE, null, LifecycleState.PENDING, Cause.COMMAND));
        assertThat(paired.lease().heardFrom()).isFalse();

        Accounting.Advance first = (Accounting.Advance) RULE.hear(paired.lease(), beat(5_000), 5_000);
        assertThat(first.transition())
                .isEqualTo(new Transition(
                        2,
                        WALL + 5_000,
                        Liveness.OFFLINE,
                        Liveness.ONLINE,
                        LifecycleState.PENDING,
                        LifecycleState.PENDING,
                        Cause.FIRST_HEARTBEAT));
        assertThat(first.lease().firstSeen()).isEqualTo(WALL + 5_000);
        assertThat(first.lease().observedMs(15_000))
                .as("uptime is counted from then on")
                .isEqualTo(10_000);
        assertThat(first.lease().onlineMs(15_000)).isEqualTo(10_000);
        assertThat(first.lease().standing().flaps()).isZero();
    }

    @Test
    void uptime_stands_still_in_a_window() {
        Lease lease = ((Accounting.Advance) RULE.hear(null, beat(0), 0)).lease();
        NodeLife announced = PENDING.window(new Window(WALL + 100_000, WALL + 400_000));
        LifeStep before = LifeStep.to(announced, lease, Cause.COMMAND, WALL + 10_000, 10_000);
        assertThat(before.life().pause()).as("not yet").isNull();

        LifeStep open = LifeStep.to(before.life(), before.lease(), Cause.ELAPSED, WALL + 100_000, 100_000);
        assertThat(open.life().pause()).isEqualTo(new Pause(100_000, 100_000));
        assertThat(open.lease().standing().lifecycle()).isEqualTo(LifecycleState.MAINTENANCE);

        NodeLife over = open.life().elapsed(WALL + 400_000);
        LifeStep closed = LifeStep.to(over, open.lease(), Cause.ELAPSED, WALL + 400_000, 400_000);
        assertThat(closed.life().pause()).isNull();
        assertThat(closed.lease().onlineMs(410_000)).isEqualTo(110_000);
        assertThat(closed.lease().observedMs(410_000)).isEqualTo(110_000);
        assertThat(closed.transition().sequence()).isEqualTo(4);
    }

    @Test
    void falling_silent_in_a_window_costs_neither_uptime_nor_a_flap() {
        Lease lease = ((Accounting.Advance) RULE.hear(null, beat(0), 0)).lease();
        NodeLife announced = PENDING.window(new Window(WALL, WALL + 1_000_000));
        LifeStep open = LifeStep.to(announced, lease, Cause.COMMAND, WALL, 0);
        Lease silent = RULE.fire("n", open.lease(), 181_000, WALL + 181_000).lease();
        Lease fell = RULE.decide("n", silent, false, 181_000, WALL + 181_000).lease();
        assertThat(fell.liveness()).isEqualTo(Liveness.OFFLINE);
        assertThat(fell.standing().flaps()).isZero();

        LifeStep closed =
                LifeStep.to(open.life().elapsed(WALL + 1_000_000), fell, Cause.ELAPSED, WALL + 1_000_000, 1_000_000);
        assertThat(closed.lease().onlineMs(1_000_000)).isZero();
        assertThat(closed.lease().observedMs(1_000_000)).isZero();
        assertThat(closed.lease().observedMs(1_010_000)).isEqualTo(10_000);
        assertThat(closed.lease().onlineMs(1_010_000)).as("still silent").isZero();
    }
}
