package dev.pulse.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long something took, counted into fixed buckets from 5 ms to 10 minutes. Safe for use by several threads. */
public final class Latency {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(2),
        Duration.ofMinutes(10)
    };

    private final Timer timer;

    /**
     * A latency, at once with all its buckets empty.
     *
     * @param name as Micrometer spells it, with dots and without the unit
     */
    public Latency(MeterRegistry registry, String name, String help) {
        timer = Timer.builder(name)
                .description(help)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /** Counts one; less than none, by two clocks that differ, counts as none. */
    public void record(long milliseconds) {
        timer.record(Math.max(0, milliseconds), TimeUnit.MILLISECONDS);
    }

    /** How many were counted. */
    public long count() {
        return timer.count();
    }
}
