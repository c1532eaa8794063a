package dev.pulse.marketplace.http.search;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** Nodes by cells of the map. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "Nodes by cells of the map, of one moment.")
public record CellsAnswer(
        @Schema(description = "Degrees of a cell's side") int size,

        @Schema(description = "Cells that have nodes, the fullest first, 4000 at most")
        List<CellAnswer> cells,

        @Schema(description = "Nodes that match in all cells that touch the bbox")
        long placed,

        @Schema(description = "Nodes that match and do not say where they are")
        long unplaced,

        @Schema(description = "Whether no cell was left out")
        boolean complete,

        @Schema(description = "Unix seconds; everything committed before has been applied")
        Long asOf,

        @Schema(description = "Offsets that are known of and not applied yet")
        long lag) {
    /** One cell. */
    @Schema(name = "Cell", description = "A cell, from its south-western corner on.")
    public record CellAnswer(
            @Schema(description = "Whole degrees north") int south,
            @Schema(description = "Whole degrees east") int west,
            long online,
            long unknown,
            long offline) {}
}
