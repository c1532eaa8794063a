package dev.pulse.marketplace.http.farmer;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.pulse.ledger.contract.Payment;
import dev.pulse.marketplace.earn.Earnings;
import dev.pulse.marketplace.market.Verification;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a farmer earned. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(
        description =
                "What I was paid, as the ledger has it, and what runs on my nodes. Amounts are texts of digits in SPORE's"
                        + " smallest unit, 10^18 of which are one SPORE.")
public record EarningsAnswer(
        @Schema(description = "Payments from then on are here, unix seconds")
        long from,

        @Schema(description = "What I was paid since then") String paid,

        @Schema(description = "The hours in which I was paid, oldest first")
        List<PaidHour> hours,

        @Schema(description = "Reservations on my nodes that are not over")
        List<RunningReservation> running,

        @Schema(description = "false: there is more than was looked at, and the sums are too low")
        boolean complete,

        @Schema(description = "real: the ledger was asked. mock: nothing costs anything")
        String verification) {
    /** Payments of an hour. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record PaidHour(
            @Schema(description = "When it began, unix seconds")
            long hour,

            String paid,

            @Schema(description = "How many reservations were settled")
            int payments) {}

    /** A reservation that is not over. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record RunningReservation(
            @Schema(description = "Its name on the ledger") String reservationId,
            String nodeId,
            int slices,
            @Schema(description = "Unix seconds") long from,

            @Schema(description = "When it is over, unix seconds")
            long until,

            @Schema(description = "What lies in the escrow for all hours")
            String amount,

            @Schema(
                    description =
                            "An estimate: what I would be paid if it ended now, each hour that began. The ledger reckons by its own clock")
            String dueNow) {}

    /** The answer about somebody's earnings. */
    static EarningsAnswer of(Earnings earnings, Verification verification) {
        return new EarningsAnswer(
                seconds(earnings.from()),
                earnings.paid().toString(),
                earnings.hours().entrySet().stream()
                        .map(hour -> new PaidHour(
                                hour.getKey(),
                                hour.getValue().paid().toString(),
                                hour.getValue().payments()))
                        .toList(),
                earnings.running().stream().map(EarningsAnswer::running).toList(),
                earnings.complete(),
                verification.wire());
    }

    private static RunningReservation running(Earnings.Running running) {
        Payment reservation = running.reservation();
        return new RunningReservation(
                reservation.reservationId(),
                reservation.nodeId(),
                reservation.slices(),
                seconds(reservation.from()),
                seconds(reservation.until()),
                reservation.amount().toString(),
                running.dueNow().toString());
    }

    private static long seconds(long millis) {
        return TimeUnit.MILLISECONDS.toSeconds(millis);
    }
}
