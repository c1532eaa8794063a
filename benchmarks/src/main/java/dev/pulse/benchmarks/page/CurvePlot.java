package dev.pulse.benchmarks.page;

import dev.pulse.benchmarks.record.Axes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Series over common axes, as curves. */
final class CurvePlot {
    private static final int WIDTH = 860;
    private static final int LEFT = 80;
    private static final int RIGHT = 40;
    private static final int TOP = 44;
    private static final int DEEP = 300;
    private static final int UNDER = 52;
    private static final int LEGEND_LINE = 18;
    /** Up to so many points are marked, so that one sees what was measured and what is only joined. */
    private static final int MARKED = 40;

    private CurvePlot() {}

    /**
     * Draws it.
     *
     * @param series at least one, each of at least one point
     */
    static String draw(String title, Axes axes, Map<String, List<List<Double>>> series) {
        int bottom = TOP + DEEP;
        int height = bottom + UNDER + (series.size() > 1 ? series.size() * LEGEND_LINE : 0);
        Svg svg = new Svg(WIDTH, height, title);
        Scale x = Scale.filled(all(series, 0), axes.xLog(), LEFT, WIDTH - RIGHT);
        Scale y = Scale.over(all(series, 1), axes.yLog(), bottom, TOP);
        for (double tick : y.ticks()) {
            svg.line(LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick), Svg.FAINT);
            svg.words(LEFT - 8, y.at(tick) + 4, Numbers.text(tick), Svg.GREY, "end", 12);
        }
        for (double tick : x.ticks()) {
            svg.line(x.at(tick), bottom, x.at(tick), bottom + 5, Svg.GREY);
            svg.words(x.at(tick), bottom + 19, Numbers.text(tick), Svg.GREY, "middle", 12);
        }
        svg.line(LEFT, bottom, WIDTH - RIGHT, bottom, Svg.GREY);
        svg.words((LEFT + WIDTH - RIGHT) / 2.0, bottom + 38, axes.x(), Svg.INK, "middle", 12);
        svg.upwards(18, TOP + DEEP / 2.0, axes.y());
        int index = 0;
        for (Map.Entry<String, List<List<Double>>> entry : series.entrySet()) {
            String colour = Svg.colour(index);
            List<Double> points = new ArrayList<>();
            entry.getValue().forEach(point -> points.addAll(List.of(x.at(point.get(0)), y.at(point.get(1)))));
            svg.curve(points, colour);
            for (int i = 0; entry.getValue().size() <= MARKED && i < points.size(); i += 2) {
                svg.dot(points.get(i), points.get(i + 1), 3, colour);
            }
            if (series.size() > 1) {
                double at = bottom + UNDER + index * LEGEND_LINE;
                svg.box(LEFT, at - 3, 18, 4, colour);
                svg.words(LEFT + 26, at + 3, entry.getKey().replace('_', ' '), Svg.INK, "start", 12);
            }
            index++;
        }
        return svg.toString();
    }

    private static List<Double> all(Map<String, List<List<Double>>> series, int coordinate) {
        return series.values().stream()
                .flatMap(List::stream)
                .map(point -> point.get(coordinate))
                .toList();
    }
}
