package dev.pulse.benchmarks.page;

import dev.pulse.benchmarks.record.Figure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a heartbeat's processor time goes: a bar for each fleet with a part for each process, beside the verifications of
 * AWS-LC that the floor and the aim allow.
 */
final class StackPlot {
    private static final String TOTAL = "cpu_us_total_";
    private static final List<String> PROCESSES =
            List.of("verifier", "ingest", "lifecycle", "broker", "marketplace", "registry");
    private static final int WIDTH = 860;
    private static final int LEFT = 110;
    private static final int RIGHT = 90;
    private static final int TOP = 74;
    private static final int LINE = 46;
    private static final int UNDER = 48;

    private StackPlot() {}

    /** Draws it where the figures are those of fleets. */
    static Optional<String> draw(String title, Map<String, Figure> figures) {
        Map<String, Double> totals = new LinkedHashMap<>();
        figures.forEach((name, figure) -> {
            if (name.startsWith(TOTAL)) {
                totals.put(name.substring(TOTAL.length()), figure.value());
            }
        });
        return totals.isEmpty() ? Optional.empty() : Optional.of(draw(title, figures, totals));
    }

    private static String draw(String title, Map<String, Figure> figures, Map<String, Double> totals) {
        int bottom = TOP + totals.size() * LINE;
        Svg svg = new Svg(WIDTH, bottom + UNDER, title);
        legend(svg);
        List<Double> ends = totals.keySet().stream()
                .map(fleet -> Math.max(totals.get(fleet), verify(figures, fleet) * Target.PIPELINE.floor()))
                .toList();
        Scale x = Scale.over(ends, false, LEFT, WIDTH - RIGHT);
        for (double tick : x.ticks()) {
            svg.line(x.at(tick), TOP, x.at(tick), bottom, Svg.FAINT);
            svg.words(x.at(tick), bottom + 18, Numbers.text(tick), Svg.GREY, "middle", 12);
        }
        svg.words((LEFT + WIDTH - RIGHT) / 2.0, bottom + 38, "us a heartbeat", Svg.INK, "middle", 12);
        int row = 0;
        for (String fleet : totals.keySet()) {
            bar(svg, x, TOP + row * LINE + LINE / 2.0, fleet, figures);
            row++;
        }
        return svg.toString();
    }

    private static void legend(Svg svg) {
        double at = LEFT;
        for (int i = 0; i < PROCESSES.size(); i++) {
            svg.box(at, 38, 12, 12, Svg.colour(i));
            svg.words(at + 17, 48, PROCESSES.get(i), Svg.INK, "start", 12);
            at += 110;
        }
        svg.words(WIDTH - 10, 66, "| aim and floor: 2 and 3 verifications", Svg.GREY, "end", 12);
    }

    private static void bar(Svg svg, Scale x, double middle, String fleet, Map<String, Figure> figures) {
        svg.words(LEFT - 10, middle + 4, fleet + " nodes", Svg.INK, "end", 12);
        double sum = 0;
        for (int i = 0; i < PROCESSES.size(); i++) {
            Figure part = figures.get("cpu_us_" + PROCESSES.get(i) + "_" + fleet);
            if (part != null) {
                svg.box(x.at(sum), middle - 11, x.at(sum + part.value()) - x.at(sum), 22, Svg.colour(i));
                sum += part.value();
            }
        }
        double verify = verify(figures, fleet);
        for (double mark : List.of(Target.PIPELINE.aim(), Target.PIPELINE.floor())) {
            svg.line(x.at(mark * verify), middle - 18, x.at(mark * verify), middle + 18, Svg.INK);
        }
        svg.words(WIDTH - RIGHT + 12, middle + 4, Numbers.text(sum) + " us", Svg.INK, "start", 12);
    }

    private static double verify(Map<String, Figure> figures, String fleet) {
        Figure verify = figures.get("verify_us_" + fleet);
        return verify == null ? 0 : verify.value();
    }
}
