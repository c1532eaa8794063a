package dev.pulse.benchmarks.micro;

import dev.pulse.telemetry.Latency;
import dev.pulse.telemetry.trace.Publication;
import dev.pulse.telemetry.trace.RequestTrace;
import dev.pulse.telemetry.trace.RequestTracing;
import dev.pulse.telemetry.trace.StepTrace;
import dev.pulse.telemetry.trace.StepTracing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.trace.TracerProvider;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What it costs a heartbeat to be watched. */
@State(Scope.Thread)
public class TelemetryBench {
    private static final String[] STEPS = {"ingest", "verifier", "lifecycle"};

    private final Clock clock = Clock.systemUTC();
    private final Counter[] counters = new Counter[STEPS.length];
    private final Latency[] latencies = new Latency[STEPS.length];
    private RequestTracing requests;
    private StepTracing steps;
    private RequestTracing noRequests;
    private StepTracing noSteps;

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
        noRequests = RequestTracing.off();
        noSteps = StepTracing.off();
        TracerProvider provider = TracerProvider.noop();
        requests = new RequestTracing(
                provider,
                0,
                1,
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextDouble());
        steps = new StepTracing(provider);
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

    /** A heartbeat on its whole way while nothing is traced. */
    @Benchmark
    @Measures("what traces cost a heartbeat on its way where there is no endpoint: the ingest and two streams")
    public void tracingOff(Blackhole taken) {
        pass(noRequests, noSteps, taken);
    }

    /** A heartbeat on its whole way that is not one of those that are traced. */
    @Benchmark
    @Measures("what traces cost a heartbeat that is not traced, where others may be")
    public void tracingPassedOver(Blackhole taken) {
        pass(requests, steps, taken);
    }

    private static void pass(RequestTracing requests, StepTracing steps, Blackhole taken) {
        Headers headers = new RecordHeaders();
        RequestTrace request = requests.begin(null, "/v1/heartbeats", "http");
        Publication publication = request.publish("pulse.heartbeats.raw", "node-0001", headers);
        request.answered(202);
        taken.consume(publication);
        for (int step = 1; step < STEPS.length; step++) {
            try (StepTrace trace = steps.begin(headers, "pulse.heartbeats.raw", 1, 1, "node-0001")) {
                trace.verdict("accepted");
                trace.onto(headers);
                taken.consume(trace);
            }
        }
    }
}
