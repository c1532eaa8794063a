package dev.pulse.benchmarks.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    private static final Machine MACHINE = new Machine("EPYC", 2, 23.5, "Debian 12", "6.1", "Temurin 25");

    @TempDir
    private Path folder;

    private static Recording recording() {
        Clock clock = Clock.fixed(Instant.parse("2026-11-23T08:00:00.123Z"), ZoneOffset.UTC);
        return new Recording("ingest", "0123456789ab", MACHINE, clock)
                .setting("connections", 64)
                .setting("body", "canonical")
                .setting("tls", false)
                .figure("cpu_per_request", 31.123456789123, "us", "ingest alone")
                .figure("verify", new Figure(50, 0.5, "us", null))
                .axes("latency", new Axes("latency", "requests/s", "ms", false, true))
                .point("latency", 1000, 2.5)
                .point("latency", 2000, 3);
    }

    @Test
    void what_is_written_is_what_is_read() {
        Result result = recording().result();
        Results results = new Results(folder.resolve("new"));

        results.write(result);

        Result read = results.read("ingest").orElseThrow();
        assertThat(read.figures()).isEqualTo(result.figures());
        assertThat(read.series()).isEqualTo(result.series());
        assertThat(read.axes()).isEqualTo(result.axes());
        assertThat(read.machine()).isEqualTo(MACHINE);
        assertThat(read.versions()).isEqualTo(result.versions());
        assertThat(read.recordedAt()).isEqualTo("2026-11-23T08:00:00Z");
        assertThat(read.commit()).isEqualTo("0123456789ab");
        assertThat(read.settings().toString()).isEqualTo("{connections=64, body=canonical, tls=false}");
    }

    @Test
    void the_file_has_the_agreed_form() throws IOException {
        Path file = new Results(folder).write(recording().result());

        assertThat(file).hasFileName("ingest.json");
        assertThat(Files.readString(file))
                .contains("\"recorded_at\" : \"2026-11-23T08:00:00Z\"")
                .contains("\"memory_gb\" : 23.5")
                .contains("\"value\" : 31.1234568,\n      \"unit\" : \"us\"")
                .contains("\"error\" : 0.5")
                .contains("\"latency\" : [ [ 1000.0, 2.5 ], [ 2000.0, 3.0 ] ]");
    }

    @Test
    void the_same_result_is_the_same_bytes() throws IOException {
        Results results = new Results(folder);
        String once = Files.readString(results.write(recording().result()));
        String again = Files.readString(results.write(recording().result()));

        assertThat(again).isEqualTo(once);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void the_versions_are_those_of_the_build() {
        assertThat(recording().result().versions())
                .containsKeys("kafka", "accp", "bouncycastle", "jmh")
                .allSatisfy((name, version) -> assertThat(version).matches("[0-9].*"));
    }

    @Test
    void a_run_that_was_not_made_has_no_result_and_a_broken_file_is_no_result() throws IOException {
        Results results = new Results(folder);
        assertThat(results.read("ingest")).isEmpty();

        Files.writeString(folder.resolve("ingest.json"), "{\"benchmark\":");
        assertThatThrownBy(() -> results.read("ingest"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("ingest.json");
    }

    @Test
    void nothing_but_numbers_is_recorded() {
        assertThatThrownBy(() -> new Figure(Double.NaN, null, "us", "")).hasMessageContaining("NaN");
        assertThatThrownBy(() -> recording()
                        .point("latency", 1, Double.POSITIVE_INFINITY)
                        .result())
                .hasMessageContaining("Infinity");
        assertThat(new Figure(1, Double.NaN, "us", "").error()).isNull();
    }

    @Test
    void a_result_keeps_nothing_of_its_recording() {
        Recording recording = recording();
        Result result = recording.result();
        recording.point("latency", 3000, 4).setting("connections", 128);

        assertThat(result.series().get("latency")).isEqualTo(List.of(List.of(1000.0, 2.5), List.of(2000.0, 3.0)));
        assertThat(result.settings()).containsEntry("connections", 64L);
    }
}
