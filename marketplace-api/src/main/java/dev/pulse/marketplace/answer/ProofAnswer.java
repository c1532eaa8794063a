package dev.pulse.marketplace.answer;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.pulse.marketplace.diagnosis.LifecycleNode.Pointer;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** The last accepted heartbeat of a node, and how to check it without Pulse. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(description = "The last accepted heartbeat of a node, and how to check it without Pulse.")
public record ProofAnswer(
        String nodeId,

        @Schema(description = "64 hex digits: the raw ed25519 public key")
        String account,

        @Schema(description = "The same key, ed25519: and base58")
        String publicKey,

        @Schema(description = "The signed timestamp, unix seconds")
        long timestamp,

        @Schema(description = "When the ingest received it, unix seconds")
        long receivedAt,

        String region,

        @Schema(description = "Whether it was unsigned: then there is nothing to check")
        boolean legacy,

        @Schema(description = "The canonical payload as text")
        String payload,

        @Schema(description = "The same bytes") @JsonProperty("payload_base64")
        String payloadBase64,

        @Schema(description = "The payload's SHA-256 in hex: the 32 bytes that were signed") @JsonProperty("sha256")
        String sha256,

        @Schema(description = "The 64 bytes of the signature, base64; empty where legacy")
        String signature,

        @Schema(description = "Where the record stands") Pointer evidence,

        @Schema(description = "One after the other, in an empty folder, with a POSIX shell and OpenSSL 3")
        List<Step> howToCheck,

        @Schema(description = "Unix seconds; everything committed before has been applied")
        Long asOf,

        @Schema(description = "Offsets that are known of and not applied yet")
        long lag) {
    /** One step. */
    @Schema(name = "Step", description = "One step.")
    public record Step(
            @Schema(description = "What it does and what to look at")
            String what,

            @Schema(description = "A command") String run) {}
}
