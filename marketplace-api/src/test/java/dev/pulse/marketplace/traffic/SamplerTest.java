package dev.pulse.marketplace.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.marketplace.fixture.FakeCluster;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.traffic.Troubles.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class SamplerTest {
    private final FakeCluster cluster = new FakeCluster().end("raw", 0, 10).commit("verifier", "raw", 0, 4);
    private final AtomicReference<Instant> now = new AtomicReference<>(Records.AT);
    private final AtomicReference<Map<Rejection, Long>> counts = new AtomicReference<>();
    private final Sampler sampler =
            new Sampler(cluster, List.of("verifier", "nobody"), counts::get, Duration.ofSeconds(5), now::get);

    private List<String> unknown() {
        return sampler.troubles().stream().map(Trouble::part).toList();
    }

    @Test
    void whatIsNotKnownIsSaidAndTheRestIsStillKnown() {
        sampler.sample();
        assertThat(sampler.findings()
                        .traffic()
                        .topics()
                        .getFirst()
                        .partitions()
                        .getFirst()
                        .lags())
                .isEqualTo(Map.of("verifier", 6L));
        assertThat(unknown()).containsExactly("group nobody");
        assertThat(sampler.findings().facts().brokers()).isEqualTo(3);

        now.set(Records.AT.plusSeconds(5));
        cluster.fail(new KafkaException("away for a test"));
        sampler.sample();
        assertThat(unknown()).containsExactly("cluster", "group nobody", "group verifier", "offsets");
        assertThat(sampler.troubles().getFirst())
                .isEqualTo(new Trouble(
                        "cluster",
                        "Of cluster nothing is known: away for a test.",
                        Records.AT.plusSeconds(5).toEpochMilli()));
        assertThat(sampler.findings().traffic().at()).as("the last sample").isEqualTo(Records.AT.toEpochMilli());

        now.set(Records.AT.plusSeconds(10));
        sampler.sample();
        assertThat(sampler.troubles().getFirst().since())
                .as("since it is not known")
                .isEqualTo(Records.AT.plusSeconds(5).toEpochMilli());

        now.set(Records.AT.plusSeconds(15));
        cluster.fail(null);
        cluster.end("raw", 0, 25);
        sampler.sample();
        assertThat(unknown()).containsExactly("group nobody");
        assertThat(sampler.findings()
                        .traffic()
                        .topics()
                        .getFirst()
                        .partitions()
                        .getFirst()
                        .rate())
                .isEqualTo(1.0);
        sampler.close();
        assertThat(cluster.closed()).isTrue();
    }

    @Test
    void refusalsAreCountedWhereKafkaIsNotAskedToo() {
        try (Sampler silent = new Sampler(null, List.of("verifier"), counts::get, Duration.ofSeconds(5), now::get)) {
            silent.sample();
            assertThat(silent.rejections()).isEmpty();
            counts.set(Map.of(Rejection.SKEW, 3L));
            silent.sample();
            now.set(Records.AT.plusSeconds(5));
            counts.set(Map.of(Rejection.SKEW, 5L));
            silent.sample();
            assertThat(silent.rejections())
                    .extracting(sample -> sample.counts().get(Rejection.SKEW))
                    .containsExactly(3L, 5L);
            assertThat(silent.troubles()).extracting(Trouble::part).containsExactly(Sampler.OFFSETS);
            assertThat(silent.findings().traffic()).isNull();
        }
    }

    @Test
    void countsThatFallBeginAnewAndOldOnesAreForgotten() {
        RejectionLog log = new RejectionLog();
        log.put(new RejectionLog.Sample(0, Map.of(Rejection.SKEW, 3L)));
        log.put(new RejectionLog.Sample(RejectionLog.WINDOW, Map.of(Rejection.SKEW, 4L)));
        assertThat(log.samples()).hasSize(2);
        log.put(new RejectionLog.Sample(RejectionLog.WINDOW + 1, Map.of(Rejection.SKEW, 4L)));
        assertThat(log.samples()).hasSize(2);
        log.put(new RejectionLog.Sample(RejectionLog.WINDOW + 2, Map.of(Rejection.SKEW, 1L)));
        assertThat(log.samples()).hasSize(1);
    }
}
