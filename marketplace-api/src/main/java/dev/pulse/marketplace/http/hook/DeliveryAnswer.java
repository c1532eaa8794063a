package dev.pulse.marketplace.http.hook;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.pulse.marketplace.answer.Answers;
import dev.pulse.marketplace.hook.send.Delivery;
import io.swagger.v3.oas.annotations.media.Schema;

/** What became of a delivery. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "Delivery", description = "What became of a delivery.")
public record DeliveryAnswer(
        @Schema(description = "The same in each try: whoever has seen it, has it")
        String id,

        @Schema(description = "What it is about") String event,
        @Schema(description = "waiting, delivered or dead") String status,
        @Schema(description = "How often it was tried") int attempts,

        @Schema(description = "What the last try failed of; null where none did")
        String error,

        @Schema(description = "Unix seconds") long createdAt,

        @Schema(description = "When it is tried next, unix seconds; null unless it waits")
        Long nextAt,

        @Schema(description = "What is sent", type = "object") @JsonRawValue
        String body) {
    static DeliveryAnswer of(Delivery delivery) {
        return new DeliveryAnswer(
                delivery.id(),
                delivery.event(),
                Answers.word(delivery.status()),
                delivery.tries(),
                delivery.error(),
                delivery.createdAt() / 1_000,
                delivery.status() == Delivery.Status.WAITING ? (Long) (delivery.nextAt() / 1_000) : null,
                delivery.body());
    }
}
