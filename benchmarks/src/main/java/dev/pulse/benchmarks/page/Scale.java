package dev.pulse.benchmarks.page;

import java.util.ArrayList;
import java.util.List;

/**
 * Values along an axis to pixels along it, with round ticks.
 *
 * @param low the value at {@code from}; above 0 on a logarithmic scale
 * @param high the value at {@code to}, above {@code low}
 * @param log whether by the logarithm
 * @param from pixel of the low end
 * @param to pixel of the high end
 */
record Scale(double low, double high, boolean log, double from, double to) {
    private static final int WANTED = 6;

    /** A scale over these values: from 0 to a round number, or from a power of ten to a power of ten. */
    static Scale over(List<Double> values, boolean log, double from, double to) {
        double max = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        double min = values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        if (log && min > 0) {
            double low = Math.pow(10, Math.floor(Math.log10(min)));
            double high = Math.pow(10, Math.ceil(Math.log10(max)));
            return new Scale(low, high > low ? high : low * 10, true, from, to);
        }
        double low = Math.min(0, min);
        double high = max > low ? max : low + 1;
        double step = step(low, high);
        return new Scale(Math.floor(low / step) * step, Math.ceil(high / step) * step, false, from, to);
    }

    /** The same, but not from 0: what runs along, time for one, fills the axis. */
    static Scale filled(List<Double> values, boolean log, double from, double to) {
        double max = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        double min = values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        if (log && min > 0) {
            return over(values, true, from, to);
        }
        return new Scale(min, max > min ? max : min + 1, false, from, to);
    }

    /** The pixel of a value. */
    double at(double value) {
        double share = log
                ? (Math.log10(Math.max(value, low)) - Math.log10(low)) / (Math.log10(high) - Math.log10(low))
                : (value - low) / (high - low);
        return from + share * (to - from);
    }

    /** Values worth a line across: powers of ten, or some round steps. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (log) {
            for (double tick = low; tick <= high * 1.000001; tick *= 10) {
                ticks.add(tick);
            }
            return ticks;
        }
        double step = step(low, high);
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-6; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** One, two or five times a power of ten, so that some six steps make the whole. */
    private static double step(double low, double high) {
        double rough = (high - low) / WANTED;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double leading = rough / power;
        return power * (leading > 5 ? 10 : leading > 2 ? 5 : leading > 1 ? 2 : 1);
    }
}
