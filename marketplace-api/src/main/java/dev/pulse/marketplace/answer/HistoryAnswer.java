package dev.pulse.marketplace.answer;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** The last minutes, second by second. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "The last minutes, second by second.")
public record HistoryAnswer(
        @Schema(description = "Oldest first; a second without a verdict is missing")
        List<SampleAnswer> samples,

        @Schema(description = "Unix seconds; everything committed before has been applied")
        Long asOf,

        @Schema(description = "Offsets that are known of and not applied yet")
        long lag) {
    /** One second. */
    @Schema(name = "Sample", description = "One second.")
    public record SampleAnswer(
            @Schema(description = "Unix seconds of the ingest clock")
            long at,

            @Schema(description = "Nodes online") long online,

            @Schema(description = "Heartbeats accounted as an advance, since the beginning")
            long advances,

            @Schema(description = "Whether the sums cover every partition")
            boolean whole) {}
}
