package dev.pulse.marketplace.answer;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.pulse.marketplace.answer.NodesAnswer.MissingPeer;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.SortedMap;

/** Counts of one moment, and what the pipeline says about itself. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "Counts of one moment, and what the pipeline says about itself.")
public record StatsAnswer(
        @Schema(description = "Nodes that are heard from") long online,

        @Schema(description = "Nodes that fell silent together with most of their region")
        long unknown,

        @Schema(description = "Nodes that are silent") long offline,
        @Schema(description = "By region") SortedMap<String, RegionAnswer> regions,
        @Schema(description = "By lifecycle state") SortedMap<String, StatusCounts> lifecycle,

        @Schema(description = "Dead letters by reason, as in dead-letters")
        SortedMap<String, Long> deadLetters,

        @Schema(description = "What became of verified heartbeats, over the regions served")
        Accounting heartbeats,

        @Schema(
                description =
                        "The ingest clock, unix seconds, up to which every region has been judged; null before the first verdict")
        Long watermark,

        @Schema(description = "Seconds between two heartbeats of a node")
        long intervalS,

        @Schema(description = "Unix seconds; everything committed before has been applied")
        Long asOf,

        @Schema(description = "Offsets that are known of and not applied yet")
        long lag,

        @Schema(description = "Whether a peer's counts are missing; false where none was asked")
        boolean partial,

        @Schema(description = "Which, and why") List<MissingPeer> missing) {
    /** Nodes by status. */
    @Schema(description = "Nodes by status.")
    public record StatusCounts(long online, long unknown, long offline) {}

    /** One region. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Region", description = "One region.")
    public record RegionAnswer(
            long online,
            long unknown,
            long offline,

            @Schema(description = "Online, but silent for more than half their grace")
            Long late,

            @Schema(description = "Whether the region guard holds its nodes back from going offline")
            boolean disturbed,

            @Schema(description = "Unix seconds; null while calm")
            Long disturbedSince,

            @Schema(
                    description =
                            "Unix seconds of the ingest clock that the last verdict holds for; null before the first")
            Long watermark) {}

    /** What became of verified heartbeats. */
    @Schema(description = "What became of verified heartbeats, each exactly once, since the beginning.")
    public record Accounting(long advances, long duplicates, long replays) {}

    /** Whether two differ in more than their freshness. */
    public boolean sameCounts(StatsAnswer other) {
        return other != null && withFreshness(0L, 0).equals(other.withFreshness(0L, 0));
    }

    private StatsAnswer withFreshness(Long at, long behind) {
        return new StatsAnswer(
                online,
                unknown,
                offline,
                regions,
                lifecycle,
                deadLetters,
                heartbeats,
                watermark,
                intervalS,
                at,
                behind,
                partial,
                missing);
    }
}
