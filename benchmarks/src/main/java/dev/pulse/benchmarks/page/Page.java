package dev.pulse.benchmarks.page;

import dev.pulse.benchmarks.record.Axes;
import dev.pulse.benchmarks.record.Figure;
import dev.pulse.benchmarks.record.Machine;
import dev.pulse.benchmarks.record.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One benchmark's page: text in Markdown and its drawings, by file name. */
final class Page {
    /** A plot of a single figure says nothing that its row does not. */
    private static final int FIGURES_WORTH_A_PLOT = 2;

    /** Units of which figures can be held side by side; ratios and counts can't. */
    private static final Map<String, String> UNITS =
            Map.of("us", "microseconds", "ms", "milliseconds", "s", "seconds", "B", "bytes");

    private static final String STACK = "Processor time of a heartbeat, by process";

    private final Chapter chapter;
    private final Result result;
    private final Map<String, String> drawings = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();

    private Page(Chapter chapter, Result result) {
        this.chapter = chapter;
        this.result = result;
    }

    /** The files of a page: {@code <benchmark>.md} first, then its drawings. */
    static Map<String, String> files(Chapter chapter, Result result) {
        Page page = new Page(chapter, result);
        page.write();
        Map<String, String> files = new LinkedHashMap<>();
        files.put(chapter.benchmark() + ".md", page.text.toString());
        files.putAll(page.drawings);
        return files;
    }

    private void write() {
        line("# " + chapter.title());
        line("");
        line(chapter.about());
        line("");
        line(provenance(result));
        line("");
        line("Run again: `./pulse bench " + result.benchmark() + "`, then `./pulse bench pages`.");
        curves();
        figures();
        tables();
    }

    /** Where, when and of what a result was recorded. */
    static String provenance(Result result) {
        return "Recorded " + result.recordedAt() + " at commit `" + result.commit() + "` on "
                + machine(result.machine()) + ". Kafka " + result.versions().getOrDefault("kafka", "unknown") + ".";
    }

    static String machine(Machine machine) {
        return machine.cpu() + ", " + machine.cores() + " cores, " + Numbers.text(machine.memoryGb()) + " GiB, "
                + machine.os() + ", Linux " + machine.kernel() + ", " + machine.jdk();
    }

    private void curves() {
        Map<String, Map<String, List<List<Double>>>> plots = new LinkedHashMap<>();
        Map<String, Axes> axes = new LinkedHashMap<>();
        result.series().forEach((name, points) -> {
            // One point is no curve; it is a figure too.
            if (points.size() > 1) {
                Axes drawn = result.axes().getOrDefault(name, Axes.linear(name, "", ""));
                axes.putIfAbsent(drawn.plot(), drawn);
                plots.computeIfAbsent(drawn.plot(), plot -> new LinkedHashMap<>())
                        .put(name, points);
            }
        });
        plots.forEach((plot, series) -> {
            String title = plot.replace('_', ' ');
            draw(title, "curve-" + plot, CurvePlot.draw(title, axes.get(plot), series));
        });
    }

    private void figures() {
        Map<String, Map<String, Figure>> byUnit = new LinkedHashMap<>();
        StackPlot.draw(STACK, result.figures()).ifPresent(svg -> draw(STACK, "stack", svg));
        result.figures().forEach((name, figure) -> {
            // What is in brackets is a part of another figure: the table has it.
            if (!name.endsWith("]")) {
                byUnit.computeIfAbsent(figure.unit(), unit -> new LinkedHashMap<>())
                        .put(name, figure);
            }
        });
        byUnit.forEach((unit, figures) -> {
            String name = UNITS.get(unit);
            if (name != null && figures.size() >= FIGURES_WORTH_A_PLOT) {
                String title = "Figures in " + name;
                draw(title, "figures-" + name, FigurePlot.draw(title, figures));
            }
        });
    }

    private void draw(String title, String name, String svg) {
        String file = result.benchmark() + "-" + name.replaceAll("[^A-Za-z0-9_-]+", "-") + ".svg";
        drawings.put(file, svg);
        line("");
        line("![" + title + "](" + file + ")");
    }

    private void tables() {
        line("");
        line("| figure | value | error | what |");
        line("|---|---:|---:|---|");
        result.figures()
                .forEach((name, figure) -> line("| " + cell(name) + " | "
                        + Numbers.text(figure.value(), figure.unit()) + " | "
                        + (figure.error() == null ? "" : "± " + Numbers.text(figure.error())) + " | "
                        + cell(figure.note())
                        + " |"));
        line("");
        line("| setting | value |");
        line("|---|---|");
        result.settings()
                .forEach((name, value) -> line("| " + cell(name) + " | " + cell(String.valueOf(value)) + " |"));
        result.versions().forEach((name, version) -> line("| " + cell(name) + " | " + cell(version) + " |"));
    }

    private static String cell(String words) {
        return words.replace("|", "\\|").replace("\n", " ");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
