package dev.pulse.marketplace.http.rent;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.annotations.media.Schema;

/** An approval stands on the ledger. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "The approval stands on the ledger.")
public record ApprovedAnswer(
        @Schema(description = "The transaction's name on the ledger")
        String transactionId,

        @Schema(description = "What this marketplace may spend now, a text of digits in SPORE's smallest unit")
        String allowance) {}
