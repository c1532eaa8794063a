package dev.pulse.marketplace.http.hook;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** Somebody's subscriptions. */
@Schema(description = "My subscriptions.")
public record WebhooksAnswer(
        @Schema(description = "The oldest first") List<WebhookAnswer> webhooks) {}
