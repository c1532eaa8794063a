package dev.pulse.benchmarks.micro;

import dev.pulse.telemetry.Latency;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs a heartbeat to be watched. */
@State(Scope.Thread)
public class TelemetryBench {
    private static final String[] STEPS = {"ingest", "verifier", "lifecycle"};

    private final Clock clock = Clock.systemUTC();
    private final Counter[] counters = new Counter[STEPS.length];
    private final Latency[] latencies = new Latency[STEPS.length];

    /** Registers what each of the three services registers. */
    @Setup(Level.Trial)
    public void register() {
        for (int step = 0; step < STEPS.length; step++) {
            MeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            counters[step] = Counter.builder("pulse." + STEPS[step] + ".heartbeats")
                    .tag("outcome", "accepted")
                    .register(registry);
            latencies[step] = new Latency(registry, "pulse." + STEPS[step] + ".latency", "A wait.");
        }
    }

    /** A heartbeat on its whole way. */
    @Benchmark
    @Measures("all that metrics cost a heartbeat on its way: in each of three services a count, a clock and a latency")
    public double heartbeat() {
        long at = clock.millis();
        for (int step = 0; step < STEPS.length; step++) {
            counters[step].increment();
            latencies[step].record(clock.millis() - at + 20L * step);
        }
        return counters[0].count();
    }
}
