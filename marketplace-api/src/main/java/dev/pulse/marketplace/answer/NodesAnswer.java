package dev.pulse.marketplace.answer;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.SortedMap;

/** One page of nodes. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "One page of nodes.")
public record NodesAnswer(
        @Schema(description = "In the order that was asked for, by node id where none was")
        List<NodeAnswer> nodes,

        @Schema(description = "What to ask for the next page with; null when there is nothing left")
        String nextCursor,

        @Schema(description = "How many nodes were looked at one by one; the others were decided by column")
        int examined,

        @Schema(description = "How many nodes match, exactly; null unless count=true")
        Long count,

        @Schema(description = "By field, the values among all matches; null unless facets are asked for")
        SortedMap<String, FacetAnswer> facets,

        @Schema(description = "What a random sample was drawn with: the same seed draws it again; null without one")
        Long seed,

        @Schema(description = "Unix seconds; everything committed before has been applied")
        Long asOf,

        @Schema(description = "Offsets that are known of and not applied yet")
        long lag,

        @Schema(description = "Whether a peer's nodes are missing; false where none was asked")
        boolean partial,

        @Schema(description = "Which, and why") List<MissingPeer> missing) {
    /** The same with what to ask for the next page with. */
    public NodesAnswer withCursor(String cursor) {
        return new NodesAnswer(nodes, cursor, examined, count, facets, seed, asOf, lag, partial, missing);
    }

    /** A peer that is not part of an answer. */
    @Schema(description = "A peer that is not part of the answer.")
    public record MissingPeer(
            @Schema(description = "Its name in this explorer's configuration")
            String peer,

            @Schema(
                    description =
                            "unreachable, timeout, loading, failed, refused, redirected, too_large, malformed, oversized,"
                                    + " unsorted, repeated, foreign, loop, busy or resting")
            String reason) {}

    /** Values of a field. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Facet", description = "Values of a field among the matches.")
    public record FacetAnswer(
            @Schema(description = "The 100 most frequent, the most frequent first; prices in bands, the lowest first")
            List<ValueAnswer> values,

            @Schema(description = "How many nodes have other values; a node with several values counts for each")
            long others) {
        /** One of them. */
        @JsonNaming(SnakeCaseStrategy.class)
        @Schema(name = "FacetValue", description = "A value and how many nodes have it.")
        public record ValueAnswer(
                @Schema(description = "null for nodes that do not say")
                String value,

                long nodes) {}
    }
}
