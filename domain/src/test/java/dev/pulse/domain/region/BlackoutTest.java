package dev.pulse.domain.region;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.liveness.Accounting;
import dev.pulse.domain.liveness.Beat;
import dev.pulse.domain.liveness.DeadlineWheel;
import dev.pulse.domain.liveness.Firing;
import dev.pulse.domain.liveness.Lease;
import dev.pulse.domain.liveness.Liveness;
import dev.pulse.domain.liveness.LivenessPolicy;
import dev.pulse.domain.liveness.LivenessRule;
import dev.pulse.domain.liveness.Transition;
import dev.pulse.domain.liveness.Transition.Cause;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A region of nodes with random phases and jitter, spread over four partitions, in which some fall silent at one moment.
 * No partition sees more than its own nodes; the guard sees them all.
 */
class BlackoutTest {
    private static final long INTERVAL = 60_000;
    private static final long MINUTE = 60_000;

    @ParameterizedTest
    @CsvSource({
        "100, 54, OFFLINE",
        "100, 55, OFFLINE",
        "100, 56, UNKNOWN",
        "100, 100, UNKNOWN",
        "19, 19, OFFLINE",
        "20, 20, UNKNOWN",
        "20, 11, OFFLINE",
        "20, 12, UNKNOWN"
    })
    void judgesTheRegionAsAWhole(int nodes, int dark, Liveness expected) {
        for (int seed = 0; seed < 8; seed++) {
            Region region = new Region(nodes, seed);
            region.run(10 * MINUTE);
            assertThat(region.transitions()).as("healthy").isEmpty();
            region.silence(dark);
            region.run(6 * MINUTE);
            assertThat(region.transitions()).as("seed %d", seed).isEqualTo(Map.of(expected, dark));
        }
    }

    @Test
    void aBlackoutThatEndsHurtsNobody() {
        Region region = new Region(200, 1);
        region.run(10 * MINUTE);
        region.silence(150);
        region.run(9 * MINUTE);
        region.silence(0);
        region.run(3 * MINUTE);
        assertThat(region.transitions()).isEqualTo(Map.of(Liveness.UNKNOWN, 150, Liveness.ONLINE, 150));
        assertThat(region.guard.state().disturbed()).isFalse();
        assertThat(region.leases.values()).allMatch(lease -> lease.standing().flaps() == 0);
    }

    @Test
    void aBlackoutThatStaysDrainsAtALimitedRate() {
        Region region = new Region(200, 2);
        region.run(5 * MINUTE);
        region.silence(200);
        region.run(12 * MINUTE);
        assertThat(region.transitions()).isEqualTo(Map.of(Liveness.UNKNOWN, 200));
        int most = 0;
        for (int minute = 0; minute < 63; minute++) {
            int before = region.count(Cause.GUARD_RELEASED);
            region.run(MINUTE);
            most = Math.max(most, region.count(Cause.GUARD_RELEASED) - before);
        }
        assertThat(region.count(Cause.GUARD_RELEASED))
                .as("all of them, in the end")
                .isEqualTo(200);
        assertThat(most).as("200 over 60 minutes are 3.3 a minute").isLessThanOrEqualTo(12);
        assertThat(region.count(Cause.GRACE_EXPIRED)).isZero();
        region.run(4 * MINUTE);
        assertThat(region.guard.state().disturbed()).as("the dead say nothing").isFalse();
    }

    @Test
    void nodesThatDieOneByOneAreOffline() {
        Region region = new Region(100, 3);
        for (int dark = 1; dark <= 90; dark++) {
            region.silence(dark);
            region.run(MINUTE);
        }
        region.run(5 * MINUTE);
        assertThat(region.transitions()).isEqualTo(Map.of(Liveness.OFFLINE, 90));
    }

