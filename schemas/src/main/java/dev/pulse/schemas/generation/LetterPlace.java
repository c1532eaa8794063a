package dev.pulse.schemas.generation;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.topic.Topics;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a dead letter stands, written {@code skew/3/17}, or {@code g2/skew/3/17} in a later generation than the first:
 * offsets begin anew in each.
 *
 * @param generation number of the generation that the topic belongs to, 1 and up
 * @param reason whose topic
 * @param partition partition of that topic
 * @param offset its offset there
 */
public record LetterPlace(int generation, Rejection reason, int partition, long offset) {
    /** Header of a record in heartbeats.raw that was put there by a replay: the place of the letter it comes from. */
    public static final String HEADER = "pulse-replay-of";

    private static final Pattern FORM = Pattern.compile("(?:g([1-9][0-9]{0,8})/)?([a-z]+)/([0-9]{1,9})/([0-9]{1,18})");

    /** Whose letters a topic of any generation has; empty for other topics. */
    public static Optional<Rejection> reason(String topic) {
        String base = Generation.base(topic);
        return Arrays.stream(Rejection.values())
                .filter(reason -> Topics.dead(reason).name().equals(base))
                .findFirst();
    }

    /** A place in a topic; empty where that is no dead-letter topic. */
    public static Optional<LetterPlace> in(String topic, int partition, long offset) {
        return reason(topic).map(reason -> new LetterPlace(Generation.numberOf(topic), reason, partition, offset));
    }

    /** The place that is written so; empty where none is. */
    public static Optional<LetterPlace> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int generation = parts.group(1) == null ? 1 : Integer.parseInt(parts.group(1));
        return Arrays.stream(Rejection.values())
                .filter(reason -> reason.wire().equals(parts.group(2)))
                .findFirst()
                .map(reason -> new LetterPlace(
                        generation, reason, Integer.parseInt(parts.group(3)), Long.parseLong(parts.group(4))));
    }

    /** The topic that it stands in. */
    public String topic() {
        return Generation.name(generation, Topics.dead(reason));
    }

    @Override
    public String toString() {
        String inGeneration = reason.wire() + "/" + partition + "/" + offset;
        return generation > 1 ? "g" + generation + "/" + inGeneration : inGeneration;
    }
}
