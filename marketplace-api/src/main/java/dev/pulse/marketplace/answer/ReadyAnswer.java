package dev.pulse.marketplace.answer;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.annotations.media.Schema;

/** Whether this instance answers questions. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "Whether this instance answers questions.")
public record ReadyAnswer(
        boolean ready,

        @Schema(description = "What it waits for, or that it waits for nothing")
        String detail,

        @Schema(description = "Unix seconds; everything committed before has been applied")
        Long asOf,

        @Schema(description = "Offsets that are known of and not applied yet")
        long lag,

        @Schema(description = "What this is") String service,

        @Schema(description = "Which version of it") String version,

        @Schema(description = "The commit that it was built from; unknown where the build was not told")
        String commit,

        @Schema(description = "When its process started, unix seconds")
        long startedAt) {}
