package dev.pulse.standalone.size;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as people write them, and back. */
public final class Quantity {
    private static final Pattern COUNT = Pattern.compile("(\\d{1,12})([kKmM]?)");

    private Quantity() {}

    /**
     * {@code 50M}, {@code 200k}, {@code 1000000}.
     *
     * @throws IllegalArgumentException where it is none
     */
    static long count(String text) {
        Matcher number = COUNT.matcher(text);
        if (!number.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no count: digits, and k or M behind them");
        }
        long unit = switch (number.group(2).toLowerCase(Locale.ROOT)) {
            case "k" -> 1_000;
            case "m" -> 1_000_000;
            default -> 1;
        };
        return Math.multiplyExact(Long.parseLong(number.group(1)), unit);
    }

    /** Three significant digits, without an exponent. */
    public static String digits(double value) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(3));
        return rounded.compareTo(BigDecimal.valueOf(100)) >= 0
                ? String.format(Locale.ROOT, "%,d", rounded.longValue())
                : rounded.stripTrailingZeros().toPlainString();
    }

    /** Bytes in the largest unit of ten's powers that leaves one digit before the point. */
    static String bytes(double bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB", "PB"};
        int unit = 0;
        double left = bytes;
        while (left >= 1_000 && unit < units.length - 1) {
            left /= 1_000;
            unit++;
        }
        return digits(left) + " " + units[unit];
    }
}
