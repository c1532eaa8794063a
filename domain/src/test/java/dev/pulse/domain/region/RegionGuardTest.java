package dev.pulse.domain.region;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.liveness.Counts;
import org.junit.jupiter.api.Test;

class RegionGuardTest {
    private static final long WALL = 1_790_000_000_000L;
    private static final long GRACE = 180_000;
    private final RegionGuard guard = new RegionGuard(RegionPolicy.of(GRACE));
    private long second;

    private static Headcount of(long online, long late, long unknown, long fell) {
        return new Headcount(online, late, unknown, fell, fell, new Counts(1, 2, 3));
    }

    private Judgement alone(Headcount count) {
        second++;
        return guard.hear(new Census(0, 1, WALL + second * 1_000, second * 1_000, count));
    }

    private Judgement from(int partition, long second, long online) {
        return guard.hear(new Census(partition, 3, WALL + second * 1_000, second * 1_000, of(online, 0, 0, 0)));
    }

    @Test
    void disturbedAbove55PercentAndNotAt55() {
        assertThat(alone(of(100, 54, 0, 0)).disturbed()).isFalse();
        assertThat(alone(of(100, 55, 0, 0)).disturbed()).isFalse();
        Judgement judgement = alone(of(100, 56, 0, 0));
        assertThat(judgement.disturbed()).isTrue();
        assertThat(judgement.disturbedSince()).isEqualTo(WALL + 3_000);
    }

    @Test
    void theUnknownAndTheFreshlyFallenAreDarkToo() {
        assertThat(alone(of(80, 16, 20, 20)).disturbed()).isFalse();
        assertThat(alone(of(60, 20, 20, 20)).disturbed()).as("60 of 100").isTrue();
    }

    @Test
    void theLongDeadSayNothing() {
        Headcount graveyard = new Headcount(100, 10, 0, 5_000, 0, Counts.NONE);
        assertThat(alone(graveyard).disturbed()).isFalse();
    }

    @Test
    void nineteenNodesHaveNoGuardTwentyDo() {
        assertThat(alone(of(19, 19, 0, 0)).disturbed()).isFalse();
        assertThat(alone(of(20, 20, 0, 0)).disturbed()).isTrue();
        assertThat(alone(of(19, 19, 0, 0)).disturbed()).as("shrunk below").isFalse();
    }

    @Test
    void calmsOnlyBelow45Percent() {
        alone(of(100, 60, 0, 0));
        assertThat(alone(of(100, 46, 0, 0)).disturbed()).isTrue();
        assertThat(alone(of(100, 45, 0, 0)).disturbed()).isTrue();
        assertThat(alone(of(100, 44, 0, 0)).disturbed()).isFalse();
        assertThat(alone(of(100, 50, 0, 0)).disturbed())
                .as("between the two, calm stays calm")
                .isFalse();
    }

    @Test
    void partitionsThatAreNoMoreDoNotCount() {
        from(0, 1, 10);
        from(2, 1, 30);
        assertThat(from(1, 1, 20).headcount().online()).isEqualTo(60);
        Judgement fewer = guard.hear(new Census(0, 2, WALL + 2_000, 2_000, of(25, 0, 0, 0)));
        assertThat(fewer.headcount().online())
                .as("partition 2 has gone to the other two")
                .isEqualTo(45);
        assertThat(fewer.partitionsHeard()).isEqualTo(2);
    }

    @Test
    void answersEachCensusWithTheSumOfTheNewest() {
        assertThat(from(0, 1, 10).partitionsHeard()).isEqualTo(1);
        from(1, 1, 20);
        Judgement judgement = from(2, 2, 30);
        assertThat(judgement.headcount().online()).isEqualTo(60);
        assertThat(judgement.headcount().counts()).isEqualTo(new Counts(3, 6, 9));
        assertThat(judgement.asOf()).as("the oldest").isEqualTo(WALL + 1_000L);
        assertThat(judgement.partitionsHeard()).isEqualTo(3);
        assertThat(judgement.partition()).isEqualTo(2);
        assertThat(judgement.covers()).isEqualTo(2_000);
        assertThat(from(0, 2, 5).headcount().online()).as("replaces its own").isEqualTo(55);
    }

    @Test
    void aPartitionSilentForMoreThanAGraceIsLeftOut() {
        from(0, 0, 5);
        from(1, 0, 5);
        from(2, 0, 5);
        for (int s = 1; s <= 180; s++) {
            assertThat(from(0, s, 5).partitionsHeard()).isEqualTo(3);
        }
        Judgement without = from(0, 181, 5);
        assertThat(without.partitionsHeard()).isEqualTo(1);
        assertThat(without.partitions()).isEqualTo(3);
        assertThat(without.headcount().online()).isEqualTo(5);
        assertThat(without.asOf()).isEqualTo(WALL + 181_000);
    }

    @Test
    void itsOwnOutageMakesNoCensusStale() {
        from(0, 0, 5);
        from(1, 0, 5);
        assertThat(from(0, 86_400, 5).partitionsHeard()).isEqualTo(2);
    }

    @Test
    void partitionsThatFollowClocksHoursApartAreSummedAllTheSame() {
        long skew = 7 * 3_600_000L;
        Judgement last = null;
        for (int s = 0; s < 600; s++) {
            guard.hear(new Census(0, 2, WALL + s * 1_000L, s * 1_000L, of(10, 0, 0, 0)));
            last = guard.hear(new Census(1, 2, WALL - skew + s * 1_000L, s * 1_000L, of(10, 0, 0, 0)));
        }
        assertThat(last.headcount().online()).isEqualTo(20);
    }

    @Test
    void goesOnFromASavedState() {
        from(0, 1, 4);
        from(1, 1, 4);
        from(0, 2, 4);
        RegionGuard other = new RegionGuard(RegionPolicy.of(GRACE), guard.state());
        assertThat(other.state()).isEqualTo(guard.state());
        Census next = new Census(1, 3, WALL + 2_000, 2_000, of(9, 9, 0, 9));
        assertThat(other.hear(next)).isEqualTo(guard.hear(next));
    }
}
