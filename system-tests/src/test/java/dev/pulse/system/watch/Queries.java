package dev.pulse.system.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Everything in {@code infra/} that asks Prometheus something. */
final class Queries {
    static final Path RULES = Path.of("..", "infra", "prometheus", "alerts.yaml");
    private static final Path DASHBOARDS = Path.of("..", "infra", "grafana");

    private Queries() {}

    /** The alerts, by name. */
    static Map<String, JsonNode> alerts() {
        try {
            Map<String, JsonNode> alerts = new TreeMap<>();
            new YAMLMapper()
                    .readTree(RULES.toFile())
                    .path("groups")
                    .forEach(group -> group.path("rules")
                            .forEach(rule -> alerts.put(rule.path("alert").asText(), rule)));
            return alerts;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The queries of all dashboards, by where they stand; Grafana's variable as what it is at a scrape every 5 s. */
    static Map<String, String> dashboards() {
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            Map<String, String> queries = new TreeMap<>();
            List<Path> boards =
                    files.filter(file -> file.toString().endsWith(".json")).toList();
            for (Path file : boards) {
                JsonNode board = new ObjectMapper().readTree(file.toFile());
                board.path("panels")
                        .forEach(panel -> panel.path("targets")
                                .forEach(target -> queries.put(
                                        board.path("title").asText() + " / "
                                                + panel.path("title").asText() + " / "
                                                + target.path("refId").asText(),
                                        target.path("expr").asText().replace("$__rate_interval", "20s"))));
            }
            return queries;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
