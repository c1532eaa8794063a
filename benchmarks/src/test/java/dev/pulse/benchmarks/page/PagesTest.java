package dev.pulse.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.benchmarks.record.Figure;
import dev.pulse.benchmarks.record.Results;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagesTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)]+)\\)");

    @TempDir
    private Path home;

    private Results results;

    @BeforeEach
    void record() throws IOException {
        Path folder = Files.createDirectories(home.resolve("results"));
        for (String benchmark : List.of("micro", "pipeline")) {
            try (InputStream fixture = PagesTest.class.getResourceAsStream("/results/" + benchmark + ".json")) {
                Files.copy(fixture, folder.resolve(benchmark + ".json"));
            }
        }
        results = new Results(folder);
    }

    @Test
    void the_table_says_of_each_row_what_was_measured_and_whether_that_is_enough() throws IOException {
        String readme = Files.readString(new Pages(results, home).write());

        assertThat(readme)
                .contains("| verify throughput over BouncyCastle, same verdicts | 2.2 | 3 | **2.35** | floor met |")
                .contains("| CPU per heartbeat at 1,000,000 nodes over that at 10,000 | 1.25 | 1.1 | **1.3** |"
                        + " floor missed |")
                .contains("| disk and memory per node, all stores | 600 B | 250 B | **240 B** | aim met |")
                .contains("| 30 s | 10 s | not recorded | `./pulse bench recovery` |")
                .contains("EPYC, 2 cores, 23.5 GiB");
    }

    @Test
    void what_chaos_found_is_counted_over_its_runs() throws IOException {
        Path chaos = Files.createDirectories(home.resolve("chaos"));
        for (int seed : new int[] {10, 2}) {
            Files.writeString(chaos.resolve("seed-" + seed + ".md"), "# Chaos");
            Files.writeString(chaos.resolve("seed-" + seed + ".json"), """
                    {"seed": %d, "minutes": 16.0, "acknowledged": 1200, "unanswered": 7,
                     "steps": [{"fault": "poison"}, {"fault": "kill-ingest"}], "wrong": []}
                    """.formatted(seed));
        }
        String readme = Files.readString(new Pages(results, home).write());
        assertThat(readme)
                .contains("32 minutes, 4 faults, 2,400 heartbeats answered 202: **nothing wrong**.")
                .contains("| [2](chaos/seed-2.md) | 16 | 2 | 1,200 | 7 | 0 |\n| [10](chaos/seed-10.md)");
        Files.writeString(
                chaos.resolve("seed-2.json"),
                "{\"seed\": 2, \"minutes\": 16, \"acknowledged\": 1, \"steps\": [], \"wrong\": [\"lost\"]}");
        assertThat(Files.readString(new Pages(results, home).write())).contains("**1 things wrong**");
    }

    @Test
    void every_link_leads_to_a_file() throws IOException {
        Path readme = new Pages(results, home).write();

        for (Path page : List.of(readme, home.resolve("pages/micro.md"), home.resolve("pages/pipeline.md"))) {
            Matcher link = LINK.matcher(Files.readString(page));
            int links = 0;
            while (link.find()) {
                assertThat(page.resolveSibling(link.group(1))).exists();
                links++;
            }
            assertThat(links).as("links of " + page).isPositive();
        }
    }

    @Test
    void every_drawing_is_xml_and_draws_only_numbers() throws Exception {
        new Pages(results, home).write();

        try (Stream<Path> files = Files.list(home.resolve("pages"))) {
            List<Path> drawings =
                    files.filter(file -> file.toString().endsWith(".svg")).toList();
            assertThat(drawings).hasSizeGreaterThanOrEqualTo(4);
            for (Path drawing : drawings) {
                assertThat(Files.readString(drawing)).doesNotContain("NaN").doesNotContain("Infinity");
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(drawing.toFile());
            }
        }
    }

    @Test
    void the_same_results_make_the_same_pages_and_old_ones_go() throws IOException {
        Pages pages = new Pages(results, home);
        String once = Files.readString(pages.write());
        Path old = Files.writeString(home.resolve("pages/gone.svg"), "<svg/>");

        assertThat(Files.readString(pages.write())).isEqualTo(once);
        assertThat(old).doesNotExist();
    }

    @Test
    void a_fleets_bar_has_a_part_for_each_process() {
        Map<String, Figure> figures = Map.of(
                "cpu_us_total_10k", new Figure(30, null, "us", ""),
                "cpu_us_broker_10k", new Figure(10, null, "us", ""),
                "cpu_us_ingest_10k", new Figure(20, null, "us", ""),
                "cpu_us_load_10k", new Figure(99, null, "us", ""),
                "verify_us_10k", new Figure(40, null, "us", ""));
        assertThat(StackPlot.draw("t", figures))
                .hasValueSatisfying(svg -> assertThat(svg).contains("10k nodes").contains(">30 us<"));
        assertThat(StackPlot.draw("t", Map.of())).isEmpty();
    }

    @Test
    void scales_have_round_ticks_and_hold_all_values() {
        Scale linear = Scale.over(List.of(3.0, 47.0), false, 0, 100);
        assertThat(linear.ticks()).containsExactly(0.0, 10.0, 20.0, 30.0, 40.0, 50.0);
        assertThat(linear.at(25)).isEqualTo(50);

        Scale log = Scale.over(List.of(0.2, 70.0), true, 0, 90);
        assertThat(log.ticks()).hasSize(4);
        assertThat(log.at(1)).isCloseTo(30, org.assertj.core.data.Offset.offset(1e-9));

        assertThat(Scale.over(List.of(0.0), false, 0, 10).ticks()).isNotEmpty();
        assertThat(Scale.filled(List.of(5.0), false, 0, 10).at(5)).isZero();
    }

    @Test
    void numbers_have_three_digits() {
        assertThat(Numbers.text(0)).isEqualTo("0");
        assertThat(Numbers.text(0.0123456)).isEqualTo("0.0123");
        assertThat(Numbers.text(2.999)).isEqualTo("3");
        assertThat(Numbers.text(100)).isEqualTo("100");
        assertThat(Numbers.text(999.6)).isEqualTo("1000");
        assertThat(Numbers.text(1234567.8)).isEqualTo("1,234,568");
        assertThat(Numbers.text(1.5, "s")).isEqualTo("1.5 s");
        assertThat(Numbers.text(1.5, "ratio")).isEqualTo("1.5");
    }
}
