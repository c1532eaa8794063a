package dev.pulse.marketplace.answer;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.annotations.media.Schema;

/** The lifecycle service could not be asked. Not an authority, but all there is: what the index knows. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(
        description =
                "The lifecycle service could not be asked. Not an authority, but all there is: what the index knows.")
public record NoDiagnosisAnswer(
        @Schema(description = "lifecycle_unavailable or lifecycle_restoring")
        String error,

        String detail,

        @Schema(description = "What the index knows; null for a node it does not know")
        NodeAnswer node,

        @Schema(description = "Unix seconds; everything committed before has been applied")
        Long asOf,

        @Schema(description = "Offsets that are known of and not applied yet")
        long lag) {}
