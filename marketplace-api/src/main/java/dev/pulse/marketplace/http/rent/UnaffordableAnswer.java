package dev.pulse.marketplace.http.rent;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.annotations.media.Schema;

/** It can't be paid for. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "There is not enough SPORE for it.")
public record UnaffordableAnswer(
        @Schema(description = "not_enough_spore, allowance_too_small")
        String error,

        @Schema(description = "A sentence for a person") String detail,

        @Schema(description = "What it costs, a text of digits in SPORE's smallest unit")
        String amount,

        FundsAnswer funds) {}
