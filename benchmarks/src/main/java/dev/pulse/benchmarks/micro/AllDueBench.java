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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Every node falls silent at once: all entries fire in the same millisecond, and every lease changes. */
@State(Scope.Thread)
public class AllDueBench {
    private static final int NODES = 1 << 18;
    private static final int STEP = 2_000;
    private static final long START = MicroFleet.TIMESTAMP * 1_000;

    private final LivenessPolicy policy = LivenessPolicy.of(60_000);
    private final LivenessRule rule = new LivenessRule(policy);
    private DeadlineWheel wheel;
    private LeaseTable leases;
    private long due;

    /** Hears every node once, in the same millisecond. */
    @Setup(Level.Invocation)
    public void hear() {
        wheel = new DeadlineWheel();
        leases = new LeaseTable((id, bytes) -> {});
        due = 0;
        for (int node = 0; node < NODES; node++) {
            String id = MicroFleet.nodeId(node);
            Lease.Evidence evidence = new Lease.Evidence(MicroFleet.TIMESTAMP, node, START, false, 0, node);
            Beat beat = new Beat(evidence, START, MicroFleet.REGION, 86_400, 7);
            leases.put(id, ((Accounting.Advance) rule.hear(null, beat, START)).lease());
            wheel.arm(node, START + policy.graceMs() + 1);
        }
        wheel.advance(START, STEP, (node, at) -> {
            throw new IllegalStateException("nothing is due yet");
        });
    }

    /** The sweep that finds them all. */
    @Benchmark
    @OperationsPerInvocation(NODES)
    @Measures(
            "all 262,144 nodes of a partition fall due in one millisecond, per node: fired, judged, the lease put back")
    public long allFallDue() {
        long now = START + policy.graceMs() + 1;
        boolean swept = false;
        while (!swept) {
            swept = wheel.advance(now, STEP, (node, at) -> {
                String id = leases.nodeId(node);
                Lease lease = leases.get(id);
                if (rule.fire(id, lease, now, now) instanceof Firing.AwaitsVerdict awaits) {
                    leases.put(id, awaits.lease());
                    due++;
                }
            });
        }
        if (due != NODES) {
            throw new IllegalStateException(due + " of " + NODES + " nodes were found due");
        }
        return due;
    }
}
