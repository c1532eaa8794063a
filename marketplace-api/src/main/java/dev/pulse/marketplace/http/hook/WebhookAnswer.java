package dev.pulse.marketplace.http.hook;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.pulse.marketplace.hook.Hook;
import dev.pulse.marketplace.hook.HookEvent;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** A subscription. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "A subscription.")
public record WebhookAnswer(
        String id,
        @Schema(description = "Where deliveries go") String url,

        @Schema(description = "node.down, node.back, region.disturbed or region.calm")
        List<String> events,

        @Schema(description = "Of which nodes; none for all of one's own")
        List<String> nodeIds,

        @Schema(description = "Of which regions; none for all")
        List<String> regions,

        @Schema(description = "How long a node must be offline before it is told, seconds")
        long downAfterS,

        @Schema(description = "Unix seconds") long createdAt,

        @Schema(description = "What deliveries are signed with; null but in the answer that made it")
        String secret) {
    static WebhookAnswer of(Hook hook, String secret) {
        return new WebhookAnswer(
                hook.id(),
                hook.url(),
                hook.events().stream().map(HookEvent::wire).sorted().toList(),
                List.copyOf(hook.nodeIds()),
                List.copyOf(hook.regions()),
                hook.downAfterS(),
                hook.createdAt(),
                secret);
    }
}
