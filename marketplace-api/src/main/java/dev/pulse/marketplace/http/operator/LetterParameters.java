package dev.pulse.marketplace.http.operator;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.marketplace.http.ParameterGuard;
import dev.pulse.marketplace.http.Parameters;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.letter.LetterQuery;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.Explode;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a search for dead letters is asked with. Its fields are visible to the maker of the OpenAPI document. */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class LetterParameters {
    private static final int MAX_SIZE = 100;
    private static final int DEFAULT_SIZE = 20;
    /** The end of the year 9999. */
    private static final long LAST_SECOND = 253_402_300_799L;

    @QueryParam("reason")
    @Parameter(
            description = "Any of these; may be repeated; all where none is given",
            explode = Explode.TRUE,
            array =
                    @ArraySchema(
                            schema =
                                    @Schema(
                                            type = "string",
                                            allowableValues = {"signature", "skew", "identity", "replay", "poison"})))
    private List<String> reason;

    @QueryParam("node_id")
    @Parameter(description = "Letters of this node alone; then its partition alone is read")
    private String node;

    @QueryParam("since")
    @Parameter(
            description = "Received then or later, unix seconds",
            schema = @Schema(type = "integer", minimum = "0", maximum = "253402300799"))
    private String since;

    @QueryParam("until")
    @Parameter(
            description = "Received before, unix seconds",
            schema = @Schema(type = "integer", minimum = "0", maximum = "253402300799"))
    private String until;

    @QueryParam("size")
    @Parameter(
            description = "Letters at most",
            schema = @Schema(type = "integer", minimum = "1", maximum = "100", defaultValue = "20"))
    private String size;

    @QueryParam("cursor")
    @Parameter(description = "The next_cursor of the answer before, with the same conditions")
    private String cursor;

    /** @throws Problem naming the parameter that makes no sense */
    LetterQuery query() {
        Instant from = time("since", since);
        Instant to = time("until", until);
        if (from != null && to != null && !from.isBefore(to)) {
            throw Problem.badParameter("until", "must be later than since.");
        }
        List<String> nodes = Parameters.nodeIds("node_id", node == null ? null : List.of(node));
        return new LetterQuery(reasons(), nodes.isEmpty() ? null : nodes.getFirst(), from, to);
    }

    private Set<Rejection> reasons() {
        Set<Rejection> reasons = EnumSet.noneOf(Rejection.class);
        for (String word : Parameters.texts("reason", reason)) {
            reasons.add(reason(word));
        }
        return reasons;
    }

    /** @throws Problem when there is no such reason */
    static Rejection reason(String word) {
        return Arrays.stream(Rejection.values())
                .filter(known -> known.wire().equals(word))
                .findFirst()
                .orElseThrow(() -> Problem.badParameter(
                        "reason",
                        "must be one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(Rejection.values())
                                                .map(Rejection::wire)
                                                .toList())
                                + ", not " + ParameterGuard.shortened(word) + "."));
    }

    private static Instant time(String name, String text) {
        return text == null ? null : Instant.ofEpochSecond(Parameters.number(name, text, 0, LAST_SECOND));
    }

    /** @throws Problem when no page of this search ever gave such a cursor */
    List<Long> bounds(LetterQuery query) {
        return cursor == null ? null : LetterCursor.bounds(cursor, query);
    }

    /** @throws Problem when it makes no sense */
    int size() {
        return size == null ? DEFAULT_SIZE : Parameters.integer("size", size, 1, MAX_SIZE);
    }
}
