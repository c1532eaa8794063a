package dev.pulse.marketplace.http.market;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.annotations.media.Schema;

/** What a marketplace says of itself. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "What a marketplace says of itself.")
public record MarketAnswer(
        @Schema(description = "What a pairing's marketplace must be, so that it says nothing to another one")
        String name,

        @Schema(description = "The network whose signatures are taken")
        String audience,

        @Schema(description = "real: the ledger is asked. mock: anybody is believed, for a first look only")
        String verification,

        @Schema(description = "Where nodes send their heartbeats; null where it does not say")
        String ingest,

        @Schema(description = "Its account on the ledger, which renters let spend their SPORE; null with mock")
        String operator) {}
