package dev.pulse.lifecycle.measure;

import dev.pulse.domain.liveness.Transition;
import dev.pulse.telemetry.Latency;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What this process has accounted and decided since it started. A transaction that is aborted and read again counts twice,
 * so these are for watching; the exact numbers are in the leases and the topics.
 */
public final class LifecycleCounters {
    private final Counter advances;
    private final Counter duplicates;
    private final Counter replays;
    private final Map<Transition.Cause, Counter> transitions = new EnumMap<>(Transition.Cause.class);
    private final Latency latency;
    private final Latency lateness;

    /** All at zero, and registered. */
    public LifecycleCounters(MeterRegistry metrics) {
        advances = accounted(metrics, "advance");
        duplicates = accounted(metrics, "duplicate");
        replays = accounted(metrics, "replay");
        for (Transition.Cause cause : Transition.Cause.values()) {
            transitions.put(
                    cause,
                    Counter.builder("pulse.lifecycle.transitions")
                            .description("Transitions of nodes by their cause.")
                            .tag("cause", cause.name().toLowerCase(Locale.ROOT))
                            .register(metrics));
        }
        latency = new Latency(
                metrics,
                "pulse.lifecycle.latency",
                "End to end: from the ingest's receipt of a heartbeat to its being accounted.");
        lateness = new Latency(
                metrics,
                "pulse.lifecycle.detection.lateness",
                "Observed time from a silent node's deadline to its OFFLINE, in a calm region.");
    }

    private static Counter accounted(MeterRegistry metrics, String as) {
        return Counter.builder("pulse.lifecycle.heartbeats")
                .description("Verified heartbeats by what they were accounted as.")
                .tag("accounted", as)
                .register(metrics);
    }

    /**
     * A heartbeat that is newer than the last.
     *
     * @param waitedMs from receipt to this moment, milliseconds
     */
    public void advance(long waitedMs) {
        advances.increment();
        latency.record(waitedMs);
    }

    /** A heartbeat that was known. */
    public void duplicate() {
        duplicates.increment();
    }

    /** A heartbeat that came too late to count. */
    public void replay() {
        replays.increment();
    }

    /** A node moved on. */
    public void transition(Transition transition) {
        transitions.get(transition.cause()).increment();
    }

    /**
     * A silent node was called OFFLINE.
     *
     * @param lateMs from its deadline to that, observed milliseconds
     */
    public void detected(long lateMs) {
        lateness.record(lateMs);
    }
}
