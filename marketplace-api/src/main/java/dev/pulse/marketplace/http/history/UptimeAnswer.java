package dev.pulse.marketplace.http.history;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** A node's uptime, and what it is made of. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "Uptime", description = "A node's uptime, and what it is made of.")
public record UptimeAnswer(
        String nodeId,
        @Schema(description = "hour or day") String by,
        @Schema(description = "Unix seconds") long from,
        @Schema(description = "Unix seconds") long until,

        @Schema(description = "Observed milliseconds online")
        long onlineMs,

        @Schema(
                description =
                        "Observed milliseconds: outages of the pipeline and maintenance windows are not among them; nor is what came after the node's newest state, up to ten minutes")
        long observedMs,

        @Schema(description = "Percent, rounded down to two decimals; null where nothing was observed")
        Double uptime,

        @Schema(description = "How many times it went offline, but for announced maintenance")
        long flaps,

        @Schema(description = "Flaps for each observed day, to two decimals; null where nothing was observed")
        Double flapScore,

        @Schema(description = "Oldest first; the first and the last may be parts of an hour or day (UTC)")
        List<SpanAnswer> spans,

        @Schema(
                description =
                        "Whether each transition in it is known; otherwise a part is known in sum only and spread evenly")
        boolean complete,

        @Schema(description = "Unix seconds; everything committed before has been applied")
        Long asOf,

        @Schema(description = "Offsets that are known of and not applied yet")
        long lag) {
    /** An hour or a day. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "UptimeSpan", description = "Uptime of an hour or a day.")
    public record SpanAnswer(
            @Schema(description = "Unix seconds") long from,
            @Schema(description = "Unix seconds") long until,
            long onlineMs,
            long observedMs,

            @Schema(description = "Percent, rounded down to two decimals; null where nothing was observed")
            Double uptime) {}
}
