package dev.pulse.marketplace.http.rent;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.pulse.ledger.contract.Reservation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.concurrent.TimeUnit;

/** A reservation as the ledger has it. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "A reservation, as the ledger has it. Amounts are texts of digits in SPORE's smallest unit.")
public record ReservationAnswer(
        @Schema(description = "Its name on the ledger") String reservationId,
        String listingId,
        String nodeId,

        @Schema(description = "Who earns, 64 hex digits") String farmerAccount,

        @Schema(description = "Who pays, 64 hex digits") String renterAccount,

        int slices,
        int hours,
        @Schema(description = "What it costs as a whole") String amount,
        @Schema(description = "Unix seconds") long from,

        @Schema(description = "When it is over, unix seconds")
        long until,

        @Schema(description = "Whether it holds its slices") boolean open,

        @Schema(description = "What the farmer was paid of it; null while it is open")
        String earned) {
    /** The answer about a reservation. */
    static ReservationAnswer of(Reservation reservation) {
        return new ReservationAnswer(
                reservation.reservationId(),
                reservation.listingId(),
                reservation.nodeId(),
                reservation.farmer().hex(),
                reservation.renter().hex(),
                reservation.slices(),
                reservation.hours(),
                reservation.amount().toString(),
                seconds(reservation.from()),
                seconds(reservation.until()),
                reservation.open(),
                reservation.earned() == null ? null : reservation.earned().toString());
    }

    private static long seconds(long millis) {
        return TimeUnit.MILLISECONDS.toSeconds(millis);
    }
}
