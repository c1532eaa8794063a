package dev.pulse.domain.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeadlineWheelTest {
    private final DeadlineWheel wheel = new DeadlineWheel(64);
    private final List<Integer> fired = new ArrayList<>();

    private boolean advance(long now, int max) {
        return wheel.advance(now, max, (node, at) -> fired.add(node));
    }

    @Test
    void firesAtItsMillisecondAndNotBefore() {
        wheel.arm(7, 10_500);
        assertThat(advance(10_499, 100)).isTrue();
        assertThat(fired).isEmpty();
        assertThat(wheel.armedAt(7)).isEqualTo(10_500);
        assertThat(advance(10_500, 100)).isTrue();
        assertThat(fired).containsExactly(7);
        assertThat(wheel.armedAt(7)).isEqualTo(-1);
        advance(100_000, 100);
        assertThat(fired).hasSize(1);
    }

    @Test
    void armingAgainMovesTheOneEntry() {
        wheel.arm(7, 5_000);
        wheel.arm(7, 9_000);
        wheel.arm(7, 7_000);
        assertThat(wheel.size()).isEqualTo(1);
        advance(6_999, 100);
        assertThat(fired).isEmpty();
        advance(20_000, 100);
        assertThat(fired).containsExactly(7);
    }

    @Test
    void stopsAfterTheBoundAndGoesOn() {
        for (int i = 0; i < 10; i++) {
            wheel.arm(i, 1_000 + i);
        }
        assertThat(advance(2_000, 4)).isFalse();
        assertThat(fired).hasSize(4);
        assertThat(advance(2_000, 4)).isFalse();
        assertThat(advance(2_000, 4)).isTrue();
        assertThat(fired).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void aTimeThatHasPassedFiresWithTheNextAdvance() {
        advance(50_000, 10);
        wheel.arm(7, 3_000);
        assertThat(advance(50_000, 10)).isTrue();
        assertThat(fired).isEmpty();
        advance(50_001, 10);
        assertThat(fired).containsExactly(7);
    }

    @Test
    void reachesFurtherThanTheRing() {
        wheel.arm(0, 1_000_000);
        wheel.arm(1, 500);
        for (long now = 0; now < 1_000_000; now += 1_000) {
            advance(now, 100);
        }
        assertThat(fired).containsExactly(1);
        advance(1_000_000, 100);
        assertThat(fired).containsExactly(1, 0);
    }

    /** Any order of arming and sweeping, against a map that is scanned whole. */
    @Test
    void agreesWithANaiveMap() {
        for (int seed = 0; seed < 60; seed++) {
            walk(new Random(seed), seed % 2 == 0 ? 8 : 300);
        }
    }

    private static void walk(Random random, int nodes) {
        DeadlineWheel wheel = new DeadlineWheel(32);
        Map<Integer, Long> naive = new HashMap<>();
        long now = random.nextInt(5_000);
        for (int step = 0; step < 2_000; step++) {
            if (random.nextInt(3) > 0) {
                int id = random.nextInt(nodes);
                // Never at or before the time already swept to: that fires later, which another test shows.
                long at = now + 1 + random.nextInt(random.nextInt(10) == 0 ? 200_000 : 5_000);
                wheel.arm(id, at);
                naive.put(id, at);
                assertThat(wheel.armedAt(id)).isEqualTo(at);
            } else {
                now += random.nextInt(random.nextInt(20) == 0 ? 100_000 : 1_500);
                sweep(wheel, naive, now, random);
            }
            assertThat(wheel.size()).isEqualTo(naive.size());
        }
    }

    private static void sweep(DeadlineWheel wheel, Map<Integer, Long> naive, long now, Random random) {
        Set<Integer> due = new HashSet<>();
        naive.forEach((id, at) -> {
            if (at <= now) {
                due.add(id);
            }
        });
        Set<Integer> fired = new HashSet<>();
        int bound = 1 + random.nextInt(20);
        boolean rearm = random.nextBoolean();
        while (!wheel.advance(now, bound, (id, at) -> {
            assertThat(fired.add(id)).as("%s fires once", id).isTrue();
            assertThat(at).isEqualTo(naive.remove(id)).isLessThanOrEqualTo(now);
            if (rearm) {
                wheel.arm(id, now + 700);
                naive.put(id, now + 700);
            }
        })) {
            assertThat(fired.size()).isLessThanOrEqualTo(due.size());
        }
        assertThat(fired).isEqualTo(due);
    }
}
