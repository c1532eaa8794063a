package dev.pulse.benchmarks.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * One measured number.
 *
 * @param value the number; finite, kept to nine significant digits
 * @param error half the width of its 99.9 % confidence interval, in the same unit; null where it was measured once
 * @param unit what it counts, {@code us}, {@code B}, {@code s}, or {@code ratio}
 * @param note how it came about, in one sentence; empty where the name says it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Figure(double value, Double error, String unit, String note) {
    private static final MathContext DIGITS = new MathContext(9);

    /** @throws IllegalArgumentException when the value is no number: a run that measured nothing records nothing */
    public Figure {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a figure must be a number, not " + value + " " + unit);
        }
        value = rounded(value);
        // JMH gives no error for a single measurement.
        error = error == null || !Double.isFinite(error) ? null : (Double) rounded(error);
        note = note == null ? "" : note;
    }

    private static double rounded(double exact) {
        return new BigDecimal(exact).round(DIGITS).doubleValue();
    }
}
