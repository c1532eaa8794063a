package dev.pulse.benchmarks.page;

import dev.pulse.benchmarks.record.Figure;
import java.util.List;
import java.util.Map;

/**
 * Figures of one unit below each other: bars from 0, or, where the largest is more than {@value #SPREAD} times the
 * smallest, dots over a logarithm, since the length of a bar says nothing there. A thin line shows the error.
 */
final class FigurePlot {
    private static final double SPREAD = 50;
    private static final int WIDTH = 860;
    private static final int LEFT = 300;
    private static final int RIGHT = 90;
    private static final int TOP = 44;
    private static final int LINE = 24;
    private static final int UNDER = 44;

    private FigurePlot() {}

    /** Draws it; at least one figure, all of the same unit. */
    static String draw(String title, Map<String, Figure> figures) {
        int bottom = TOP + figures.size() * LINE;
        Svg svg = new Svg(WIDTH, bottom + UNDER, title);
        List<Double> values = figures.values().stream().map(Figure::value).toList();
        double max = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        double min = values.stream().mapToDouble(Double::doubleValue).min().orElse(1);
        boolean dots = min > 0 && max / min > SPREAD;
        Scale x = Scale.over(values, dots, LEFT, WIDTH - RIGHT);
        for (double tick : x.ticks()) {
            svg.line(x.at(tick), TOP, x.at(tick), bottom, Svg.FAINT);
            svg.words(x.at(tick), bottom + 18, Numbers.text(tick), Svg.GREY, "middle", 12);
        }
        String unit = figures.values().iterator().next().unit();
        svg.words((LEFT + WIDTH - RIGHT) / 2.0, bottom + 36, unit, Svg.INK, "middle", 12);
        int row = 0;
        for (Map.Entry<String, Figure> entry : figures.entrySet()) {
            double middle = TOP + row * LINE + LINE / 2.0;
            Figure figure = entry.getValue();
            svg.words(LEFT - 8, middle + 4, entry.getKey().replace('_', ' '), Svg.INK, "end", 12);
            double end = x.at(figure.value());
            if (dots) {
                svg.dot(end, middle, 5, Svg.colour(0));
            } else {
                double zero = x.at(0);
                svg.box(Math.min(zero, end), middle - 7, Math.abs(end - zero), 14, Svg.colour(0));
            }
            double right = end;
            if (figure.error() != null) {
                double high = Math.min(x.at(figure.value() + figure.error()), WIDTH - RIGHT);
                svg.line(x.at(Math.max(figure.value() - figure.error(), x.low())), middle, high, middle, Svg.INK);
                right = Math.max(end, high);
            }
            svg.words(right + 10, middle + 4, Numbers.text(figure.value()), Svg.INK, "start", 12);
            row++;
        }
        return svg.toString();
    }
}
