package dev.pulse.marketplace.http.history;

import dev.pulse.domain.history.Unit;
import dev.pulse.marketplace.http.ParameterGuard;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.index.uptime.Windows;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How far back something is asked about, as it stands in the parameter {@code window}. */
public final class Window {
    private static final String NAME = "window";
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,3})([hd])");

    private Window() {}

    /**
     * Some hours or days, in milliseconds.
     *
     * @param most the longest, in days
     * @throws Problem for any other text
     */
    static long ms(String text, int most) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            Unit unit = matcher.group(2).equals("h") ? Unit.HOUR : Unit.DAY;
            long ms = Long.parseLong(matcher.group(1)) * unit.ms();
            if (ms <= most * Unit.DAY.ms()) {
                return ms;
            }
        }
        throw Problem.badParameter(
                NAME, "must be hours or days, from 1h to " + most + "d, not " + ParameterGuard.shortened(text) + ".");
    }

    /**
     * The days of a window that nodes are searched by.
     *
     * @throws Problem for any other text
     */
    public static int days(String text) {
        return Windows.DAYS.stream()
                .filter(days -> text.equals(days + "d"))
                .findFirst()
                .orElseThrow(() -> Problem.badParameter(
                        NAME,
                        "must be "
                                + Windows.DAYS.stream().map(days -> days + "d").collect(Collectors.joining(" or "))
                                + ", not " + ParameterGuard.shortened(text) + "."));
    }
}
