package dev.pulse.lifecycle.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The report is reviewed as a diff: where a change of the rules is meant to change it, copy {@code target/three-days.txt}
 * over {@code src/test/resources/reports/three-days.txt}.
 */
class ThreeDaysTest {
    @TempDir
    private Path dir;

    @Test
    void goAsTheyDidWhenTheReportWasReviewed() throws IOException {
        String told = new ThreeDays(dir).tell();
        Files.writeString(Path.of("target", "three-days.txt"), told);
        assertThat(told).contains("false OFFLINE                       0\n").contains("in steps 0\n");
        try (InputStream reviewed = getClass().getResourceAsStream("/reports/three-days.txt")) {
            assertThat(told).isEqualTo(new String(reviewed.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
