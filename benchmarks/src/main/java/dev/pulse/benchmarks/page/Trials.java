package dev.pulse.benchmarks.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What runs of {@code ./pulse chaos} reported, as a section of a page. */
final class Trials {
    /** Where the reports are, beside the page. */
    static final String FOLDER = "chaos";

    private final List<JsonNode> reports;

    private Trials(List<JsonNode> reports) {
        this.reports = reports;
    }

    /** The reports of a folder, {@code seed-*.json}; none where there is no such folder. */
    static Trials in(Path folder) throws IOException {
        List<JsonNode> reports = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "seed-*.json")) {
                for (Path file : files) {
                    reports.add(new ObjectMapper().readTree(file.toFile()));
                }
            }
        }
        reports.sort(Comparator.comparingLong(report -> report.path("seed").asLong()));
        return new Trials(reports);
    }

    /** The section, empty where there is no report. */
    String section() {
        if (reports.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("\n## Chaos\n\n");
        text.append(
                "Faults drawn by a seed, one after another, on three brokers and two instances of each service under"
                        + " load; then every topic is read and the books are held: each heartbeat that was answered 202 has one"
                        + " record and one outcome, transitions are without a gap, nobody who heartbeat was called offline, explorers"
                        + " answer what the topics say.\n\n");
        long wrong = sum("wrong");
        text.append(String.format(
                Locale.ROOT,
                "%.0f minutes, %d faults, %,d heartbeats answered 202: %s.\n\n",
                reports.stream()
                        .mapToDouble(report -> report.path("minutes").asDouble())
                        .sum(),
                sum("steps"),
                reports.stream()
                        .mapToLong(report -> report.path("acknowledged").asLong())
                        .sum(),
                wrong == 0 ? "**nothing wrong**" : "**" + wrong + " things wrong**"));
        text.append(
                "| seed | minutes | faults | answered 202 | without an answer | wrong |\n|---|---:|---:|---:|---:|---:|\n");
        for (JsonNode report : reports) {
            long seed = report.path("seed").asLong();
            text.append(String.format(
                    Locale.ROOT,
                    "| [%d](%s/seed-%d.md) | %.0f | %d | %,d | %,d | %d |\n",
                    seed,
                    FOLDER,
                    seed,
                    report.path("minutes").asDouble(),
                    report.path("steps").size(),
                    report.path("acknowledged").asLong(),
                    report.path("unanswered").asLong(),
                    report.path("wrong").size()));
        }
        return text.append(
                        "\nOne of them again: `./pulse chaos --seed SEED --minutes MINUTES --report benchmarks/chaos/seed-SEED`.\n")
                .toString();
    }

    private long sum(String list) {
        return reports.stream().mapToLong(report -> report.path(list).size()).sum();
    }
}
