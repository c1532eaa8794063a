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

    /**
     * Begun half upgraded, so that each reader meets what both builds write; then the other half, with a standby that takes
     * over from a killed instance of the other build, and one that joins and leaves meanwhile. In the end the way back: a
     * fault that is named again strikes the next member, here one of the next build, which goes on as one of this build on
     * the stores that it left.
     */
    private static final List<String> UPGRADE = List.of(
            "kill-verifier",
            "roll-ingest",
            "roll-verifier",
            "join-lifecycle",
            "roll-lifecycle",
            "roll-marketplace",
            "roll-lifecycle");

    @TempDir
    private Path folder;

    @Test
    void an_upgrade_with_faults_leaves_nothing_lost_doubled_or_called_offline()
            throws InterruptedException, IOException {
        ChaosSettings settings = new ChaosSettings(
                3,
                true,
                UPGRADE,
                LONG_ENOUGH,
                0,
                Set.of("poison"),
                60,
                Duration.ofSeconds(5),
                Duration.ofSeconds(12),
                folder);
        ChaosReport report = new ChaosRun(settings, System.out::println).run();
        assertThat(report.wrong()).as(report.markdown()).isEmpty();
        assertThat(report.steps())
                .extracting(step -> step.fault().replaceAll(" .*", ""))
                .isEqualTo(UPGRADE);
        assertThat(report.acknowledged()).isPositive();
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
