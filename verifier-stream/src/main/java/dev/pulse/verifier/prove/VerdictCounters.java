package dev.pulse.verifier.prove;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.telemetry.Latency;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What this process has decided since it started. A transaction that is aborted and read again counts twice, so these
 * are for watching; the exact numbers are the records in the topics.
 */
public final class VerdictCounters {
    private final Counter accepted;
    private final Counter bound;
    private final Counter ticks;
    private final Counter registered;
    private final Counter rotated;
    private final Counter rotationsRefused;
    private final Map<Rejection, Counter> rejected = new EnumMap<>(Rejection.class);
    private final Latency latency;

    /** All at zero, and registered. */
    public VerdictCounters(MeterRegistry metrics) {
        accepted = verdict(metrics, "accepted");
        for (Rejection reason : Rejection.values()) {
            rejected.put(reason, verdict(metrics, reason.wire()));
        }
        bound = binding(metrics, "first_heartbeat");
        registered = binding(metrics, "registration");
        rotated = binding(metrics, "rotation");
        rotationsRefused = Counter.builder("pulse.verifier.rotations.refused")
                .description("Rotations that were not proved.")
                .register(metrics);
        ticks = Counter.builder("pulse.verifier.ticks")
                .description("Ticks passed on.")
                .register(metrics);
        latency = new Latency(
                metrics, "pulse.verifier.latency", "From the ingest's receipt of a heartbeat to its verdict.");
    }

    private static Counter verdict(MeterRegistry metrics, String verdict) {
        return Counter.builder("pulse.verifier.heartbeats")
                .description("Raw records by their verdict.")
                .tag("verdict", verdict)
                .register(metrics);
    }

    private static Counter binding(MeterRegistry metrics, String by) {
        return Counter.builder("pulse.verifier.bindings")
                .description("Node ids bound to an account, by what did it.")
                .tag("by", by)
                .register(metrics);
    }

    /** @param waitedMs from receipt to this moment, milliseconds */
    void accepted(boolean binds, long waitedMs) {
        accepted.increment();
        latency.record(waitedMs);
        if (binds) {
            bound.increment();
        }
    }

    void rejected(Rejection reason) {
        rejected.get(reason).increment();
    }

    void tick() {
        ticks.increment();
    }

    void registered() {
        registered.increment();
    }

    void rotated() {
        rotated.increment();
    }

    void rotationRefused() {
        rotationsRefused.increment();
    }

    /**
     * The counts by name: accepted, bound, ticks, registered, rotated, rotations_refused, and each reason of a heartbeat's
     * rejection.
     */
    public Map<String, Long> snapshot() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("accepted", count(accepted));
        counts.put("bound", count(bound));
        counts.put("ticks", count(ticks));
        counts.put("registered", count(registered));
        counts.put("rotated", count(rotated));
        counts.put("rotations_refused", count(rotationsRefused));
        for (Rejection reason : Rejection.values()) {
            counts.put(reason.wire(), count(rejected.get(reason)));
        }
        return counts;
    }

    private static long count(Counter counter) {
        return (long) counter.count();
    }
}
