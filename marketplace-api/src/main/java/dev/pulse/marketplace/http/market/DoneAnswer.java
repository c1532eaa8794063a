package dev.pulse.marketplace.http.market;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.annotations.media.Schema;

/** Something was done to a node. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "It is as it was asked for.")
public record DoneAnswer(
        String nodeId,

        @Schema(description = "Whether it was otherwise before")
        boolean changed,

        @Schema(description = "A sentence for a person") String detail,

        @Schema(description = "Number of the node's last transition")
        long sequence) {}
