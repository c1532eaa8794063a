package dev.pulse.marketplace.http.farmer;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.pulse.marketplace.farmer.FarmerSettings.Tariff;
import io.swagger.v3.oas.annotations.media.Schema;

/** Whether nodes are offered without being asked. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "Whether each of my nodes is offered once it is paired, and for what.")
public record AutoPublishAnswer(
        boolean on,

        @Schema(description = "Whole SPORE for a slice and hour, a text of digits", nullable = true)
        String pricePerHour,

        @Schema(nullable = true) String template) {
    static AutoPublishAnswer of(Tariff tariff) {
        return tariff == null
                ? new AutoPublishAnswer(false, null, null)
                : new AutoPublishAnswer(true, Long.toUnsignedString(tariff.pricePerHour()), tariff.template());
    }
}
