package dev.pulse.agent.cli;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * A share that was typed as a percentage.
 *
 * @param value from 0 to 1
 */
record Share(double value) {
    private static final Pattern FORM = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,6})?%");

    /** A share such as {@code 1%} or {@code 0.5%}, up to {@code 100%}. */
    static Share parse(String text) {
        if (FORM.matcher(text).matches()) {
            double value = new BigDecimal(text.substring(0, text.length() - 1))
                    .movePointLeft(2)
                    .doubleValue();
            if (value <= 1) {
                return new Share(value);
            }
        }
        throw new TypeConversionException("'" + text + "' is not a share; write it as 1% or 0.5%, up to 100%");
    }
}
