package dev.pulse.marketplace.http;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.account.NodeId;
import dev.pulse.marketplace.answer.Answers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values of parameters, read strictly. All methods throw a {@link Problem} that names the parameter. */
public final class Parameters {
    /** How often a parameter that may be repeated may be given. */
    public static final int MAX_VALUES = 500;

    private static final int MAX_TEXT = 256;
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,9}(\\.[0-9]{1,6})?");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,20}");

    private Parameters() {}

    /** A number within bounds. */
    public static int integer(String name, String text, int least, int most) {
        return (int) number(name, text, least, most);
    }

    /** A number within bounds, which are not below 0. */
    public static long number(String name, String text, long least, long most) {
        if (DIGITS.matcher(text).matches()) {
            BigDecimal value = new BigDecimal(text);
            if (value.compareTo(BigDecimal.valueOf(least)) >= 0 && value.compareTo(BigDecimal.valueOf(most)) <= 0) {
                return value.longValueExact();
            }
        }
        throw Problem.badParameter(
                name,
                "must be a number from " + least + " to " + most + ", not " + ParameterGuard.shortened(text) + ".");
    }

    /** A number from 0 to 2^64 - 1, as an unsigned one. */
    public static long unsigned(String name, String text) {
        try {
            if (DIGITS.matcher(text).matches()) {
                return Long.parseUnsignedLong(text);
            }
        } catch (NumberFormatException e) {
            throw notUnsigned(name, text);
        }
        throw notUnsigned(name, text);
    }

    private static Problem notUnsigned(String name, String text) {
        return Problem.badParameter(
                name, "must be a whole number from 0 to 2^64 - 1, not " + ParameterGuard.shortened(text) + ".");
    }

    /** A number with a fraction, within bounds, times a power of ten. */
    public static long scaled(String name, String text, long least, long most, int places) {
        if (DECIMAL.matcher(text).matches()) {
            BigDecimal value = new BigDecimal(text);
            if (value.compareTo(BigDecimal.valueOf(least)) >= 0
                    && value.compareTo(BigDecimal.valueOf(most)) <= 0
                    && value.stripTrailingZeros().scale() <= places) {
                return value.movePointRight(places).longValueExact();
            }
        }
        throw Problem.badParameter(
                name,
                "must be a number from " + least + " to " + most + " with up to " + places + " decimals, not "
                        + ParameterGuard.shortened(text) + ".");
    }

    /** True or false; null stays null. */
    public static Boolean flag(String name, String value) {
        return switch (value) {
            case null -> null;
            case "true" -> true;
            case "false" -> false;
            default ->
                throw Problem.badParameter(name, "must be true or false, not " + ParameterGuard.shortened(value) + ".");
        };
    }

    /** Texts, none of them empty; null is none. */
    public static List<String> texts(String name, List<String> values) {
        if (values == null) {
            return List.of();
        }
        if (values.size() > MAX_VALUES) {
            throw Problem.badParameter(name, "may be given " + MAX_VALUES + " times at most.");
        }
        return values.stream().map(value -> text(name, value)).toList();
    }

    /** A text that is not empty; null stays null. */
    public static String text(String name, String value) {
        if (value != null && (value.isBlank() || value.length() > MAX_TEXT)) {
            throw Problem.badParameter(name, "must have 1 to " + MAX_TEXT + " characters.");
        }
        return value;
    }

    /** Accounts. */
    public static List<String> accounts(String name, List<String> values) {
        List<String> accounts = texts(name, values);
        accounts.forEach(account -> account(name, account));
        return accounts;
    }

    /** An account. */
    public static Account account(String name, String value) {
        if (!Account.isImplicit(value)) {
            throw Problem.badParameter(
                    name, "must be 64 lower-case hex digits, not " + ParameterGuard.shortened(value) + ".");
        }
        return new Account(value);
    }

    /** Node ids. */
    public static List<String> nodeIds(String name, List<String> values) {
        List<String> ids = texts(name, values);
        ids.stream().filter(id -> !NodeId.isValid(id)).findFirst().ifPresent(id -> {
            throw Problem.badParameter(
                    name,
                    "must be 1 to 64 lower-case letters, digits and hyphens, not " + ParameterGuard.shortened(id)
                            + ".");
        });
        return ids;
    }

    /** Names of constants. */
    public static <E extends Enum<E>> List<String> words(String name, List<String> values, Class<E> type) {
        List<String> found = new ArrayList<>();
        for (String value : texts(name, values)) {
            found.add(word(name, value, List.of(type.getEnumConstants())).name());
        }
        return found;
    }

    /** The constant that answers spell like this. */
    public static <E extends Enum<E>> E word(String name, String value, List<E> known) {
        return known.stream()
                .filter(constant -> Answers.word(constant).equals(value))
                .findFirst()
                .orElseThrow(() -> Problem.badParameter(
                        name,
                        "must be one of " + known.stream().map(Answers::word).collect(Collectors.joining(", "))
                                + ", not " + ParameterGuard.shortened(value) + "."));
    }

    /** The parts of a text between commas, exactly so many. */
    public static List<String> parts(String name, String value, String form) {
        List<String> parts = Arrays.asList(value.split(",", -1));
        if (parts.size() != form.split(",", -1).length) {
            throw Problem.badParameter(name, "must be " + form + ", not " + ParameterGuard.shortened(value) + ".");
        }
        return parts;
    }
}
