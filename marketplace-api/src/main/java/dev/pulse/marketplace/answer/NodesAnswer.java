package dev.pulse.marketplace.answer;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** One page of nodes. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "One page of nodes.")
public record NodesAnswer(
        @Schema(description = "By node id") List<NodeAnswer> nodes,

        @Schema(description = "What to ask for the next page with; null when there is nothing left")
        String nextCursor,

        @Schema(description = "How many nodes were looked at to find these")
        int examined,

        @Schema(description = "Unix seconds; everything committed before has been applied")
        Long asOf,

        @Schema(description = "Offsets that are known of and not applied yet")
        long lag) {}
