package dev.pulse.marketplace.http.market;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.annotations.media.Schema;

/** A node that is paired. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "The node is paired and waits to be published.")
public record PairAnswer(
        String nodeId,

        @Schema(description = "pending") String lifecycle,

        @Schema(description = "The farmer it belongs to, 64 hex digits")
        String farmerAccount,

        String farmId,

        @Schema(description = "The slices that a machine like this has, by its memory; 0 where it did not say")
        long slices,

        @Schema(description = "Number of the node's last transition")
        long sequence,

        @Schema(description = "Whether it had been paired like this before")
        boolean again,

        @Schema(description = "real: the ledger was asked. mock: anybody is believed, for a first look only")
        String verification) {}
