package dev.pulse.marketplace.http.rent;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.annotations.media.Schema;

/** Slices are reserved. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "The slices are reserved.")
public record ReservedAnswer(
        ReservationAnswer reservation,

        @Schema(description = "What this request is called: the same again finds the same reservation")
        String requestId,

        @Schema(description = "Whether it was reserved before")
        boolean again,

        @Schema(description = "Whether the node has been told; where false, it will be")
        boolean confirmed,

        @Schema(description = "real: the ledger was asked. mock: nothing was paid, for a first look only")
        String verification) {}
