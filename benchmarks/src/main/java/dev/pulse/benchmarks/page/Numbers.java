package dev.pulse.benchmarks.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers for people. */
final class Numbers {
    private static final int DIGITS = 3;
    private static final double WHOLE = 1_000;

    private Numbers() {}

    /** Three significant digits; whole numbers from 1,000 on, with their thousands marked. */
    static String text(double value) {
        if (Math.abs(value) >= WHOLE) {
            return String.format(Locale.ROOT, "%,d", Math.round(value));
        }
        String plain = new BigDecimal(value).round(new MathContext(DIGITS)).toPlainString();
        return plain.contains(".") ? plain.replaceFirst("\\.?0+$", "") : plain;
    }

    /** The same with its unit; a ratio has none. */
    static String text(double value, String unit) {
        return unit.isEmpty() || unit.equals("ratio") ? text(value) : text(value) + " " + unit;
    }
}
