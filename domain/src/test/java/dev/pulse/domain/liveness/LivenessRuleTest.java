package dev.pulse.domain.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.liveness.Lease.Evidence;
import dev.pulse.domain.liveness.Transition.Cause;
import dev.pulse.domain.node.LifecycleState;
import org.junit.jupiter.api.Test;

class LivenessRuleTest {
    private static final long WALL = 1_790_000_000_000L;
    private static final long I = 60_000;

    private final LivenessRule rule = new LivenessRule(LivenessPolicy.of(I));

    private static Beat beat(long timestamp, long digest, long heard) {
        return new Beat(new Evidence(timestamp, digest, WALL + heard, false, 3, 77), heard, "eu", 5, 1);
    }

    private Lease heardAt(long heard) {
        return rule.hear(null, beat(100, 1, heard), heard).lease();
    }

    private Firing.Rearmed fire(Lease lease, long now) {
        return (Firing.Rearmed) rule.fire("n", lease, now, WALL + now);
    }

    private Lease due() {
        return rule.fire("n", heardAt(0), 3 * I + 1, WALL).lease();
    }

    @Test
    void theFirstHeartbeatDiscovers() {
        Accounting.Advance first = (Accounting.Advance) rule.hear(null, beat(100, 1, 500), 400);
        assertThat(first.transition())
                .isEqualTo(new Transition(
                        1, WALL + 500, null, Liveness.ONLINE, null, LifecycleState.DISCOVERED, Cause.FIRST_HEARTBEAT));
        assertThat(first.lease().counts()).isEqualTo(new Counts(1, 0, 0));
        assertThat(first.lease().firstSeen()).isEqualTo(WALL + 500);
    }

    @Test
    void onlyAGreaterTimestampAdvances() {
        Lease lease = heardAt(0);
        assertThat(rule.hear(lease, beat(101, 1, 10), 10)).isInstanceOf(Accounting.Advance.class);
        assertThat(rule.hear(lease, beat(100, 1, 10), 10)).isInstanceOf(Accounting.Duplicate.class);
        assertThat(rule.hear(lease, beat(100, 2, 10), 10)).isInstanceOf(Accounting.Replay.class);
        assertThat(rule.hear(lease, beat(99, 1, 10), 10)).isInstanceOf(Accounting.Replay.class);
    }

    @Test
    void duplicatesAndReplaysChangeACountAndNothingElse() {
        Lease lease = heardAt(0);
        Lease duplicate = rule.hear(lease, beat(100, 1, 9_000), 9_000).lease();
        assertThat(duplicate.counts()).isEqualTo(new Counts(1, 1, 0));
        assertThat(duplicate.with(lease.counts())).isEqualTo(lease);
        Lease replay = rule.hear(lease, beat(50, 3, 9_000), 9_000).lease();
        assertThat(replay.counts()).isEqualTo(new Counts(1, 0, 1));
        assertThat(replay.with(lease.counts())).isEqualTo(lease);
    }

    @Test
    void lateAfterMoreThanHalfTheGrace() {
        Lease lease = heardAt(1_000);
        assertThat(rule.lateAt(lease)).isEqualTo(1_000 + 90_001);
        assertThat(fire(lease, 1_000 + 89_999).lease().standing().phase()).isEqualTo(Phase.ON_TIME);
        assertThat(fire(lease, 1_000 + 90_000).lease().standing().phase()).isEqualTo(Phase.ON_TIME);
        Firing.Rearmed late = fire(lease, 1_000 + 90_001);
        assertThat(late.lease().standing().phase()).isEqualTo(Phase.LATE);
        assertThat(late.lease().liveness()).isEqualTo(Liveness.ONLINE);
        assertThat(late.at()).isEqualTo(1_000 + 180_001);
        assertThat(late.transition()).isNull();
    }

    @Test
    void aSilenceOfExactlyTheGraceIsWithinIt() {
        Lease lease = heardAt(1_000);
        assertThat(rule.deadline(lease)).isEqualTo(181_000);
        assertThat(fire(lease, 180_999).lease().standing().phase()).isEqualTo(Phase.LATE);
        assertThat(fire(lease, 181_000).at()).isEqualTo(181_001);
        assertThat(rule.fire("n", lease, 181_001, WALL)).isInstanceOf(Firing.AwaitsVerdict.class);
    }

