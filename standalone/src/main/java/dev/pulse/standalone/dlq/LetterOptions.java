package dev.pulse.standalone.dlq;

import dev.pulse.domain.account.NodeId;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.marketplace.letter.LetterQuery;
import dev.pulse.schemas.generation.LetterPlace;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which dead letters are meant. */
public final class LetterOptions {
    private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([smhd])");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--reason",
            split = ",",
            paramLabel = "REASON",
            description = "signature, skew, identity, replay, poison; may be repeated (default: all).")
    private List<Rejection> reasons = List.of();

    @Option(
            names = "--topic",
            split = ",",
            paramLabel = "TOPIC",
            description = "The same by the full name of a dead-letter topic.")
    private List<String> topics = List.of();

    @Option(names = "--node", paramLabel = "NODE", description = "The letters of this node id alone.")
    private String node;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Received then or later: 2026-11-27T10:00:00Z, unix seconds, or 30m, 6h, 2d ago.")
    private String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Received before.")
    private String until;

    /** Whether a reason was named, by itself or by its topic. */
    boolean namesReasons() {
        return !reasons.isEmpty() || !topics.isEmpty();
    }

    /**
     * What was asked for.
     *
     * @param now what "ago" counts from
     * @throws ParameterException naming what makes no sense
     */
    LetterQuery query(Instant now) {
        if (node != null && !NodeId.isValid(node)) {
            throw refused("--node: '" + node + "' is no node id");
        }
        Instant from = time("--since", since, now);
        Instant to = time("--until", until, now);
        if (from != null && to != null && !from.isBefore(to)) {
            throw refused("--until must be later than --since");
        }
        Set<Rejection> wanted = EnumSet.noneOf(Rejection.class);
        wanted.addAll(reasons);
        for (String topic : topics) {
            wanted.add(LetterPlace.reason(topic)
                    .orElseThrow(() -> refused("--topic: '" + topic + "' is no dead-letter topic")));
        }
        return new LetterQuery(wanted, node, from, to);
    }

    private Instant time(String name, String text, Instant now) {
        if (text == null) {
            return null;
        }
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            long amount = Long.parseLong(ago.group(1));
            Duration length = switch (ago.group(2)) {
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
            return Instant.ofEpochSecond(now.minus(length).getEpochSecond());
        }
        if (SECONDS.matcher(text).matches()) {
            return Instant.ofEpochSecond(Long.parseLong(text));
        }
        try {
            return OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
        } catch (DateTimeException e) {
            throw refused(name + ": '" + text
                    + "' is no time; write 2026-11-27T10:00:00Z, unix seconds, or 30m, 6h, 2d for so long ago");
        }
    }

    private ParameterException refused(String why) {
        return new ParameterException(spec.commandLine(), why);
    }
}
