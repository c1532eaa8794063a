package dev.pulse.benchmarks.page;

import dev.pulse.benchmarks.record.Figure;
import dev.pulse.benchmarks.record.Result;
import dev.pulse.benchmarks.record.Results;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** All pages: {@code README.md} with the table of targets, and {@code pages/} with one for each recorded benchmark. */
public final class Pages {
    private static final String FOLDER = "pages";
    private static final String TARGETS = "targets.svg";

    private final Results results;
    private final Path home;

    /**
     * Pages of results.
     *
     * @param results what was recorded
     * @param home the folder that the pages are written to
     */
    public Pages(Results results, Path home) {
        this.results = results;
        this.home = home;
    }

    /**
     * Writes all pages anew; a page of which there is no result any more goes.
     *
     * @return the first of them
     * @throws UncheckedIOException when one can't be written
     */
    public Path write() {
        Summary summary = Summary.of(results);
        Map<Chapter, Result> recorded = new LinkedHashMap<>();
        for (Chapter chapter : Chapter.values()) {
            results.read(chapter.benchmark()).ifPresent(result -> recorded.put(chapter, result));
        }
        Path readme = home.resolve("README.md");
        Path pages = home.resolve(FOLDER);
        try {
            Files.createDirectories(pages);
            empty(pages);
            for (Map.Entry<Chapter, Result> entry : recorded.entrySet()) {
                for (Map.Entry<String, String> file :
                        Page.files(entry.getKey(), entry.getValue()).entrySet()) {
                    write(pages.resolve(file.getKey()), file.getValue());
                }
            }
            write(pages.resolve(TARGETS), TargetPlot.draw(summary.rows()));
            write(readme, readme(summary, recorded, Trials.in(home.resolve(Trials.FOLDER))));
        } catch (IOException unwritable) {
            throw new UncheckedIOException("the pages can't be written to " + home, unwritable);
        }
        return readme;
    }

    private static void empty(Path pages) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(pages, "*.{md,svg}")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    private String readme(Summary summary, Map<Chapter, Result> recorded, Trials trials) {
        StringBuilder text = new StringBuilder();
        text.append("# What Pulse costs\n\n")
                .append(
                        "Written by `./pulse bench pages` from the results in `results/`, and never by hand. Ratios are of"
                                + " two figures of one run, so that another machine should find much the same; a processor that"
                                + " is shared makes all times noisy.\n\n");
        text.append("| what | floor | aim | measured | |\n|---|---:|---:|---:|---|\n");
        summary.rows().forEach(row -> text.append(row(row)).append('\n'));
        text.append("\n![Measured, as a share of the floor](" + FOLDER + "/" + TARGETS + ")\n");
        summary.newest()
                .ifPresent(newest ->
                        text.append("\n").append(Page.provenance(newest)).append("\n"));
        text.append("\n## Pages\n\n");
        for (Chapter chapter : Chapter.values()) {
            Result result = recorded.get(chapter);
            text.append("- ")
                    .append(
                            result == null
                                    ? chapter.title() + ": not recorded yet, `./pulse bench " + chapter.benchmark()
                                            + "`"
                                    : "[" + chapter.title() + "](" + FOLDER + "/" + chapter.benchmark()
                                            + ".md), recorded " + result.recordedAt() + " at `" + result.commit() + "`")
                    .append('\n');
        }
        text.append(trials.section()).append(AGAIN);
        return text.toString();
    }

    private static final String AGAIN = """

            ## Run again

            On a machine that does nothing else; `./pulse bench COMMAND --help` has the options.

            ```
            ./pulse bench micro         # some five minutes
            ./pulse bench ingest        # these eight start processes of their own
            ./pulse bench pipeline
            ./pulse bench detection
            ./pulse bench recovery
            ./pulse bench instances
            ./pulse bench connections
            ./pulse bench explorer      # eight minutes; PostgreSQL 15 beside it where it is installed
            ./pulse bench storage
            ./pulse bench summary       # results/summary.json
            ./pulse bench pages         # this page and those under pages/
            ```
            """;

    private static String row(Summary.Row row) {
        Target target = row.target();
        Optional<Figure> figure = row.figure();
        String measured = figure.map(value -> "**" + Numbers.text(value.value(), target.unit()) + "**")
                .orElse("not recorded");
        String met = figure.map(value -> verdict(target, value.value())).orElse("`" + target.command() + "`");
        return "| " + target.what() + " | " + Numbers.text(target.floor(), target.unit()) + " | "
                + Numbers.text(target.aim(), target.unit()) + " | " + measured + " | " + met + " |";
    }

    private static String verdict(Target target, double value) {
        if (target.meets(value, target.aim())) {
            return "aim met";
        }
        return target.meets(value, target.floor()) ? "floor met" : "floor missed";
    }
}
