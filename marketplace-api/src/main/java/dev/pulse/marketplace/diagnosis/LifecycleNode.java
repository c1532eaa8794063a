package dev.pulse.marketplace.diagnosis;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.annotations.media.Schema;

/** A node as the lifecycle stream's query endpoint knows it, up to date to the heartbeat. Times are unix seconds. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonNaming(SnakeCaseStrategy.class)
@Schema(
        description =
                "The lifecycle stream's own view of the node, up to date to the last heartbeat. Times are unix seconds.")
public record LifecycleNode(
        String nodeId,
        String account,
        @Schema(description = "online, unknown or offline") String liveness,
        String lifecycle,
        String region,
        Long sequence,
        Long since,
        Long firstSeen,
        Long lastSeen,
        Long lastTimestamp,

        @Schema(description = "Observed milliseconds until it is due; null when it is not online")
        Long deadlineInMs,

        Long flaps,
        Long onlineMs,
        Long observedMs,
        Long advances,
        Long duplicates,
        Long replays,
        Boolean legacy,
        Refusal lastRejected,
        Pointer evidence,
        Long asOf) {
    /** The newest heartbeat under this node id that was refused. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Refusal", description = "The newest heartbeat under this node id that was refused.")
    public record Refusal(
            @Schema(description = "signature, skew, identity, replay or poison")
            String reason,

            String detail,
            Long at,
            Long count) {}

    /** Where the record of the last accepted heartbeat stands. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Evidence", description = "Where the record of the last accepted heartbeat stands.")
    public record Pointer(String topic, Integer partition, Long offset) {}
}
