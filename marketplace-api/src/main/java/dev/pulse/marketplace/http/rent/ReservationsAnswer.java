package dev.pulse.marketplace.http.rent;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** Somebody's reservations, and what he can pay with. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "My reservations, in the order in which they were made, and what I can pay with.")
public record ReservationsAnswer(
        List<ReservationAnswer> reservations,

        @Schema(description = "For the next page; null on the last one")
        String nextCursor,

        FundsAnswer funds,

        @Schema(description = "real: the ledger was asked. mock: nothing costs anything")
        String verification) {
    /** Keeps a copy. */
    public ReservationsAnswer {
        reservations = List.copyOf(reservations);
    }
}
