package dev.pulse.marketplace.http.rent;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.annotations.media.Schema;

/** Slices were given back. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "The slices are given back: the farmer has each hour that began, the renter the rest.")
public record ReleasedAnswer(
        ReservationAnswer reservation,

        @Schema(description = "Whether it was open before") boolean changed) {}
