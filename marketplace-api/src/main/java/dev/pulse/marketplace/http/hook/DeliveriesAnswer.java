package dev.pulse.marketplace.http.hook;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** The newest deliveries. */
@Schema(description = "The newest deliveries.")
public record DeliveriesAnswer(
        @Schema(description = "The newest first") List<DeliveryAnswer> deliveries) {}
