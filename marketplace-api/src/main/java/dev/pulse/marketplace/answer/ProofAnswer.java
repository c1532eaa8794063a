package dev.pulse.marketplace.answer;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.pulse.marketplace.diagnosis.LifecycleNode.Pointer;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** What proves a node, link by link, and how to check it without Pulse. The first fields are its last accepted heartbeat. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(
        description =
                "What proves a node, link by link, and how to check it without Pulse. The fields before heartbeat are"
                        + " its last accepted heartbeat; they are null where that is missing.")
public record ProofAnswer(
        String nodeId,

        @Schema(description = "64 hex digits: the raw ed25519 public key")
        String account,

        @Schema(description = "The same key, ed25519: and base58")
        String publicKey,

        @Schema(description = "The signed timestamp, unix seconds")
        Long timestamp,

        @Schema(description = "When the ingest received it, unix seconds")
        Long receivedAt,

        String region,

        @Schema(description = "Whether it was unsigned: then there is nothing to check")
        Boolean legacy,

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

        @Schema(description = "What that heartbeat establishes")
        HeartbeatLink heartbeat,

        @Schema(description = "Whose the node is, as it was signed")
        PairingLink pairing,

        @Schema(description = "The ledger's entry of the node")
        LedgerLink registration,

        @Schema(description = "Its open offer on the ledger")
        LedgerLink listing,

        @Schema(description = "What holds slices of the offer, the first 20")
        LedgerLink reservations,

        @Schema(description = "Why a link is null, for each that is")
        List<MissingLink> missing,

        @Schema(description = "What the links must agree in, and whether they do")
        List<TieAnswer> ties,

        @Schema(description = "Whether all of them do, or it is explained, and the pairing's signature holds")
        boolean consistent,

        @Schema(description = "False where there may be more than is shown: a link could not be looked up")
        boolean complete,

        @Schema(description = "Unix seconds; everything committed before has been applied")
        Long asOf,

        @Schema(description = "Offsets that are known of and not applied yet")
        long lag) {
    private static final String SAYS = "What it establishes, one sentence";
    private static final String CHECK_AGAINST = "What to hold it against that is not ours, one sentence";

    /** One step. */
    @Schema(name = "Step", description = "One step.")
    public record Step(
            @Schema(description = "What it does and what to look at")
            String what,

            @Schema(description = "A command") String run) {}

    /** The last accepted heartbeat as a link; the rest of it is in the answer's first fields. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "HeartbeatLink", description = "The last accepted heartbeat as a link.")
    public record HeartbeatLink(
            @Schema(description = SAYS) String says,

            @Schema(description = CHECK_AGAINST) String checkAgainst) {}

    /** The signed word on whose a node is. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "PairingLink", description = "The signed word on whose a node is.")
    public record PairingLink(
            @Schema(description = SAYS) String says,

            @Schema(description = CHECK_AGAINST) String checkAgainst,

            @Schema(
                    description =
                            "node, or farmer where he signed in its place; null where the signature does not hold")
            String signedBy,

            @Schema(description = "The account that signed it; null where the signature does not hold")
            String signer,

            @Schema(description = "The node's account, as signed")
            String account,

            @Schema(description = "The farmer's account, as signed")
            String farmer,

            @Schema(description = "The farm, as signed; null where it is not said")
            String farmId,

            @Schema(description = "The signed timestamp, unix seconds")
            Long timestamp,

            @Schema(description = "The canonical payload as text")
            String payload,

            @Schema(description = "The same bytes") @JsonProperty("payload_base64")
            String payloadBase64,

            @Schema(description = "The payload's SHA-256 in hex") @JsonProperty("sha256")
            String sha256,

            @Schema(description = "The 64 bytes of the signature, base64")
            String signature,

            @Schema(description = "As for the heartbeat, in the same folder or another")
            List<Step> howToCheck) {}

    /** What a contract on the ledger said. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "LedgerLink", description = "What a contract on the ledger said.")
    public record LedgerLink(
            @Schema(description = SAYS) String says,

            @Schema(description = CHECK_AGAINST) String checkAgainst,

            @Schema(description = "The contract's account") String contract,

            @Schema(description = "The view that was called")
            String method,

            @Schema(description = "Its arguments, JSON") String arguments,

            @Schema(description = "The contract's answer, JSON as it wrote it")
            String result,

            @Schema(description = "The final block that it was read at")
            long blockHeight,

            @Schema(description = "That block's hash, base58")
            String blockHash,

            @Schema(description = "The JSON-RPC body to POST to any node of the ledger, which asks the same")
            String request,

            @Schema(description = "With curl as well; LEDGER is the address of a node of the ledger")
            List<Step> howToCheck) {}

    /** A link that is null. */
    @Schema(name = "MissingLink", description = "A link that is null.")
    public record MissingLink(
            @Schema(description = "heartbeat, pairing, registration, listing or reservations")
            String link,

            @Schema(
                    description = "not_heard, unsigned, evidence_gone, not_paired, not_signed, not_registered,"
                            + " not_listed, ledger_failed, mock or no_market")
            String reason,

            @Schema(description = "A sentence for a person") String detail) {}

    /** What two links must agree in. */
    @Schema(name = "Tie", description = "What two links must agree in.")
    public record TieAnswer(
            @Schema(description = "Both sides, by their fields")
            String name,

            @Schema(description = "Whether they agree") boolean ok,

            @Schema(description = "What the first says") String left,

            @Schema(description = "What the second says") String right,

            @Schema(description = "What it means when they agree, one sentence")
            String says,

            @Schema(description = "Why it may be all right that they don't; null otherwise")
            String explained) {}
}
