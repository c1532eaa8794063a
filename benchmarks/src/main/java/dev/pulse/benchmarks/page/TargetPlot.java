package dev.pulse.benchmarks.page;

import java.util.List;

/**
 * How each row stands to its floor: a bar of 1 is at the floor, a shorter one is better, and the mark shows the aim.
 */
final class TargetPlot {
    private static final int WIDTH = 860;
    private static final int LEFT = 220;
    private static final int RIGHT = 130;
    private static final int TOP = 44;
    private static final int LINE = 30;
    private static final int UNDER = 44;
    private static final double FURTHEST = 3;

    private TargetPlot() {}

    static String draw(List<Summary.Row> rows) {
        int bottom = TOP + rows.size() * LINE;
        Svg svg = new Svg(
                WIDTH, bottom + UNDER, "Measured, as a share of the floor: shorter is better, the mark is the aim");
        double longest = rows.stream()
                .flatMap(row -> row.figure().stream()
                        .map(figure ->
                                row.target().share(figure.value(), row.target().floor())))
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        double end = Math.min(FURTHEST, Math.max(1.2, longest));
        Scale x = new Scale(0, end, false, LEFT, WIDTH - RIGHT);
        for (double tick : x.ticks()) {
            svg.line(x.at(tick), TOP, x.at(tick), bottom, Svg.FAINT);
            svg.words(x.at(tick), bottom + 18, Numbers.text(tick), Svg.GREY, "middle", 12);
        }
        svg.line(x.at(1), TOP - 4, x.at(1), bottom + 4, Svg.INK);
        svg.words(x.at(1), bottom + 36, "floor", Svg.INK, "middle", 12);
        for (int i = 0; i < rows.size(); i++) {
            row(svg, rows.get(i), x, TOP + i * LINE + LINE / 2.0);
        }
        return svg.toString();
    }

    private static void row(Svg svg, Summary.Row row, Scale x, double middle) {
        Target target = row.target();
        svg.words(LEFT - 10, middle + 4, target.id().replace('_', ' '), Svg.INK, "end", 12);
        if (row.figure().isEmpty()) {
            svg.words(LEFT + 6, middle + 4, "not recorded", Svg.GREY, "start", 12);
            return;
        }
        double value = row.figure().orElseThrow().value();
        boolean floor = target.meets(value, target.floor());
        double at = x.at(Math.min(target.share(value, target.floor()), x.high()));
        svg.box(LEFT, middle - 8, Math.max(1, at - LEFT), 16, Svg.colour(floor ? 2 : 1));
        double aim = x.at(target.share(target.aim(), target.floor()));
        svg.line(aim, middle - 12, aim, middle + 12, Svg.INK);
        svg.words(WIDTH - RIGHT + 12, middle + 4, Numbers.text(value, target.unit()), Svg.INK, "start", 12);
    }
}
