package dev.pulse.marketplace.answer;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.pulse.marketplace.diagnosis.LifecycleNode;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** What is the matter with a node, in words. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "What is the matter with a node, in words.")
public record DiagnosisAnswer(
        String nodeId,

        @Schema(description = "online, unknown, offline or never_seen")
        String verdict,

        @Schema(description = "The most important sentence") String summary,

        @Schema(description = "Everything worth knowing, the summary first")
        List<String> findings,

        @Schema(description = "What to do; may be empty") List<String> advice,

        @Schema(description = "Null for a node that was never seen")
        LifecycleNode lifecycle,

        @Schema(description = "What the index knows; null for a node it does not know")
        NodeAnswer node,

        @Schema(description = "Unix seconds; everything committed before has been applied")
        Long asOf,

        @Schema(description = "Offsets that are known of and not applied yet")
        long lag) {}
