package dev.pulse.domain.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.liveness.Lease.Evidence;
import dev.pulse.domain.liveness.NaiveHistory.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A random walk of heartbeats, ticks, outages and ingests whose clocks differ, against {@link NaiveHistory}. */
class LivenessWalkTest {
    private static final long INTERVAL = 10_000;
    private static final String[] INGESTS = {"a", "b", "c"};
    private static final String[] NODES = {"n1", "n2", "n3", "n4"};

    @Test
    void agreesWithTheWholeLogReadAgain() {
        int takeOvers = 0;
        int falls = 0;
        for (int seed = 0; seed < 40; seed++) {
            Walk walk = new Walk(new Random(seed));
            walk.run();
            takeOvers += walk.leaders.size() - 1;
            falls += walk.falls;
        }
        assertThat(takeOvers).as("leaders changed").isGreaterThan(20);
        assertThat(falls).as("nodes fell").isGreaterThan(100);
    }

    private static final class Walk {
        final LivenessRule rule = new LivenessRule(LivenessPolicy.of(INTERVAL));
        final DeadlineWheel wheel = new DeadlineWheel(64);
        final Map<String, Lease> leases = new HashMap<>();
        final List<String> ids = new ArrayList<>();
        final NaiveHistory naive = new NaiveHistory(INTERVAL);
        final Set<String> leaders = new HashSet<>();
        final Set<String> down = new HashSet<>();
        final Random random;
        ObservedClock clock = new ObservedClock(INTERVAL);
        long real = 1_790_000_000_000L;
        long timestamp;
        int falls;

        Walk(Random random) {
            this.random = random;
        }

        void run() {
            for (int second = 0; second < 400; second++) {
                real += random.nextInt(40) == 0 ? 4_000 + random.nextInt(30_000) : 900 + random.nextInt(200);
                for (int i = 0; i < INGESTS.length; i++) {
                    String ingest = INGESTS[i];
                    if (random.nextInt(60) == 0 && !down.remove(ingest)) {
                        down.add(ingest);
                    }
                    if (!down.contains(ingest)) {
                        tick(ingest, real + skew(i) + random.nextInt(50));
                    }
                }
                for (String node : NODES) {
                    int i = random.nextInt(INGESTS.length);
                    if (random.nextInt(node.equals("n1") ? 4 : 30) == 0 && !down.contains(INGESTS[i])) {
                        hear(node, INGESTS[i], real + skew(i) + 50 + random.nextInt(800));
                    }
                }
                check();
                if (random.nextInt(50) == 0) {
                    clock = new ObservedClock(INTERVAL, clock.state());
                }
            }
        }

        private static long skew(int ingest) {
            return (ingest - 1) * 18_000_000L;
        }

        void tick(String ingest, long at) {
            naive.add(new Line(ingest, null, at));
            clock.tick(ingest, at);
            while (!wheel.advance(clock.observed(), 1 + random.nextInt(3), (node, armed) -> fired(ids.get(node)))) {
                assertThat(wheel.size()).isEqualTo(leases.size());
            }
        }

        private void fired(String id) {
            Firing firing = rule.fire(id, leases.get(id), clock.observed(), real);
            if (firing instanceof Firing.AwaitsVerdict due) {
                firing = rule.decide(id, due.lease(), false, clock.observed(), real);
            }
            Firing.Rearmed rearmed = (Firing.Rearmed) firing;
            if (rearmed.transition() != null) {
                falls++;
            }
            leases.put(id, rearmed.lease());
            wheel.arm(ids.indexOf(id), rearmed.at());
        }

        void hear(String node, String ingest, long at) {
            naive.add(new Line(ingest, node, at));
            Beat beat = new Beat(new Evidence(++timestamp, 1, at, false, 0, 0), clock.heardAt(ingest, at), "eu", 0, 0);
            Accounting.Advance heard = (Accounting.Advance) rule.hear(leases.get(node), beat, clock.observed());
            if (leases.put(node, heard.lease()) == null) {
                ids.add(node);
            }
            if (heard.transition() != null) {
                wheel.arm(ids.indexOf(node), rule.lateAt(heard.lease()));
            }
        }

        void check() {
            NaiveHistory.Answer truth = naive.read();
            if (truth.leader() != null) {
                leaders.add(truth.leader());
            }
            assertThat(clock.observed()).isEqualTo(truth.observed());
            assertThat(clock.state().leader()).isEqualTo(truth.leader());
            leases.forEach((node, lease) -> {
                assertThat(lease.liveness() == Liveness.ONLINE)
                        .as(node)
                        .isEqualTo(truth.online().get(node));
                assertThat(lease.onlineMs(clock.observed()))
                        .as(node)
                        .isEqualTo(truth.onlineMs().get(node));
            });
        }
    }
}
