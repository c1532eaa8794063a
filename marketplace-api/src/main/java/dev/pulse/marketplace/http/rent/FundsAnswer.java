package dev.pulse.marketplace.http.rent;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.pulse.domain.account.Account;
import dev.pulse.marketplace.rent.Bookings.Funds;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigInteger;

/** What somebody can pay with. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(
        description =
                "What I can pay with: texts of digits in SPORE's smallest unit, 10^18 of which are one SPORE; null where"
                        + " nothing costs anything.")
public record FundsAnswer(
        @Schema(description = "What the account has") String balance,

        @Schema(description = "How much of it this marketplace may spend")
        String allowance,

        @Schema(description = "Whom to approve on the ledger for that")
        String operator) {
    /** The answer about somebody's SPORE. */
    static FundsAnswer of(Funds funds, Account operator) {
        return new FundsAnswer(
                text(funds.balance()), text(funds.allowance()), operator == null ? null : operator.hex());
    }

    private static String text(BigInteger amount) {
        return amount == null ? null : amount.toString();
    }
}
