package dev.pulse.marketplace.http.market;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.annotations.media.Schema;

/** What to sign. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "What to sign, as NEP-413 has it: SHA-256 of the tag 2147484061 and the message in Borsh.")
public record ChallengeAnswer(
        String accountId,
        @Schema(description = "The words") String message,
        @Schema(description = "32 bytes, base64") String nonce,

        @Schema(description = "This marketplace's origin; the challenge is good here alone")
        String recipient,

        @Schema(description = "Unix seconds") long expiresAt) {}