    private static final class Region {
        private static final int PARTITIONS = 4;
        final LivenessRule rule = new LivenessRule(LivenessPolicy.of(INTERVAL));
        final RegionGuard guard = new RegionGuard(RegionPolicy.of(rule.policy().graceMs()));
        final Map<String, Lease> leases = new HashMap<>();
        final List<RegionTally> tallies = new ArrayList<>();
        final List<DeadlineWheel> wheels = new ArrayList<>();
        final List<List<String>> due = new ArrayList<>();
        final List<Transition> seen = new ArrayList<>();
        final Map<String, Long> nextBeat = new HashMap<>();
        final Random random;
        final int nodes;
        long now;
        int silent;
        long timestamp;

        Region(int nodes, int seed) {
            this.nodes = nodes;
            random = new Random(seed);
            for (int p = 0; p < PARTITIONS; p++) {
                tallies.add(new RegionTally());
                wheels.add(new DeadlineWheel());
                due.add(new ArrayList<>());
            }
            for (int i = 0; i < nodes; i++) {
                nextBeat.put("node-" + i, (long) random.nextInt((int) INTERVAL));
            }
            run(MINUTE);
            seen.clear();
        }

        /** The first so many nodes say nothing from now on. */
        void silence(int count) {
            for (int i = count; i < silent; i++) {
                nextBeat.put("node-" + i, now + random.nextInt((int) INTERVAL));
            }
            silent = count;
        }

        void run(long ms) {
            for (long end = now + ms; now < end; ) {
                now += 1_000;
                for (int i = silent; i < nodes; i++) {
                    String id = "node-" + i;
                    while (nextBeat.get(id) <= now) {
                        hear(id, i % PARTITIONS, nextBeat.get(id));
                    }
                }
                for (int p = 0; p < PARTITIONS; p++) {
                    tick(p);
                }
            }
        }

        private void hear(String id, int p, long at) {
            Lease.Evidence evidence = new Lease.Evidence(++timestamp, 0, at, false, p, 0);
            // Observed time is that of the tick before.
            Accounting.Advance heard =
                    (Accounting.Advance) rule.hear(leases.get(id), new Beat(evidence, at, "eu", -1, 0), now - 1_000);
            put(id, p, heard.lease());
            if (heard.transition() != null) {
                wheels.get(p).arm(number(id), rule.lateAt(heard.lease()));
                seen.add(heard.transition());
            }
            nextBeat.put(id, at + INTERVAL * (90 + random.nextInt(21)) / 100);
        }

        private void tick(int p) {
            wheels.get(p).advance(now, Integer.MAX_VALUE, (node, armed) -> fired("node-" + node, p));
            Judgement judgement = guard.hear(
                    new Census(p, PARTITIONS, now, now, tallies.get(p).of("eu")));
            List<String> decided = List.copyOf(due.get(p));
            due.get(p).clear();
            decided.forEach(id -> apply(id, p, rule.decide(id, leases.get(id), judgement.disturbed(), now, now)));
        }

        private static int number(String id) {
            return Integer.parseInt(id.substring("node-".length()));
        }

        private void fired(String id, int p) {
            apply(id, p, rule.fire(id, leases.get(id), now, now));
        }

        private void apply(String id, int p, Firing firing) {
            put(id, p, firing.lease());
            switch (firing) {
                case Firing.AwaitsVerdict awaits -> due.get(p).add(id);
                case Firing.Rearmed rearmed -> {
                    wheels.get(p).arm(number(id), rearmed.at());
                    if (rearmed.transition() != null) {
                        seen.add(rearmed.transition());
                    }
                }
            }
        }

        private void put(String id, int p, Lease lease) {
            tallies.get(p).change(leases.put(id, lease), lease);
        }

        int count(Cause cause) {
            return (int) seen.stream().filter(t -> t.cause() == cause).count();
        }

        Map<Liveness, Integer> transitions() {
            Map<Liveness, Integer> counts = new EnumMap<>(Liveness.class);
            seen.forEach(t -> counts.merge(t.liveness(), 1, Integer::sum));
            return counts;
        }
    }
}
