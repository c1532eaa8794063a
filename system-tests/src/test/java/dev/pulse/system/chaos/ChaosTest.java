package dev.pulse.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A short seeded run: three brokers, two instances of each stream, a fleet with some of each bad kind. */
@Timeout(900)
class ChaosTest {
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(10);

    /** Half of each service of the next build, then all: every reader meets what the other build wrote. */
    private static final List<String> UPGRADE = List.of(
            "roll-ingest",
            "roll-verifier",
            "roll-lifecycle",
            "join-lifecycle",
            "roll-marketplace",
            "roll-ingest",
            "roll-verifier",
            "roll-lifecycle");

    @TempDir
    private Path folder;

    @Test
    void four_faults_leave_nothing_lost_doubled_or_called_offline() throws InterruptedException, IOException {
        ChaosSettings settings = new ChaosSettings(
                3,
                UPGRADE,
                LONG_ENOUGH,
                4,
                Set.of("kill-verifier", "kill-lifecycle", "kill-broker", "pause-lifecycle", "poison"),
                60,
                Duration.ofSeconds(5),
                Duration.ofSeconds(12),
                folder);
        ChaosReport report = new ChaosRun(settings, System.out::println).run();
        assertThat(report.wrong()).as(report.markdown()).isEmpty();
        assertThat(report.steps()).hasSize(4);
        assertThat(report.acknowledged()).isPositive();
        assertThat(report.steps())
                .extracting(ChaosReport.Step::fault)
                .anyMatch(fault -> fault.startsWith("kill-verifier"));
        assertThat(logs("verifier")).as("the other one noticed").contains("were evicted from the group");
    }

    private String logs(String service) throws IOException {
        StringBuilder all = new StringBuilder();
        for (int i = 1; i <= 2; i++) {
            all.append(Files.readString(folder.resolve("logs").resolve(service + "-" + i + ".log")));
        }
        return all.toString();
    }
}