    @Test
    void aDueNodeIsStillOnlineAndAnyAdvanceSavesIt() {
        Lease due = due();
        assertThat(due.liveness()).isEqualTo(Liveness.ONLINE);
        Accounting.Advance saved = (Accounting.Advance) rule.hear(due, beat(200, 2, 3 * I + 2), 3 * I + 2);
        assertThat(saved.transition()).isNull();
        assertThat(saved.lease().standing().phase()).isEqualTo(Phase.ON_TIME);
        Firing.Rearmed kept = (Firing.Rearmed) rule.decide("n", saved.lease(), false, 3 * I + 3, WALL);
        assertThat(kept.transition()).isNull();
    }

    @Test
    void calmMeansOffline() {
        Firing.Rearmed fallen = (Firing.Rearmed) rule.decide("n", due(), false, 3 * I + 900, WALL + 7);
        assertThat(fallen.transition())
                .isEqualTo(new Transition(
                        2,
                        WALL + 7,
                        Liveness.ONLINE,
                        Liveness.OFFLINE,
                        LifecycleState.DISCOVERED,
                        LifecycleState.DISCOVERED,
                        Cause.GRACE_EXPIRED));
        assertThat(fallen.lease().standing().flaps()).isEqualTo(1);
        assertThat(fallen.lease().standing().phase()).isEqualTo(Phase.FELL);
        long fell = 3 * I + 900;
        assertThat(fire(fallen.lease(), fell + 3 * I).lease().standing().phase())
                .isEqualTo(Phase.FELL);
        assertThat(fire(fallen.lease(), fell + 3 * I + 1).lease().standing().phase())
                .isEqualTo(Phase.OFFLINE);
    }

    @Test
    void disturbedMeansUnknownUntilItsOwnReleaseTime() {
        long decided = 3 * I + 900;
        Firing.Rearmed unknown = (Firing.Rearmed) rule.decide("n", due(), true, decided, WALL);
        assertThat(unknown.transition().cause()).isEqualTo(Cause.REGION_DISTURBED);
        assertThat(unknown.lease().liveness()).isEqualTo(Liveness.UNKNOWN);
        assertThat(unknown.lease().standing().flaps()).isZero();
        long release = decided + rule.policy().unknownMs("n");
        assertThat(release - decided).isBetween(600_000L, 600_000L + 3_600_000L);
        assertThat(fire(unknown.lease(), release - 1).transition()).isNull();
        Firing.Rearmed released = fire(unknown.lease(), release);
        assertThat(released.transition().cause()).isEqualTo(Cause.GUARD_RELEASED);
        assertThat(released.lease().liveness()).isEqualTo(Liveness.OFFLINE);
    }

    @Test
    void releasesSpreadEvenlyOverTheDrainWindow() {
        LivenessPolicy policy = LivenessPolicy.of(I);
        int[] perSixMinutes = new int[10];
        for (int i = 0; i < 10_000; i++) {
            perSixMinutes[(int) ((policy.unknownMs("node-" + i) - policy.holdMs()) * 10 / policy.drainMs())]++;
        }
        for (int count : perSixMinutes) {
            assertThat(count).isBetween(850, 1_150);
        }
    }

    @Test
    void comesBackFromOfflineWithItsNextHeartbeat() {
        Lease offline = rule.decide("n", due(), false, 3 * I + 900, WALL).lease();
        Accounting.Advance back = (Accounting.Advance) rule.hear(offline, beat(101, 9, 900_000), 900_000);
        assertThat(back.transition().cause()).isEqualTo(Cause.HEARTBEAT);
        assertThat(back.transition().sequence()).isEqualTo(3);
        assertThat(back.lease().standing().flaps()).isEqualTo(1);
    }

    @Test
    void oldNewsIsTheNewestThatIsKnownAndRevivesNobody() {
        Lease offline = rule.decide("n", due(), false, 3 * I + 900, WALL).lease();
        long now = 900_000;
        Accounting.Advance old = (Accounting.Advance) rule.hear(offline, beat(101, 9, now - 3 * I - 1), now);
        assertThat(old.transition()).isNull();
        assertThat(old.lease().liveness()).isEqualTo(Liveness.OFFLINE);
        assertThat(old.lease().last().timestamp()).isEqualTo(101);
        assertThat(old.lease().counts().advances()).isEqualTo(2);

        Accounting.Advance inTime = (Accounting.Advance) rule.hear(offline, beat(101, 9, now - 3 * I), now);
        assertThat(inTime.transition().cause()).isEqualTo(Cause.HEARTBEAT);
    }

