package dev.pulse.domain.life;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The pricing templates that everybody has (design section 9). */
public enum Template {
    /** For the smallest machines. */
    NANO(20),
    /** The usual one. */
    BASIC(60),
    /** For machines with more behind each slice. */
    STANDARD(125),
    /** For the best. */
    PREMIUM(250);

    private final long pricePerHour;

    Template(long pricePerHour) {
        this.pricePerHour = pricePerHour;
    }

    /** Whole SPORE for a slice and hour. */
    public long pricePerHour() {
        return pricePerHour;
    }

    /** As it stands in requests and records. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The template of a name. */
    public static Optional<Template> of(String wire) {
        return Arrays.stream(values())
                .filter(template -> template.wire().equals(wire))
                .findFirst();
    }
}
