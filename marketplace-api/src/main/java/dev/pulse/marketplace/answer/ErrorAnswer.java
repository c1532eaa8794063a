package dev.pulse.marketplace.answer;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.annotations.media.Schema;

/** Something went wrong. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "Something went wrong.")
public record ErrorAnswer(
        @Schema(description = "Machine-readable code in lower snake case")
        String error,

        @Schema(description = "A sentence for a person") String detail) {}
