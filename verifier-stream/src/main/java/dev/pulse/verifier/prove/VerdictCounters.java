package dev.pulse.verifier.prove;

import dev.pulse.domain.verdict.Rejection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What this process has decided since it started. A transaction that is aborted and read again counts twice, so these
 * are for watching; the exact numbers are the records in the topics.
 */
public final class VerdictCounters {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder bound = new LongAdder();
    private final LongAdder ticks = new LongAdder();
    private final LongAdder registered = new LongAdder();
    private final LongAdder rotated = new LongAdder();
    private final LongAdder rotationsRefused = new LongAdder();
    private final Map<Rejection, LongAdder> rejected = new EnumMap<>(Rejection.class);

    public VerdictCounters() {
        for (Rejection reason : Rejection.values()) {
            rejected.put(reason, new LongAdder());
        }
    }

    void accepted(boolean binds) {
        accepted.increment();
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
        counts.put("accepted", accepted.sum());
        counts.put("bound", bound.sum());
        counts.put("ticks", ticks.sum());
        counts.put("registered", registered.sum());
        counts.put("rotated", rotated.sum());
        counts.put("rotations_refused", rotationsRefused.sum());
        for (Rejection reason : Rejection.values()) {
            counts.put(reason.wire(), rejected.get(reason).sum());
        }
        return counts;
    }
}
