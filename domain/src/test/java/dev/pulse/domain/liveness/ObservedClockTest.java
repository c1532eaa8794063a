package dev.pulse.domain.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.liveness.ObservedClock.Effect;
import org.junit.jupiter.api.Test;

class ObservedClockTest {
    private static final long HOUR = 3_600_000;
    private static final long START = 1_790_000_000_000L;
    private static final long HOLD = 60_000;

    private final ObservedClock clock = new ObservedClock(HOLD);

    private long ticks(String source, long from, int seconds) {
        for (int i = 1; i <= seconds; i++) {
            clock.tick(source, from + i * 1_000L);
        }
        return from + seconds * 1_000L;
    }

    @Test
    void startsAtZeroWithTheFirstTick() {
        assertThat(clock.started()).isFalse();
        assertThat(clock.tick("a", START)).isEqualTo(Effect.LED);
        assertThat(clock.observed()).isZero();
        assertThat(clock.wall()).isEqualTo(START);
        assertThat(clock.started()).isTrue();
    }

    @Test
    void countsUpToTheToleranceAndNotBeyond() {
        clock.tick("a", START);
        assertThat(clock.tick("a", START + 4_999)).isEqualTo(Effect.LED);
        assertThat(clock.observed()).isEqualTo(4_999);
        assertThat(clock.tick("a", START + 4_999 + 5_000)).isEqualTo(Effect.LED);
        assertThat(clock.observed()).isEqualTo(9_999);
        assertThat(clock.tick("a", START + 9_999 + 5_001)).isEqualTo(Effect.GAP);
        assertThat(clock.observed()).isEqualTo(9_999);
    }

    @Test
    void aGapMovesDeadlinesByTheGapAndOneInterval() {
        clock.tick("a", START);
        long at = ticks("a", START, 10);
        clock.tick("a", at + 120_000);
        at = ticks("a", at + 120_000, 60);
        assertThat(clock.observed()).as("held for one interval").isEqualTo(10_000);
        clock.tick("a", at + 1);
        assertThat(clock.observed()).isEqualTo(10_001);
    }

    @Test
    void ticksOutOfOrderAndTwiceDoNothing() {
        clock.tick("a", START + 5_000);
        assertThat(clock.tick("a", START + 5_000)).isEqualTo(Effect.IGNORED);
        assertThat(clock.tick("a", START)).isEqualTo(Effect.IGNORED);
        assertThat(clock.tick("a", START + 6_000)).isEqualTo(Effect.LED);
        assertThat(clock.observed()).isEqualTo(1_000);
    }

    @Test
    void aClockSetBackIsAGapAndNotTheEndOfTime() {
        clock.tick("a", START);
        ticks("a", START, 10);
        assertThat(clock.tick("a", START - HOUR)).isEqualTo(Effect.GAP);
        ticks("a", START - HOUR, 61);
        assertThat(clock.observed()).isEqualTo(11_000);
    }

    @Test
    void clocksHoursApartDoNoHarm() {
        clock.tick("a", START);
        clock.tick("b", START - 7 * HOUR);
        for (int i = 1; i <= 100; i++) {
            assertThat(clock.tick("a", START + i * 1_000L)).isEqualTo(Effect.LED);
            assertThat(clock.tick("b", START - 7 * HOUR + i * 1_000L)).isEqualTo(Effect.IGNORED);
        }
        assertThat(clock.observed()).isEqualTo(100_000);
        assertThat(clock.wall()).isEqualTo(START + 100_000);
    }

    @Test
    void anotherSourceTakesOverFromASilentLeaderAndItsTimeCounts() {
        clock.tick("a", START);
        long b = START + 3 * HOUR;
        clock.tick("b", b + 500);
        long a = START;
        for (int i = 1; i <= 10; i++) {
            a = ticks("a", a, 1);
            clock.tick("b", b + 500 + i * 1_000L);
        }
        // The leader is silent from here on. The first second of b overlaps what was counted.
        for (int i = 1; i <= 5; i++) {
            assertThat(clock.tick("b", b + 10_500 + i * 1_000L)).isEqualTo(Effect.IGNORED);
        }
        assertThat(clock.observed()).isEqualTo(10_000);
        assertThat(clock.tick("b", b + 16_500)).isEqualTo(Effect.LED);
        assertThat(clock.observed()).isEqualTo(16_000);
        assertThat(clock.wall()).isEqualTo(b + 16_500);
        assertThat(clock.tick("a", a + 20_000)).as("a follows now").isEqualTo(Effect.IGNORED);
        ticks("b", b + 16_500, 3);
        assertThat(clock.observed()).isEqualTo(19_000);
    }

