package dev.pulse.marketplace.diagnosis;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

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

        @Schema(description = "Whose it is and what becomes of it; null for a node that nobody paired")
        Life life,

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

    /** Whose it is and what becomes of it. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Life", description = "Whose a node is and what becomes of it.")
    public record Life(Owner owner, Offer offer, List<Hold> holds, Window maintenance) {}

    /** Whose it is. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Owner", description = "Whose a node is.")
    public record Owner(
            @Schema(description = "64 hex digits") String farmer,
            String farmId,

            @Schema(description = "The node's account: the one that it was paired under, or that took its place since")
            String identity,

            @Schema(description = "The timestamp in its pairing; 0 where the ledger alone says so")
            Long signedAt,

            @Schema(description = "The pairing that the node signed, canonical; null where the ledger alone says so")
            String payload,

            @Schema(description = "Over its SHA-256, base64")
            String signature) {}

    /** What it is offered for. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Offer", description = "What a node is offered for.")
    public record Offer(
            String listingId,
            String operator,

            @Schema(description = "Whole SPORE for a slice and hour, a text of digits")
            String pricePerHour,

            Integer slices,
            Long freeSlices,
            String template,
            Long publishedAtMs) {}

    /** Slices that are held. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Hold", description = "Slices that are held for a renter.")
    public record Hold(
            String requestId,

            @Schema(description = "Its name on the ledger; null for a promise")
            String reservationId,

            String renter,
            Integer slices,
            Integer hours,
            Long fromMs,
            Long untilMs) {}

    /** A maintenance window. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Window", description = "A maintenance window.")
    public record Window(Long fromMs, Long untilMs) {}

    /** Where the record of the last accepted heartbeat stands. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Evidence", description = "Where the record of the last accepted heartbeat stands.")
    public record Pointer(String topic, Integer partition, Long offset) {}
}
