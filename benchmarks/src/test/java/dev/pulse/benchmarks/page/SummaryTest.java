package dev.pulse.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.benchmarks.record.Results;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {
    @TempDir
    private Path folder;

    private Results results;

    @BeforeEach
    void folder() {
        results = new Results(folder);
    }

    private void recorded(String... benchmarks) throws IOException {
        for (String benchmark : benchmarks) {
            try (InputStream fixture = SummaryTest.class.getResourceAsStream("/results/" + benchmark + ".json")) {
                Files.copy(fixture, folder.resolve(benchmark + ".json"));
            }
        }
    }

    private JsonNode written() throws IOException {
        return new ObjectMapper().readTree(Summary.of(results).write(results).toFile());
    }

    private static JsonNode row(JsonNode summary, String id) {
        for (JsonNode row : summary.get("rows")) {
            if (row.get("id").asText().equals(id)) {
                return row;
            }
        }
        throw new AssertionError("no row " + id);
    }

    @Test
    void the_rows_are_those_of_the_table_in_its_order() throws IOException {
        List<String> ids = new ArrayList<>();
        written().get("rows").forEach(row -> ids.add(row.get("id").asText()));

        assertThat(ids)
                .containsExactly(
                        "pipeline_cpu_over_verify",
                        "ingest_cpu_over_nginx",
                        "verify_over_bouncycastle",
                        "cost_1m_over_10k",
                        "timers_over_verify",
                        "detection_lateness_p99_s",
                        "restart_cold_s",
                        "restart_standby_s",
                        "bytes_per_node",
                        "filter_p99_ms",
                        "deep_over_first_page",
                        "cpu_over_postgresql",
                        "visible_p99_ms",
                        "index_bytes_per_node",
                        "cold_start_s",
                        "sse_watchers");
    }

    @Test
    void a_row_has_the_recorded_value_with_its_floor_its_aim_and_its_command() throws IOException {
        recorded("micro", "pipeline");

        JsonNode summary = written();

        JsonNode verify = row(summary, "verify_over_bouncycastle");
        assertThat(verify.get("value").asDouble()).isEqualTo(2.35);
        assertThat(verify.get("floor").asDouble()).isEqualTo(2.2);
        assertThat(verify.get("aim").asDouble()).isEqualTo(3.0);
        assertThat(verify.get("unit").asText()).isEqualTo("ratio");
        assertThat(verify.get("command").asText()).isEqualTo("./pulse bench micro");
        assertThat(row(summary, "cost_1m_over_10k").get("value").asDouble()).isEqualTo(1.3);
        assertThat(row(summary, "bytes_per_node").get("value").asDouble()).isEqualTo(240);
        assertThat(summary.get("commit").asText()).isEqualTo("bbbbbbbbbbbb");
        assertThat(summary.get("machine").get("cores").asInt()).isEqualTo(2);
    }

    @Test
    void a_row_whose_run_is_not_recorded_has_no_value_and_says_so() throws IOException {
        JsonNode restart = row(written(), "restart_standby_s");

        assertThat(restart.get("value").isNull()).isTrue();
        assertThat(restart.get("note").asText()).isEqualTo("no such run is recorded");
        assertThat(restart.get("command").asText()).isEqualTo("./pulse bench recovery");
        assertThat(restart.get("floor").asDouble()).isEqualTo(3);
        assertThat(restart.get("aim").asDouble()).isEqualTo(1);
    }

    @Test
    void timers_in_whole_processes_win_over_those_by_themselves() throws IOException {
        recorded("micro");
        assertThat(row(written(), "timers_over_verify").get("value").asDouble()).isEqualTo(0.012);

        recorded("detection");
        JsonNode timers = row(written(), "timers_over_verify");
        assertThat(timers.get("value").asDouble()).isEqualTo(0.025);
        assertThat(timers.get("command").asText()).isEqualTo("./pulse bench detection");
    }

    @Test
    void without_any_result_there_is_a_table_and_no_machine() throws IOException {
        JsonNode summary = written();

        assertThat(summary.get("machine").isNull()).isTrue();
        assertThat(summary.get("commit").isNull()).isTrue();
        assertThat(summary.get("rows"))
                .allSatisfy(row -> assertThat(row.get("value").isNull()).isTrue());
    }

    @Test
    void a_value_at_a_limit_meets_it() {
        assertThat(Target.VERIFY.meets(2.2, 2.2)).isTrue();
        assertThat(Target.VERIFY.meets(2.19, 2.2)).isFalse();
        assertThat(Target.VERIFY.meets(3.5, 3)).isTrue();
        assertThat(Target.RESTART_COLD.meets(30, 30)).isTrue();
        assertThat(Target.RESTART_COLD.meets(30.1, 30)).isFalse();
        assertThat(Target.VERIFY.share(1.1, 2.2)).isEqualTo(2);
        assertThat(Target.RESTART_COLD.share(15, 30)).isEqualTo(0.5);
    }
}
