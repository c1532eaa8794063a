package dev.pulse.domain.life;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The pricing templates that a farmer can name: the four that everybody has, and his own (design section 9). Immutable.
 *
 * @param own whole SPORE for a slice and hour, unsigned, by the template's name; names as {@link #NAME}, none of them that of
 *     a {@link Template}
 */
public record PriceList(SortedMap<String, Long> own) {
    /** Nothing of one's own. */
    public static final PriceList BUILT_IN = new PriceList(new TreeMap<>());

    /** Most templates of one farmer. */
    public static final int MAX_OWN = 50;

    /** What a template may be called. */
    public static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    /** What came of a wish. */
    public sealed interface Change {
        /**
         * The list as it is now.
         *
         * @param after the list
         */
        record Changed(PriceList after) implements Change {}

        /**
         * It stays.
         *
         * @param code machine-readable reason, lower snake case
         * @param detail one sentence for a person
         */
        record Refused(String code, String detail) implements Change {}
    }

    public PriceList {
        own = new TreeMap<>(own);
    }

    /** What a template costs, for a slice and hour; empty where there is none of that name. */
    public OptionalLong price(String template) {
        Optional<Template> builtIn = Template.of(template);
        if (builtIn.isPresent()) {
            return OptionalLong.of(builtIn.get().pricePerHour());
        }
        Long price = own.get(template);
        return price == null ? OptionalLong.empty() : OptionalLong.of(price);
    }

    /**
     * With a template of one's own, in place of one of that name.
     *
     * @param pricePerHour whole SPORE for a slice and hour, unsigned
     */
    public Change with(String template, long pricePerHour) {
        if (!NAME.matcher(template).matches()) {
            return new Change.Refused("bad_template", "A template's name must match " + NAME + ".");
        }
        if (Template.of(template).isPresent()) {
            return builtIn(template);
        }
        if (pricePerHour == 0) {
            return new Change.Refused("bad_price", "A price is 1 to 2^64 - 1 whole SPORE for a slice and hour.");
        }
        SortedMap<String, Long> after = new TreeMap<>(own);
        after.put(template, pricePerHour);
        return after.size() > MAX_OWN
                ? new Change.Refused("too_many_templates", "A farmer has " + MAX_OWN + " templates of his own at most.")
                : new Change.Changed(new PriceList(after));
    }

    /**
     * Without one.
     *
     * @param used whether a node is offered by it
     */
    public Change without(String template, boolean used) {
        if (Template.of(template).isPresent()) {
            return builtIn(template);
        }
        if (used) {
            return new Change.Refused("template_used", "The template " + template + " is that of a node on offer.");
        }
        SortedMap<String, Long> after = new TreeMap<>(own);
        after.remove(template);
        return new Change.Changed(new PriceList(after));
    }

    private static Change builtIn(String template) {
        return new Change.Refused(
                "built_in_template", "The template " + template + " is everybody's and stays as it is.");
    }
}
