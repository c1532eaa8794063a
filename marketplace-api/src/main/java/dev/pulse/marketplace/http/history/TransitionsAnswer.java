package dev.pulse.marketplace.http.history;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.pulse.marketplace.answer.TransitionAnswer;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** Transitions of a node. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "Transitions", description = "Transitions of a node.")
public record TransitionsAnswer(
        @Schema(description = "The newest first") List<TransitionAnswer> transitions,

        @Schema(description = "What to ask for older ones with; null when there are none left")
        String nextCursor,

        @Schema(description = "Unix seconds; everything committed before has been applied")
        Long asOf,

        @Schema(description = "Offsets that are known of and not applied yet")
        long lag) {}
