package dev.pulse.domain.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.liveness.ObservedClock.Effect;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinedClockTest {
    private static final long HOLD = 60_000;

    private static ObservedClock ticking(String ingest, long from, long to) {
        ObservedClock clock = new ObservedClock(HOLD);
        for (long at = from; at <= to; at += 1_000) {
            clock.tick(ingest, at);
        }
        return clock;
    }

    @Test
    void aClockAloneGoesOnAsIfNothingHadHappened() {
        ObservedClock alone = ticking("a", 1_000, 90_000);
        JoinedClock joined = JoinedClock.of(List.of(alone.state()));
        assertThat(joined.state()).isEqualTo(alone.state());
        assertThat(joined.shifts()).containsExactly(0L);
    }

    @Test
    void nobodysSilenceChangesWhereClocksAreJoined() {
        // One partition was there for a minute longer than the other, and got its last tick a second later.
        ObservedClock old = ticking("a", 1_000, 90_000);
        ObservedClock young = ticking("a", 61_000, 91_000);
        JoinedClock joined = JoinedClock.of(List.of(old.state(), young.state()));
        ObservedClock next = new ObservedClock(HOLD, joined.state());
        // The next tick is both clocks' next one: silence so far, and silence then.
        assertThat(next.tick("a", 92_000)).isEqualTo(Effect.LED);
        old.tick("a", 92_000);
        young.tick("a", 92_000);
        for (long silent : new long[] {0, 7_000, 25_000}) {
            long byOld = old.observed() - silent;
            long byYoung = young.observed() - silent;
            assertThat(next.observed() - (byOld + joined.shifts().get(0))).isEqualTo(silent);
            assertThat(next.observed() - (byYoung + joined.shifts().get(1))).isEqualTo(silent);
        }
    }

    @Test
    void onesThatCannotBeComparedShowAGap() {
        ObservedClock a = ticking("a", 1_000, 90_000);
        ObservedClock b = ticking("b", 5_001_000, 5_040_000);
        ObservedClock blind = ticking("a", 1_000, 84_000);
        for (ObservedClock other : List.of(b, blind)) {
            JoinedClock joined = JoinedClock.of(List.of(a.state(), other.state()));
            ObservedClock next = new ObservedClock(HOLD, joined.state());
            long before = next.observed();
            assertThat(before).isEqualTo(a.observed());
            assertThat(joined.shifts()).containsExactly(0L, a.observed() - other.observed());
            assertThat(next.tick("a", 91_000)).isEqualTo(Effect.GAP);
            for (long at = 92_000; at <= 91_000 + HOLD; at += 1_000) {
                next.tick("a", at);
            }
            assertThat(next.observed())
                    .as("an interval after the gap does not count")
                    .isEqualTo(before);
            next.tick("a", 92_000 + HOLD);
            assertThat(next.observed()).isEqualTo(before + 1_000);
        }
    }

    @Test
    void atTheToleranceTheyAreStillComparable() {
        ObservedClock a = ticking("a", 1_000, 90_000);
        ObservedClock slow = ticking("a", 1_000, 90_000 - ObservedClock.TOLERANCE_MS);
        JoinedClock joined = JoinedClock.of(List.of(a.state(), slow.state()));
        assertThat(joined.shifts()).containsExactly(ObservedClock.TOLERANCE_MS, ObservedClock.TOLERANCE_MS);
        assertThat(new ObservedClock(HOLD, joined.state()).tick("a", 86_000)).isEqualTo(Effect.LED);
    }

    @Test
    void oneThatNeverTickedIsBehindByAllOfIt() {
        ObservedClock a = ticking("a", 1_000, 90_000);
        JoinedClock joined = JoinedClock.of(Arrays.asList(null, a.state(), new ObservedClock(HOLD).state()));
        assertThat(joined.state()).isEqualTo(a.state());
        assertThat(joined.shifts()).containsExactly(a.observed(), 0L, a.observed());
        assertThat(JoinedClock.of(Arrays.asList(null, null)).state()).isNull();
    }

    @Test
    void aShiftedLeaseIsTheSameByTheOtherClock() {
        Lease lease = LivenessRule.expected(5_000, 7_000);
        Lease shifted = lease.shifted(1_000);
        assertThat(shifted.heard()).isEqualTo(8_000);
        assertThat(shifted.observedMs(9_000)).isEqualTo(lease.observedMs(8_000));
        assertThat(shifted.onlineMs(9_000)).isEqualTo(lease.onlineMs(8_000));
        assertThat(shifted.published()).isEqualTo(lease.published() + 1_000);
        assertThat(shifted.shifted(-1_000)).isEqualTo(lease);
    }
}
