package dev.pulse.marketplace.http.operator;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.pulse.marketplace.answer.Answers;
import dev.pulse.marketplace.http.operator.FoundLettersAnswer.FoundLetterAnswer;
import dev.pulse.marketplace.letter.Examination;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One dead letter with what stands in it. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "WholeLetter", description = "One dead letter with what stands in it.")
public record LetterAnswer(
        FoundLetterAnswer letter,

        @JsonProperty("original_base64")
        @Schema(description = "The refused record byte for byte, at most its first 65536 bytes")
        String originalBase64,

        @Schema(description = "Whether these are all the bytes that the letter keeps")
        boolean whole,

        @Schema(description = "The same as text; null where it is not UTF-8, or has control characters")
        String originalText,

        @Schema(description = "signed_heartbeat, verified_heartbeat; null where it can not be read")
        String kind,

        @Schema(description = "The heartbeat in it; null where there is none to be read")
        HeartbeatAnswer heartbeat,

        @Schema(description = "What is to be said of it: why it was refused, then each rule by itself")
        List<String> findings,

        @Schema(description = "What to do about it") List<String> advice,

        @Schema(description = "Unix seconds; when it was read")
        Long asOf,

        @Schema(description = "Always 0: it is read when it is asked for")
        long lag) {
    /** What the ingest took. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "RefusedHeartbeat", description = "A heartbeat as the ingest took it.")
    public record HeartbeatAnswer(
            @Schema(description = "The signed bytes as text; null where they are none")
            String payload,

            @JsonProperty("payload_base64") @Schema(description = "The signed bytes; their SHA-256 is what was signed")
            String payloadBase64,

            @JsonProperty("signature_base64") @Schema(description = "Empty where it was let in unsigned")
            String signatureBase64,

            @Schema(description = "The account that it claims")
            String account,

            @Schema(description = "When the ingest received it, unix seconds")
            long receivedAt,

            @Schema(description = "The region that it counts for")
            String region,

            @Schema(description = "The ingest that took it") String ingest) {
        static HeartbeatAnswer of(Examination.Inside inside) {
            Base64.Encoder base64 = Base64.getEncoder();
            return new HeartbeatAnswer(
                    inside.text(),
                    base64.encodeToString(inside.payload()),
                    base64.encodeToString(inside.signature()),
                    inside.account(),
                    TimeUnit.MILLISECONDS.toSeconds(inside.receivedAt()),
                    inside.region(),
                    inside.ingest());
        }
    }

    /** What was found, as it is answered. */
    public static LetterAnswer of(Examination examined, Instant asOf) {
        return new LetterAnswer(
                FoundLetterAnswer.of(examined.found()),
                Base64.getEncoder().encodeToString(examined.original()),
                examined.original().length == examined.found().originalBytes(),
                examined.text(),
                examined.kind(),
                examined.heartbeat() == null ? null : HeartbeatAnswer.of(examined.heartbeat()),
                examined.findings(),
                examined.advice(),
                Answers.seconds(asOf),
                0);
    }
}
