package dev.pulse.system.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code infra/} asks Prometheus exists: alerts, dashboards, runbooks and the page of metrics agree. That the page agrees
 * with what services say is {@code UpTest}'s.
 */
class WatchTest {
    private static final Path RUNBOOKS = Path.of("..", "docs", "runbooks");

    /** Labels that Prometheus itself gives. */
    private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance", "le");

    /** Series of Prometheus itself, with their labels. */
    private static final Map<String, Set<String>> ITS_OWN =
            Map.of("up", Set.of(), "ALERTS", Set.of("alertname", "alertstate"));

    private final MetricsPage page = new MetricsPage();

    @Test
    void every_alert_asks_for_what_there_is() {
        Queries.alerts()
                .forEach((name, rule) ->
                        assertAsksForWhatThereIs(name, rule.path("expr").asText()));
    }

    @Test
    void every_panel_asks_for_what_there_is() {
        assertThat(Queries.dashboards()).hasSizeGreaterThan(50);
        Queries.dashboards().forEach(this::assertAsksForWhatThereIs);
    }

    @Test
    void a_series_that_is_not_there_is_found() {
        Expression typo = new Expression(
                "sum by (job, regoin) (rate(pulse_ingest_heartbeets_total{outcome=\"accepted\",why=~\"a|b\"}[5m])) / 2"
                        + " > 0.5 and up");
        assertThat(typo.series())
                .isEqualTo(Map.of("pulse_ingest_heartbeets_total", Set.of("outcome", "why"), "up", Set.of()));
        assertThat(typo.grouping()).containsExactly("job", "regoin");
        assertThat(page.familyOf("pulse_ingest_heartbeets_total")).isNull();
        assertThat(page.familyOf("pulse_lifecycle_latency_seconds_bucket"))
                .isEqualTo("pulse_lifecycle_latency_seconds");
    }

    private void assertAsksForWhatThereIs(String where, String promql) {
        Expression expression = new Expression(promql);
        assertThat(expression.series()).as(where).isNotEmpty();
        Set<String> known = new TreeSet<>(OF_PROMETHEUS);
        expression.series().forEach((series, selectedBy) -> {
            Set<String> labels = ITS_OWN.get(series);
            if (labels == null) {
                assertThat(page.familyOf(series))
                        .as("%s asks for %s, which is not on the page of metrics", where, series)
                        .isNotNull();
                labels = page.families().get(page.familyOf(series)).labels();
            }
            known.addAll(labels);
            Set<String> has = new TreeSet<>(labels);
            has.addAll(OF_PROMETHEUS);
            assertThat(has).as("labels of %s, in %s", series, where).containsAll(selectedBy);
        });
        assertThat(known).as("labels in %s", where).containsAll(expression.grouping());
    }

    @Test
    void every_alert_has_its_runbook_and_every_runbook_its_alert() throws IOException {
        Map<String, JsonNode> alerts = Queries.alerts();
        assertThat(alerts).isNotEmpty();
        for (Map.Entry<String, JsonNode> alert : alerts.entrySet()) {
            JsonNode rule = alert.getValue();
            assertThat(rule.path("labels").path("severity").asText())
                    .as(alert.getKey())
                    .isIn("page", "ticket");
            assertThat(rule.path("annotations").path("summary").asText())
                    .as(alert.getKey())
                    .isNotBlank();
            assertThat(rule.path("annotations").path("runbook").asText())
                    .isEqualTo("docs/runbooks/" + alert.getKey() + ".md");
            assertThat(Files.readString(RUNBOOKS.resolve(alert.getKey() + ".md")))
                    .startsWith("# " + alert.getKey() + "\n")
                    .contains("\n## Look\n```\n", "\n## Do\n");
        }
        assertThat(names(RUNBOOKS)).isEqualTo(alerts.keySet());
        assertThat(Files.readString(RUNBOOKS.resolve("README.md"))).contains(alerts.keySet());
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString().replace(".md", ""))
                    .filter(name -> !name.equals("README"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void every_alert_is_tested() throws IOException {
        JsonNode tests = new YAMLMapper()
                .readTree(Queries.RULES.resolveSibling("alerts-test.yaml").toFile());
        Set<String> quiet = new TreeSet<>();
        Set<String> firing = new TreeSet<>();
        tests.path("tests")
                .forEach(test -> test.path("alert_rule_test")
                        .forEach(then -> (then.path("exp_alerts").isEmpty() ? quiet : firing)
                                .add(then.path("alertname").asText())));
        assertThat(firing).isEqualTo(Queries.alerts().keySet());
        assertThat(quiet).isEqualTo(Queries.alerts().keySet());
    }

    /** promtool is in Debian's package prometheus. */
    @Test
    void alerts_fire_when_they_should_and_panels_can_be_computed(@TempDir Path folder) throws IOException {
        assumeTrue(Tool.PROMTOOL.isInstalled(), "skipped: promtool is not installed, so the alerts were not tried out");
        Path infra = Queries.RULES.getParent();
        // Debian builds it without the discovery of pods: the rest of that file is checked.
        Path pods = folder.resolve("kubernetes.yaml");
        Files.copy(Queries.RULES, folder.resolve(Queries.RULES.getFileName()));
        String whole = Files.readString(infra.resolve("kubernetes.yaml"));
        String rest = whole.replaceFirst("(?s)kubernetes_sd_configs:.*?(?= relabel)", "static_configs: []\n   ");
        assertThat(rest).isNotEqualTo(whole);
        Files.writeString(pods, rest);
        for (Path config : List.of(Path.of("prometheus.yaml"), Path.of("compose.yaml"), pods.toAbsolutePath())) {
            assertThat(Tool.PROMTOOL.run(infra, "check", "config", config.toString()))
                    .contains("SUCCESS");
        }
        assertThat(Tool.PROMTOOL.run(infra, "test", "rules", "alerts-test.yaml"))
                .contains("SUCCESS");
        List<Map<String, String>> recorded = new ArrayList<>();
        Queries.dashboards()
                .values()
                .forEach(query -> recorded.add(Map.of("record", "panel:" + recorded.size(), "expr", query)));
        Path rules = folder.resolve("panels.yaml");
        Files.write(
                rules,
                new YAMLMapper()
                        .writeValueAsString(
                                new TreeMap<>(Map.of("groups", List.of(Map.of("name", "panels", "rules", recorded)))))
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(Tool.PROMTOOL.run(folder, "check", "rules", rules.toString()))
                .contains("SUCCESS: " + recorded.size() + " rules found");
    }
}
