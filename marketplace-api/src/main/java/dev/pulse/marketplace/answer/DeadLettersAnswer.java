package dev.pulse.marketplace.answer;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.SortedMap;

/** Dead letters by reason. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "Dead letters by reason.")
public record DeadLettersAnswer(
        @Schema(description = "By reason") SortedMap<String, ReasonAnswer> reasons,

        @Schema(description = "Unix seconds; everything committed before has been applied")
        Long asOf,

        @Schema(description = "Offsets that are known of and not applied yet")
        long lag) {
    /** One reason. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Reason", description = "The dead letters of one reason.")
    public record ReasonAnswer(
            @Schema(description = "Letters that Kafka still had when this service started, and all since")
            long count,

            @Schema(
                    description =
                            "False where the topic was too long to be read from its beginning: then count is a lower bound")
            boolean complete,

            @Schema(description = "The newest, newest first")
            List<LetterAnswer> newest) {}

    /** One letter. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Letter", description = "One dead letter.")
    public record LetterAnswer(
            @Schema(description = "Null where none could be read")
            String nodeId,

            @Schema(description = "The account that it claims, where one could be read")
            String account,

            @Schema(description = "Why it was refused") String detail,

            @Schema(description = "When the ingest received it, unix seconds")
            Long at,

            @Schema(description = "Where the refused record stands")
            Source source,

            @Schema(description = "The signed payload as text, where the original can be read; at most 8 KiB")
            String payload,

            @Schema(description = "Length of the original record in bytes")
            Integer originalBytes,

            @JsonProperty("original_base64")
            @Schema(description = "The original record where it can not be read; at most its first 1024 bytes")
            String originalBase64) {}

    /** A place in a topic. */
    @Schema(name = "Source", description = "A place in a topic.")
    public record Source(String topic, int partition, long offset) {}
}
