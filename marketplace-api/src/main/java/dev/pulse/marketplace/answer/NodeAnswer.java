package dev.pulse.marketplace.answer;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** A node as the index knows it. Times are unix seconds; what is not known is null. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "A node as the index knows it. Times are unix seconds; what is not known is null.")
public record NodeAnswer(
        @Schema(description = "Stable name of the node") String nodeId,

        @Schema(description = "The account it is bound to, 64 hex digits")
        String account,

        @Schema(description = "online, unknown or offline") String status,

        @Schema(description = "discovered, pending, published, reserved, maintenance or retired")
        String lifecycle,

        @Schema(description = "The region it counts for") String region,

        @Schema(description = "Number of its last transition, from 1")
        long sequence,

        @Schema(description = "When its status last changed")
        long since,

        @Schema(description = "When its first accepted heartbeat was received; null before that")
        Long firstSeen,

        @Schema(
                description =
                        "When the newest accepted heartbeat known at written_at was received; the diagnosis has it up to date")
        Long lastSeen,

        @Schema(description = "The signed timestamp of that heartbeat")
        Long lastTimestamp,

        @Schema(description = "How many times it went offline")
        long flaps,

        @Schema(description = "Observed milliseconds during which it was online, up to written_at")
        long onlineMs,

        @Schema(description = "Observed milliseconds since it was first seen: the denominator of uptime")
        long observedMs,

        @Schema(description = "Whether its last heartbeat was unsigned")
        boolean legacy,

        String hostname,
        @Schema(description = "Overlay address") String myceliumIp,
        @Schema(description = "Agent version") String version,

        @Schema(description = "Seconds since the machine started, as of last_seen")
        Long uptimeS,

        @Schema(description = "Virtual machines running") Long runningVms,
        CapacityAnswer capacity,
        LocationAnswer location,
        List<GpuAnswer> gpus,

        @Schema(description = "Whose it is and what it is offered for; null for a node that nobody paired")
        TermsAnswer market,

        @Schema(description = "When this state was written; at most ten minutes ago for a node that is heard from")
        long writtenAt,

        @Schema(description = "Its uptime in the window that was asked about; null where none was")
        WindowAnswer uptimeWindow) {
    /** Uptime in a window. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "UptimeWindow", description = "Uptime in so many days (UTC), and in what there was of today.")
    public record WindowAnswer(
            @Schema(description = "How long the days are, in seconds")
            long windowS,

            @Schema(description = "Observed milliseconds online")
            long onlineMs,

            @Schema(description = "Observed milliseconds: the denominator")
            long observedMs,

            @Schema(description = "Percent, rounded down to two decimals; null where nothing was observed")
            Double uptime) {}

    /** What it offers. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Capacity", description = "What the node offers; null where it did not say.")
    public record CapacityAnswer(
            Long cpuCores, Long ramGb, Long diskGb, Long gpuCount, Long slicesTotal, Long slicesUsed) {}

    /** Where it says it is. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Location", description = "Where the node says it is; null where it did not say.")
    public record LocationAnswer(
            @Schema(description = "ISO 3166-1 alpha-2 code") String country,
            String city,
            @JsonProperty("latitude_e6") Integer latitudeE6,
            @JsonProperty("longitude_e6") Integer longitudeE6) {}

    /** Whose it is and what it is offered for. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Terms", description = "Whose a node is and what it is offered for.")
    public record TermsAnswer(
            @Schema(description = "64 hex digits") String farmerAccount,
            String farmId,

            @Schema(description = "The offer on the ledger; null where there is none")
            String listingId,

            @Schema(description = "Whole SPORE for a slice and hour, a text of digits up to 2^64 - 1")
            String pricePerHour,

            @Schema(description = "The pricing template that it follows")
            String template,

            @Schema(description = "How many slices are offered")
            Integer slices,

            @Schema(description = "How many of them nobody holds")
            Integer freeSlices,

            @Schema(description = "How many renters hold slices")
            int reservations,

            @Schema(description = "When maintenance begins") Long maintenanceFrom,
            @Schema(description = "When maintenance ends") Long maintenanceUntil,

            @Schema(description = "How many slices renters hold, of this offer or of one before")
            long heldSlices) {}

    /** One graphics processor. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Gpu", description = "One graphics processor.")
    public record GpuAnswer(String vendor, String model, Long vramGb) {}
}
