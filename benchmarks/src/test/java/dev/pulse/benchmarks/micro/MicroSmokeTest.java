package dev.pulse.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.benchmarks.record.Figure;
import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.heartbeat.Reading;
import dev.pulse.domain.liveness.Accounting;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.schemas.DeadLetter;
import dev.pulse.schemas.VerifiedHeartbeat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

/** Each benchmark's body once: what it measures is what it says it is. */
class MicroSmokeTest {
    private static final int NODES = 20_000;

    @Test
    void signatures_hold_and_the_bench_would_not_measure_any_that_do_not() {
        VerifyBench bench = new VerifyBench();
        bench.sign();

        assertThat(bench.awsLc()).isTrue();
        assertThat(bench.ours()).isTrue();
        assertThat(bench.bouncyCastle()).isTrue();
        assertThat(bench.bouncyCastleSameVerdicts()).isTrue();
    }

    @Test
    void documents() {
        DocumentBench bench = new DocumentBench();
        bench.write();
        MicroFleet fleet = new MicroFleet(1_024);

        assertThat(bench.canonicaliseAndHash()).isEqualTo(Sha256.hash(fleet.payload(1)));
        assertThat(bench.canonicaliseUnsortedAndHash()).hasSize(32);
        assertThat(bench.hash()).isEqualTo(Sha256.hash(fleet.payload(3)));
        assertThat(bench.read().canonical()).isEqualTo(fleet.payload(4));
        assertThat(bench.readUnsorted().canonical()).isEqualTo(fleet.payload(5));
        assertThat(bench.readCanonical().canonical()).isEqualTo(fleet.payload(6));
    }

    @Test
    void an_unsorted_body_is_the_same_heartbeat() {
        MicroFleet fleet = new MicroFleet(2);
        HeartbeatReader reader = new HeartbeatReader(MicroFleet.AUDIENCE, false);

        Reading.Read sorted = (Reading.Read) reader.read(fleet.body(1));
        Reading.Read unsorted = (Reading.Read) reader.read(fleet.unsortedBody(1));

        assertThat(unsorted.heartbeat()).isEqualTo(sorted.heartbeat());
        assertThat(unsorted.canonical()).isEqualTo(fleet.payload(1));
        assertThat(unsorted.signature()).isEqualTo(fleet.signature(1));
        assertThat(new String(fleet.unsortedBody(1), StandardCharsets.UTF_8)).startsWith("{ \"node_account\"");
    }

    @Test
    void records() throws Exception {
        RecordBench bench = new RecordBench();
        bench.encodeAll();
        try {
            assertThat(bench.encodeRaw()).isNotEmpty();
            assertThat(bench.encodeVerified()).isNotEmpty();
            assertThat(bench.decodeRaw()).isEqualTo(new MicroFleet(1_024).raw(3));
            assertThat(((VerifiedHeartbeat) bench.decodeVerified()).getNodeId()).isEqualTo(MicroFleet.nodeId(4));
        } finally {
            bench.close();
        }
    }

    @Test
    void the_ingest_takes_heartbeats_and_answers_them() throws Exception {
        IngestBench bench = new IngestBench();
        bench.start();
        try {
            assertThat(bench.intake()).isNotNull();
            for (int i = 0; i < 3; i++) {
                assertThat(StandardCharsets.US_ASCII.decode(bench.handler()).toString())
                        .startsWith("HTTP/1.1 202")
                        .contains("\"status\":\"accepted\"");
            }
        } finally {
            bench.stop();
        }
    }

    @Test
    void limits_let_everybody_in() throws Exception {
        LimitBench bench = new LimitBench();
        bench.name();

        assertThat(bench.addressAndNode()).isEmpty();
    }

    @Test
    void a_heartbeat_is_counted_on_its_way() {
        TelemetryBench bench = new TelemetryBench();
        bench.register();

        bench.heartbeat();
        assertThat(bench.heartbeat()).isEqualTo(2);
    }

    @Test
    void the_prover_proves() throws Exception {
        ProverBench bench = new ProverBench();
        bench.bind();
        try {
            assertThat(bench.prove()).isInstanceOf(VerifiedHeartbeat.class);
            assertThat(bench.proveForged()).isInstanceOf(DeadLetter.class);
        } finally {
            bench.close();
        }
    }

    @Test
    void timers_fire_once_a_minute_for_each_node() {
        LivenessBench bench = new LivenessBench();
        bench.nodes = NODES;
        bench.hear();

        long fired = 0;
        for (int second = 0; second < 61; second++) {
            fired = bench.sweepAndRearm();
        }
        // A minute's worth, and the nodes of the second after it once more.
        assertThat(fired).isBetween((long) NODES, NODES + NODES / 60L + 1);
        assertThat(bench.hearAndPut()).isInstanceOf(Accounting.Advance.class);
        assertThat(bench.rearm()).isBetween(0, NODES - 1);
    }

    @Test
    void a_second_of_the_keeper_writes_its_census_and_nothing_else() throws Exception {
        KeeperBench bench = new KeeperBench();
        bench.nodes = NODES;
        bench.hearAll();
        try {
            assertThat(bench.second()).isBetween(1L, 2L);
        } finally {
            bench.close();
        }
    }

    @Test
    void all_fall_due_together() {
        AllDueBench bench = new AllDueBench();
        bench.hear();

        assertThat(bench.allFallDue()).isEqualTo(1 << 18);
    }

    @Test
    void each_benchmark_says_what_it_measures() {
        for (Class<?> type : List.of(
                VerifyBench.class,
                DocumentBench.class,
                RecordBench.class,
                LimitBench.class,
                TelemetryBench.class,
                IngestBench.class,
                ProverBench.class,
                LivenessBench.class,
                KeeperBench.class,
                AllDueBench.class)) {
            assertThat(Arrays.stream(type.getMethods()).filter(method -> method.isAnnotationPresent(Benchmark.class)))
                    .isNotEmpty()
                    .allSatisfy(method -> assertThat(method.isAnnotationPresent(Measures.class))
                            .as(method.toString())
                            .isTrue());
        }
        assertThat(MicroRun.prefix(AllDueBench.class) + "_" + MicroRun.snake("allFallDue"))
                .isEqualTo("all_due_all_fall_due");
    }

    @Test
    void ratios_are_of_one_run() {
        Map<String, Figure> ratios = Ratios.of(Map.of(
                Ratios.AWS_LC, new Figure(50, 0.5, "us", ""),
                Ratios.OURS, new Figure(40, 0.4, "us", ""),
                Ratios.BOUNCY_CASTLE, new Figure(100, 1.0, "us", ""),
                Ratios.SAME_VERDICTS, new Figure(160, 1.6, "us", ""),
                Ratios.TIMERS, new Figure(0.5, null, "us", ""),
                Ratios.METRICS, new Figure(0.1, null, "us", "")));

        assertThat(ratios.get("verify_over_bouncycastle").value()).isEqualTo(2.5);
        assertThat(ratios.get("verify_over_bouncycastle").error())
                .isCloseTo(2.5 * Math.sqrt(2) / 100, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(ratios.get("verify_over_bouncycastle_same_verdicts").value()).isEqualTo(4);
        assertThat(ratios.get("timers_over_verify").value()).isEqualTo(0.01);
        assertThat(ratios.get("metrics_over_verify").value()).isEqualTo(0.002);
        assertThat(ratios.get("timers_over_verify").error()).isNull();
        assertThatThrownBy(() -> new MicroFleet(3)).isInstanceOf(IllegalArgumentException.class);
    }
}
