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
        long lag) {
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
