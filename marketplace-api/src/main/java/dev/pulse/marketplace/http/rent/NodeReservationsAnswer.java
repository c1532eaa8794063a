package dev.pulse.marketplace.http.rent;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.pulse.domain.life.Hold;
import dev.pulse.marketplace.board.HoldBoard.Standing;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Whom a node is to serve. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "Whom a node is to serve.")
public record NodeReservationsAnswer(
        String nodeId,

        @Schema(description = "What these reservations are known by, for the next poll")
        String version,

        List<Served> reservations) {
    /** One of them. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Served", description = "A reservation that a node is to serve.")
    public record Served(
            @Schema(description = "Its name on the ledger") String reservationId,

            @Schema(description = "For whom, 64 hex digits") String renterAccount,

            int slices,
            int hours,
            @Schema(description = "Unix seconds") long from,

            @Schema(description = "When it is over, unix seconds")
            long until) {}

    /** Keeps a copy. */
    public NodeReservationsAnswer {
        reservations = List.copyOf(reservations);
    }

    /** The answer about a node. */
    static NodeReservationsAnswer of(String nodeId, Standing standing) {
        return new NodeReservationsAnswer(
                nodeId,
                standing.version(),
                standing.holds().stream().map(NodeReservationsAnswer::served).toList());
    }

    private static Served served(Hold hold) {
        return new Served(
                hold.reservationId(),
                hold.renter().hex(),
                hold.slices(),
                hold.hours(),
                TimeUnit.MILLISECONDS.toSeconds(hold.from()),
                TimeUnit.MILLISECONDS.toSeconds(hold.until()));
    }
}
