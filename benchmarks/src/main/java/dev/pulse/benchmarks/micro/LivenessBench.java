package dev.pulse.benchmarks.micro;

import dev.pulse.domain.liveness.Accounting;
import dev.pulse.domain.liveness.Beat;
import dev.pulse.domain.liveness.DeadlineWheel;
import dev.pulse.domain.liveness.Firing;
import dev.pulse.domain.liveness.Lease;
import dev.pulse.domain.liveness.LivenessPolicy;
import dev.pulse.domain.liveness.LivenessRule;
import dev.pulse.lifecycle.store.LeaseTable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The deadlines of a million nodes: their wheel, their leases in the table that runs, the rule. A node heartbeats once a
 * minute, and its entry fires once for each heartbeat.
 */
@State(Scope.Thread)
public class LivenessBench {
    private static final int INTERVAL_MS = 60_000;
    private static final int SECONDS = INTERVAL_MS / 1_000;
    private static final long START = MicroFleet.TIMESTAMP * 1_000;
    /** Nodes that fire in one second of a million that fire once a minute; what is left over fires in the last. */
    private static final int PER_SECOND = 16_666;
    /** As the lifecycle stream does it: so many entries are looked at before it goes on with its records. */
    private static final int STEP = 2_000;

    /** How many nodes; 16,666 fire a second when it is the million. */
    @Param("1000000")
    int nodes;

    private final LivenessRule rule = new LivenessRule(LivenessPolicy.of(INTERVAL_MS));
    private final DeadlineWheel wheel = new DeadlineWheel();
    private LeaseTable leases;
    private String[] ids;
    private long now = START;
    private long fired;
    private int next;

    /** Hears every node once, spread evenly over a minute. */
    @Setup(Level.Trial)
    public void hear() {
        // The log is dropped: its share of the changelog is the lifecycle step's, not the timers'.
        leases = new LeaseTable((id, bytes) -> {});
        ids = new String[nodes];
        for (int node = 0; node < nodes; node++) {
            ids[node] = MicroFleet.nodeId(node);
            Beat beat = beat(MicroFleet.TIMESTAMP, START);
            leases.put(ids[node], ((Accounting.Advance) rule.hear(null, beat, START)).lease());
            wheel.arm(node, START + 1 + (long) node * INTERVAL_MS / nodes);
        }
    }

    private static Beat beat(long timestamp, long heard) {
        Lease.Evidence evidence = new Lease.Evidence(timestamp, timestamp, heard, false, 0, timestamp);
        return new Beat(evidence, heard, MicroFleet.REGION, 86_400, 7);
    }

    /** A second of the wheel. Fires {@value #PER_SECOND} of a million; a smoke run has fewer and divides wrongly. */
    @Benchmark
    @OperationsPerInvocation(PER_SECOND)
    @Measures("timers, per heartbeat: an entry of a million fires, its lease is looked at, it is armed anew")
    public long sweepAndRearm() {
        now += 1_000;
        sweep(now);
        return fired;
    }

    private void sweep(long until) {
        boolean swept = false;
        while (!swept) {
            swept = wheel.advance(until, STEP, this::fire);
        }
    }

    private void fire(int node, long armedFor) {
        fired++;
        String id = leases.nodeId(node);
        Lease lease = leases.get(id);
        // Half a minute after the heartbeat, whatever the wheel's time is: on time, as all but the silent are.
        Firing firing = rule.fire(id, lease, lease.heard() + INTERVAL_MS / 2, armedFor);
        if (!(firing instanceof Firing.Rearmed rearmed) || rearmed.refresh()) {
            throw new IllegalStateException("a node that was heard from is " + firing);
        }
        wheel.arm(leases.number(id), armedFor + (long) SECONDS * 1_000);
    }

    /** Moving an entry that is armed. */
    @Benchmark
    @Measures("the wheel by itself: moving one entry of a million")
    public int rearm() {
        next = Math.floorMod(next + 0x9e3779b1, nodes);
        wheel.arm(next, now + 1 + next % INTERVAL_MS);
        return next;
    }

    /** The rule by itself, with its lease out of the table and into it. */
    @Benchmark
    @Measures("the lifecycle's rule on one heartbeat: the lease out of the table of a million, accounted, put back")
    public Accounting hearAndPut() {
        next = Math.floorMod(next + 0x9e3779b1, nodes);
        Lease known = leases.get(ids[next]);
        Accounting accounting =
                rule.hear(known, beat(known.last().timestamp() + 60, known.heard() + INTERVAL_MS), known.heard());
        leases.put(ids[next], ((Accounting.Advance) accounting).lease());
        return accounting;
    }
}
