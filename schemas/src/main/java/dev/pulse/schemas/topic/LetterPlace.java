package dev.pulse.schemas.topic;

import dev.pulse.domain.verdict.Rejection;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a dead letter stands, written {@code skew/3/17}.
 *
 * @param reason whose topic
 * @param partition partition of that topic
 * @param offset its offset there
 */
public record LetterPlace(Rejection reason, int partition, long offset) {
    /** Header of a record in heartbeats.raw that was put there by a replay: the place of the letter it comes from. */
    public static final String HEADER = "pulse-replay-of";

    private static final Pattern FORM = Pattern.compile("([a-z]+)/([0-9]{1,9})/([0-9]{1,18})");

    /** Whose letters a topic has; empty for other topics. */
    public static Optional<Rejection> reason(String topic) {
        return Arrays.stream(Rejection.values())
                .filter(reason -> Topics.dead(reason).name().equals(topic))
                .findFirst();
    }

    /** The place that is written so; empty where none is. */
    public static Optional<LetterPlace> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Arrays.stream(Rejection.values())
                .filter(reason -> reason.wire().equals(parts.group(1)))
                .findFirst()
                .map(reason ->
                        new LetterPlace(reason, Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3))));
    }

    @Override
    public String toString() {
        return reason.wire() + "/" + partition + "/" + offset;
    }
}
