package dev.pulse.marketplace.http.market;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.annotations.media.Schema;

/** Who one is. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "Who one is.")
public record SessionAnswer(
        String accountId,
        @Schema(description = "Unix seconds") long expiresAt,

        @Schema(description = "For the header Authorization: Bearer; null where a cookie was set")
        String token) {}
