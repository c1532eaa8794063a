package dev.pulse.benchmarks.record;

/**
 * How a series wants to be drawn.
 *
 * @param plot the plot it belongs to; series of one plot share its axes
 * @param x what runs along, with its unit
 * @param y what runs up, with its unit
 * @param xLog whether x is drawn by its logarithm
 * @param yLog whether y is drawn by its logarithm
 */
public record Axes(String plot, String x, String y, boolean xLog, boolean yLog) {
    /** Axes without logarithms. */
    public static Axes linear(String plot, String x, String y) {
        return new Axes(plot, x, y, false, false);
    }
}
