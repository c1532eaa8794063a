package dev.pulse.standalone.simulate.play;

import dev.pulse.domain.liveness.Accounting;
import dev.pulse.domain.liveness.Beat;
import dev.pulse.domain.liveness.DeadlineWheel;
import dev.pulse.domain.liveness.Firing;
import dev.pulse.domain.liveness.Lease;
import dev.pulse.domain.liveness.Liveness;
import dev.pulse.domain.liveness.LivenessRule;
import dev.pulse.domain.liveness.ObservedClock;
import dev.pulse.domain.liveness.ObservedClock.Effect;
import dev.pulse.domain.liveness.Transition;
import dev.pulse.domain.region.Census;
import dev.pulse.domain.region.RegionTally;
import dev.pulse.standalone.simulate.plant.Rules;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The lifecycle stream's rules over the nodes of one partition that are looked at, put together as the stream does. */
final class Keeper {
    private static final String REGION = "r";
    private static final long COUNT_MS = 3_000;

    /**
     * A node was called something.
     *
     * @param node who
     * @param liveness what
     */
    record Called(int node, Liveness liveness) {}

    private record Due(int local, long since) {}

    private final int number;
    private final int of;
    private final LivenessRule rule;
    private final ObservedClock clock;
    private final DeadlineWheel wheel = new DeadlineWheel();
    private final RegionTally tally = new RegionTally();
    private final int[] nodes;
    private final Lease[] leases;
    private final ArrayDeque<Due> due = new ArrayDeque<>();
    private List<Called> called = new ArrayList<>();
    private Census census;
    private long countedAt;

    /**
     * Partition {@code number} of {@code of}.
     *
     * @param nodes those that are there
     */
    Keeper(int number, int of, int[] nodes, Rules rules) {
        this.number = number;
        this.of = of;
        rule = new LivenessRule(rules.liveness());
        clock = new ObservedClock(rules.liveness().intervalMs(), rules.toleranceMs());
        leases = new Lease[nodes.length];
        this.nodes = nodes.clone();
    }

    /** One of its nodes heartbeats; {@code local} is where in those that are there it stands. */
    void hear(int local, Entry.Heard heard) {
        // The same bytes have the same timestamp here, and other ones another.
        Lease.Evidence evidence =
                new Lease.Evidence(heard.timestamp(), heard.timestamp(), heard.receivedAt(), false, number, 0);
        long at = clock.heardAt(
                Episode.ingestOf(heard.node()),
                heard.receivedAt(),
                rule.policy().graceMs());
        Accounting accounting = rule.hear(leases[local], new Beat(evidence, at, REGION, -1, 0), clock.observed());
        put(local, accounting.lease());
        if (accounting instanceof Accounting.Advance advance && advance.transition() != null) {
            wheel.arm(local, rule.lateAt(advance.lease()));
            note(local, advance.transition());
        }
    }

    void tick(Entry.Ticked tick) {
        if (clock.tick(tick.ingest(), tick.at()) != Effect.IGNORED) {
            wheel.advance(
                    clock.observed(),
                    Integer.MAX_VALUE,
                    (local, armed) ->
                            apply(local, rule.fire(name(local), leases[local], clock.observed(), clock.wall())));
            // Where nobody waits for the verdict, a count every three seconds says as much.
            if (!due.isEmpty() || clock.wall() - countedAt >= COUNT_MS) {
                countedAt = clock.wall();
                census = new Census(number, of, countedAt, clock.observed(), tally.of(REGION));
            }
        }
    }

    /** The verdict that answers a census of this partition. */
    void judged(boolean disturbed, long covers) {
        while (!due.isEmpty() && due.peekFirst().since() <= covers) {
            int local = due.pollFirst().local();
            apply(local, rule.decide(name(local), leases[local], disturbed, clock.observed(), clock.wall()));
        }
    }

    private void apply(int local, Firing firing) {
        put(local, firing.lease());
        switch (firing) {
            case Firing.AwaitsVerdict awaits -> due.addLast(new Due(local, clock.observed()));
            case Firing.Rearmed rearmed -> {
                wheel.arm(local, rearmed.at());
                if (rearmed.transition() != null) {
                    note(local, rearmed.transition());
                }
            }
        }
    }

    private void put(int local, Lease lease) {
        if (!lease.equals(leases[local])) {
            tally.change(leases[local], lease);
            leases[local] = lease;
        }
    }

    private void note(int local, Transition transition) {
        called.add(new Called(nodes[local], transition.liveness()));
    }

    private String name(int local) {
        return "node-" + nodes[local];
    }

    /** The newest count since one was last asked for, or null. */
    Census takeCensus() {
        Census newest = census;
        census = null;
        return newest;
    }

    /** Whether any were. */
    boolean hasCalled() {
        return !called.isEmpty();
    }

    /** What nodes were called since that was last asked for. */
    List<Called> takeCalled() {
        List<Called> all = called;
        called = all.isEmpty() ? all : new ArrayList<>();
        return all;
    }
}