    @Test
    void whoIsHeardWhileTheLeaderIsSilentIsHeardWhenItWas() {
        clock.tick("a", START);
        clock.tick("b", START);
        for (int i = 1; i <= 10; i++) {
            clock.tick("a", START + i * 1_000L);
            clock.tick("b", START + i * 1_000L + 100);
        }
        // The leader was killed. A node is heard by the other one, whose ticks do not move the clock yet.
        ticks("b", START + 10_100, 4);
        assertThat(clock.observed()).isEqualTo(10_000);
        long heard = clock.heardAt("b", START + 14_600);
        ticks("b", START + 14_100, 2);
        assertThat(clock.observed()).as("b has taken over").isEqualTo(16_000);
        assertThat(heard).isEqualTo(14_500);
        assertThat(clock.observed() - heard).as("its silence, in truth as long").isEqualTo(1_500);
    }

    @Test
    void aSourceThatWasBlindTooHoldsWhenItTakesOver() {
        clock.tick("a", START);
        clock.tick("b", START);
        ticks("a", START, 3);
        long back = ticks("b", START + 120_000, 7);
        assertThat(clock.wall()).isEqualTo(back);
        assertThat(clock.observed()).isEqualTo(3_000);
        ticks("b", back, 60);
        assertThat(clock.observed())
                .as("7 of 67 seconds are left after the hold; one tells of the gap")
                .isEqualTo(9_000);
    }

    @Test
    void aSourceNeverHeardBeforeHoldsWhenItTakesOver() {
        clock.tick("a", START);
        ticks("a", START, 3);
        ticks("new", START + 120_000, 8);
        assertThat(clock.wall()).isEqualTo(START + 128_000);
        assertThat(clock.observed()).isEqualTo(3_000);
    }

    @Test
    void heardAtIsExactBetweenTicksAndBounded() {
        clock.tick("a", START);
        clock.tick("b", START - HOUR);
        ticks("a", START, 5);
        assertThat(clock.heardAt("a", START + 5_400)).isEqualTo(5_400);
        assertThat(clock.heardAt("a", START + 4_000))
                .as("taken before the tick, written after it")
                .isEqualTo(5_000);
        assertThat(clock.heardAt("a", START + HOUR)).isEqualTo(10_000);
        assertThat(clock.heardAt("b", START - HOUR + 300)).isEqualTo(5_300);
        assertThat(clock.heardAt("stranger", START)).isEqualTo(5_000);
        clock.tick("a", START + HOUR);
        assertThat(clock.heardAt("a", START + HOUR + 900)).as("time is held").isEqualTo(5_000);
    }

    @Test
    void whatCameLongAgoWasHeardLongAgo() {
        long grace = 180_000;
        clock.tick("a", START);
        clock.tick("b", START - HOUR);
        for (long second = 1; second <= 3_600; second++) {
            clock.tick("a", START + second * 1_000);
            clock.tick("b", START - HOUR + second * 1_000);
        }
        clock.tick("a", START + HOUR + 400);
        long now = clock.observed();
        assertThat(clock.heardAt("a", START + HOUR + 400 - grace, grace)).isEqualTo(now);
        assertThat(clock.heardAt("a", START + HOUR + 400 - grace - 1, grace)).isEqualTo(now - grace - 1);
        assertThat(clock.heardAt("b", START - grace - 1, grace))
                .as("by the clock of who took it")
                .isEqualTo(now - grace - 1);
        assertThat(clock.heardAt("gone", START + HOUR + 400 - grace - 1, grace))
                .as("of one that never ticked, by the leader's")
                .isEqualTo(now - grace - 1);
        assertThat(clock.heardAt("a", Long.MIN_VALUE, grace)).isZero();
        assertThat(clock.heardAt("a", START + HOUR + 900, grace)).isEqualTo(now + 500);
        clock.tick("a", START + 3 * HOUR);
        assertThat(clock.heardAt("a", START, grace)).as("time is held").isEqualTo(now);
    }

    @Test
    void remembersABoundedNumberOfSources() {
        clock.tick("a", START);
        for (int i = 0; i < 10_000; i++) {
            clock.tick("s" + i, START);
        }
        assertThat(clock.state().followers()).hasSize(ObservedClock.MAX_FOLLOWERS);
        assertThat(clock.state().followers().getLast().name()).isEqualTo("s9999");
    }

    @Test
    void goesOnFromASavedState() {
        clock.tick("a", START);
        clock.tick("b", START - HOUR);
        ticks("a", START, 4);
        clock.tick("b", START - HOUR + 4_000);
        clock.tick("b", START - HOUR + 5_000);
        ObservedClock other = new ObservedClock(HOLD, clock.state());
        assertThat(other.state()).isEqualTo(clock.state());
        for (int i = 6; i < 12; i++) {
            clock.tick("b", START - HOUR + i * 1_000L);
            other.tick("b", START - HOUR + i * 1_000L);
        }
        assertThat(other.observed()).isEqualTo(clock.observed()).isEqualTo(11_000);
        assertThat(other.state()).isEqualTo(clock.state());
    }
}
