package dev.pulse.marketplace.http.operator;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.pulse.marketplace.answer.DeadLettersAnswer.Source;
import dev.pulse.marketplace.letter.FoundLetter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Dead letters that were found. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "Dead letters that were found.")
public record FoundLettersAnswer(
        @Schema(description = "Newest first") List<FoundLetterAnswer> letters,

        @Schema(description = "Goes on behind these; null where nothing is left")
        String nextCursor,

        @Schema(
                description =
                        "False where the search ended by its own limits before the page was full: go on with the cursor")
        boolean complete,

        @Schema(description = "Offsets that were looked at for this answer")
        long read,

        @Schema(description = "Unix seconds; letters committed before are found by this search")
        Long asOf,

        @Schema(description = "Offsets that were not looked at yet")
        long lag) {
    /** One of them. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "FoundLetter", description = "A dead letter, without its original.")
    public record FoundLetterAnswer(
            @Schema(description = "The generation of topics that it stands in, 1 and up")
            int generation,

            @Schema(description = "Whose topic it stands in")
            String reason,

            @Schema(description = "The partition of that topic")
            int partition,

            @Schema(description = "Its place there") long offset,

            @Schema(description = "When the refused record was received, unix seconds")
            long at,

            @Schema(description = "Null where none could be read")
            String nodeId,

            @Schema(description = "The account that it claims, where one could be read")
            String account,

            @Schema(description = "Why it was refused") String detail,

            @Schema(description = "Where the refused record stands; null where the letter can not be read")
            Source source,

            @Schema(description = "Bytes of the refused record that the letter keeps")
            int originalBytes) {
        /** What was found, as it is answered. */
        public static FoundLetterAnswer of(FoundLetter letter) {
            return new FoundLetterAnswer(
                    letter.generation(),
                    letter.reason().wire(),
                    letter.partition(),
                    letter.offset(),
                    TimeUnit.MILLISECONDS.toSeconds(letter.at()),
                    letter.nodeId(),
                    letter.account(),
                    letter.detail(),
                    letter.source() == null
                            ? null
                            : new Source(
                                    letter.source().topic(), letter.source().partition(), letter.sourceOffset()),
                    letter.originalBytes());
        }
    }
}
