package dev.pulse.marketplace.answer;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.annotations.media.Schema;

/** One transition of one node: the data of a transition event. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "One transition of one node: the data of a transition event.")
public record TransitionAnswer(
        String nodeId,

        @Schema(description = "1 for the first transition of the node, then one more each time, without gaps")
        long sequence,

        @Schema(description = "Unix seconds of the ingest's clock")
        long at,

        String region,
        @Schema(description = "Null for the first one") String statusBefore,
        String status,
        @Schema(description = "Null for the first one") String lifecycleBefore,
        String lifecycle,

        @Schema(
                description =
                        "first_heartbeat, heartbeat, grace_expired, region_disturbed, guard_released, command, elapsed or rotated")
        String cause,

        @Schema(description = "One sentence, may be empty") String detail) {}