    @Test
    void oldNewsNeitherSavesALateNodeNorHarmsOneOnTime() {
        Lease due = due();
        Accounting.Advance notSaved = (Accounting.Advance) rule.hear(due, beat(101, 9, -1), 3 * I + 1);
        assertThat(notSaved.lease().standing()).isEqualTo(due.standing());

        Lease onTime = heardAt(500_000);
        Lease after = rule.hear(onTime, beat(101, 9, 100_000), 510_000).lease();
        assertThat(after.standing()).isEqualTo(onTime.standing());
        assertThat(rule.deadline(after)).isEqualTo(rule.deadline(onTime));
    }

    @Test
    void aNodeThatIsFirstHeardOfLateIsDiscoveredAndDueAtOnce() {
        Accounting.Advance first = (Accounting.Advance) rule.hear(null, beat(100, 1, 10_000), 900_000);
        assertThat(first.transition().cause()).isEqualTo(Cause.FIRST_HEARTBEAT);
        assertThat(rule.fire("n", first.lease(), 900_000, WALL)).isInstanceOf(Firing.AwaitsVerdict.class);
    }

    @Test
    void uptimeIsOnlineOutOfObserved() {
        Lease offline = rule.decide("n", due(), false, 200_000, WALL).lease();
        assertThat(offline.onlineMs(500_000)).isEqualTo(200_000);
        assertThat(offline.observedMs(500_000)).isEqualTo(500_000);
        Lease back = rule.hear(offline, beat(101, 9, 600_000), 600_000).lease();
        assertThat(back.onlineMs(650_000)).isEqualTo(250_000);
        assertThat(back.observedMs(650_000)).isEqualTo(650_000);
    }

    @Test
    void aStateIsNeverOlderThanTheRefresh() {
        Lease lease = heardAt(0);
        for (long now = 0, timestamp = 101; now < 3_600_000; now += 30_000) {
            lease = rule.hear(lease, beat(timestamp++, 1, now), now).lease();
            Firing.Rearmed fired = fire(lease, now + 1_000);
            lease = fired.lease();
            assertThat(fired.at() - lease.published()).isLessThanOrEqualTo(600_000);
        }
        Lease offline = rule.decide("n", due(), false, 200_000, WALL).lease();
        Firing.Rearmed settled = fire(offline, 400_000);
        assertThat(settled.at()).isEqualTo(800_000);
        assertThat(settled.refresh()).isFalse();
        assertThat(fire(settled.lease(), 799_999).refresh()).isFalse();
        assertThat(fire(settled.lease(), 800_000).refresh()).isTrue();
    }

    @Test
    void alwaysArmsForLater() {
        LivenessRule hasty = new LivenessRule(new LivenessPolicy(1_000, 1_001, 0, 0, 1_000));
        Lease lease = hasty.hear(null, beat(1, 1, 0), 0).lease();
        for (long now = 0; now < 20_000; now++) {
            Firing firing = hasty.fire("n", lease, now, WALL);
            if (firing instanceof Firing.AwaitsVerdict) {
                firing = hasty.decide("n", firing.lease(), now % 2 == 0, now, WALL);
            }
            assertThat(((Firing.Rearmed) firing).at()).isGreaterThan(now);
            lease = firing.lease();
        }
        assertThat(lease.standing().phase()).isEqualTo(Phase.OFFLINE);
    }

    @Test
    void retiringLeavesLivenessAlone() {
        Lease lease = heardAt(0);
        LivenessRule.Moved moved = LivenessRule.live(lease, LifecycleState.RETIRED, Cause.COMMAND, WALL + 9);
        assertThat(moved.transition())
                .isEqualTo(new Transition(
                        2,
                        WALL + 9,
                        Liveness.ONLINE,
                        Liveness.ONLINE,
                        LifecycleState.DISCOVERED,
                        LifecycleState.RETIRED,
                        Cause.COMMAND));
        Lease heardAgain = rule.hear(moved.lease(), beat(101, 1, 5), 5).lease();
        assertThat(heardAgain.standing().lifecycle()).isEqualTo(LifecycleState.RETIRED);
        assertThat(heardAgain.counts().advances()).isEqualTo(2);
        assertThat(heardAgain.standing().since()).isEqualTo(lease.standing().since());
    }
}
