package dev.pulse.benchmarks.run.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.system.rig.ClusterSettings;
import dev.pulse.system.rig.ClusterSettings.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SiteSettingsTest {
    @Test
    void what_is_asked_for_overrules_what_a_run_sets() {
        SiteSettings settings = new SiteSettings(
                Duration.ofSeconds(20),
                4,
                1,
                Map.of("verifier", List.of("-Xmx300m", "-XX:+UseSerialGC")),
                Map.of(
                        "lifecycle",
                        Map.of(
                                "refresh", "7s",
                                "server.connector.idleTimeout", "10m",
                                "streams.producer.linger.ms", "5")));

        assertThat(settings.flags("verifier")).endsWith("-Xmx300m", "-XX:+UseSerialGC");
        assertThat(settings.flags("verifier")).contains("-Ddw.standbyReplicas=1");
        assertThat(settings.heapBytes("verifier")).isEqualTo(300L << 20);
        assertThat(settings.flags("lifecycle"))
                .contains(
                        "-Ddw.refresh=7s",
                        "-Ddw.server.connector.idleTimeout=10m",
                        "-Ddw.streams.producer\\.linger\\.ms=5")
                .doesNotContain("-Ddw.refresh=200000ms");
        assertThat(settings.heapBytes("lifecycle")).isEqualTo(2L << 30);
    }

    @Test
    void standbys_have_an_instance_to_be_on() {
        ClusterSettings cluster = new SiteSettings(Duration.ofSeconds(20), 4, 1, Map.of(), Map.of()).in(Path.of("x"));

        assertThat(cluster.services().get(Service.VERIFIER).count()).isEqualTo(2);
        assertThat(cluster.services().get(Service.INGEST).count()).isEqualTo(1);
    }

    @Test
    void processor_time_of_a_process_is_what_its_threads_used() {
        long pid = ProcessHandle.current().pid();
        ProcessCpu before = ProcessCpu.of(Map.of("me", pid, "nobody", Long.MAX_VALUE));
        double sum = 0;
        while (ProcessCpu.of(Map.of("me", pid)).since(before).processes().get("me") < 50_000) {
            sum += Math.sqrt(sum + 1);
        }
        ProcessCpu used = ProcessCpu.of(Map.of("me", pid)).since(before);

        assertThat(sum).isPositive();
        assertThat(before.processes()).containsOnlyKeys("me");
        assertThat(used.threads().get("me").values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isGreaterThan(20_000);
    }
}
