package dev.pulse.benchmarks.page;

import java.util.List;
import java.util.Locale;

/** A drawing being written: dark on white, so that it reads the same on every page. */
final class Svg {
    static final String INK = "#222222";
    static final String FAINT = "#dddddd";
    static final String GREY = "#666666";

    /** Colours that people with any colour vision tell apart (Okabe and Ito, 2008), the dark ones first. */
    private static final List<String> COLOURS =
            List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000");

    private final StringBuilder text = new StringBuilder();

    Svg(int width, int height, String title) {
        text.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\""
                        + " font-family=\"system-ui, sans-serif\" font-size=\"12\">%n<title>%s</title>%n",
                width,
                height,
                width,
                height,
                escape(title)));
        box(0, 0, width, height, "#ffffff");
        words(16, 22, title, INK, "start", 15);
    }

    static String colour(int index) {
        return COLOURS.get(index % COLOURS.size());
    }

    Svg line(double x1, double y1, double x2, double y2, String colour) {
        return add(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
                x1,
                y1,
                x2,
                y2,
                colour));
    }

    Svg box(double x, double y, double width, double height, String colour) {
        return add(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
                x,
                y,
                width,
                height,
                colour));
    }

    Svg dot(double x, double y, double radius, String colour) {
        return add(String.format(
                Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"/>", x, y, radius, colour));
    }

    /** A curve through points given as x, y, x, y. */
    Svg curve(List<Double> points, String colour) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i + 1 < points.size(); i += 2) {
            path.append(String.format(Locale.ROOT, "%.1f,%.1f ", points.get(i), points.get(i + 1)));
        }
        return add(String.format(
                Locale.ROOT,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-linejoin=\"round\"/>",
                path.toString().strip(),
                colour));
    }

    Svg words(double x, double y, String words, String colour, String anchor, int size) {
        return add(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\" text-anchor=\"%s\" font-size=\"%d\">%s</text>",
                x,
                y,
                colour,
                anchor,
                size,
                escape(words)));
    }

    /** Words that run upwards, centred at a place. */
    Svg upwards(double x, double y, String words) {
        return add(String.format(
                Locale.ROOT,
                "<text transform=\"translate(%.1f %.1f) rotate(-90)\" fill=\"%s\" text-anchor=\"middle\">%s</text>",
                x,
                y,
                INK,
                escape(words)));
    }

    private Svg add(String element) {
        text.append(element).append('\n');
        return this;
    }

    private static String escape(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public String toString() {
        return text + "</svg>\n";
    }
}
