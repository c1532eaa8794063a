package dev.pulse.benchmarks.record;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One run of a benchmark, as it is committed. Immutable; everything keeps the order in which it was recorded.
 *
 * @param benchmark its name, which is the file's too: {@code pipeline}
 * @param recordedAt when it ended, to the second
 * @param commit what was measured, {@link Checkout#commit}
 * @param machine where
 * @param versions of what it was measured with, by name
 * @param settings what the run was told: texts, numbers and booleans by name
 * @param figures by name; one that {@code summary.json} needs has the id of its row
 * @param series curves by name, each a list of {@code [x, y]}
 * @param axes how they are drawn, by the series' name; a series without is drawn by itself
 */
public record Result(
        String benchmark,
        Instant recordedAt,
        String commit,
        Machine machine,
        Map<String, String> versions,
        Map<String, Object> settings,
        Map<String, Figure> figures,
        Map<String, List<List<Double>>> series,
        Map<String, Axes> axes) {
    /** Copies what it is given; what is absent is empty. */
    public Result {
        recordedAt = recordedAt.truncatedTo(ChronoUnit.SECONDS);
        versions = ordered(versions);
        settings = ordered(settings);
        figures = ordered(figures);
        series = points(series);
        axes = ordered(axes);
    }

    /** A figure, or null when the run did not yield it. */
    public Figure figure(String name) {
        return figures.get(name);
    }

    private static <V> Map<String, V> ordered(Map<String, V> given) {
        return given == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }

    private static Map<String, List<List<Double>>> points(Map<String, List<List<Double>>> given) {
        Map<String, List<List<Double>>> copy = new LinkedHashMap<>();
        if (given != null) {
            given.forEach((name, list) ->
                    copy.put(name, list.stream().map(Result::point).toList()));
        }
        return Collections.unmodifiableMap(copy);
    }

    private static List<Double> point(List<Double> point) {
        if (point.size() != 2 || !point.stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("a point is two numbers, not " + point);
        }
        return List.copyOf(point);
    }
}
