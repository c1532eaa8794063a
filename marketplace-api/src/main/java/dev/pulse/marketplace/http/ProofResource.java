package dev.pulse.marketplace.http;

import dev.pulse.marketplace.answer.Answers;
import dev.pulse.marketplace.answer.ErrorAnswer;
import dev.pulse.marketplace.answer.NoDiagnosisAnswer;
import dev.pulse.marketplace.answer.ProofAnswer;
import dev.pulse.marketplace.diagnosis.LifecycleClient;
import dev.pulse.marketplace.diagnosis.LifecycleNode;
import dev.pulse.marketplace.diagnosis.LifecycleReply;
import dev.pulse.marketplace.evidence.Evidence;
import dev.pulse.marketplace.evidence.EvidenceReader;
import dev.pulse.marketplace.explorer.Explorer;
import dev.pulse.marketplace.follow.Progress;
import dev.pulse.marketplace.proof.GuardedLedger;
import dev.pulse.marketplace.proof.LedgerLinks;
import dev.pulse.marketplace.proof.ProofComposer;
import dev.pulse.schemas.VerifiedHeartbeat;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The proof chain of a node. */
@Path("/v1/nodes/{id}/proof")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Nodes")
public final class ProofResource {
    private final Explorer explorer;
    private final LifecycleClient lifecycle;
    private final EvidenceReader evidence;
    private final GuardedLedger ledger;
    private final ProofComposer composer;

    /** The resource over what the lifecycle stream, Kafka and the ledger have. */
    public ProofResource(
            Explorer explorer,
            LifecycleClient lifecycle,
            EvidenceReader evidence,
            GuardedLedger ledger,
            ProofComposer composer) {
        this.explorer = explorer;
        this.lifecycle = lifecycle;
        this.evidence = evidence;
        this.ledger = ledger;
        this.composer = composer;
    }

    /** What proves a node, and how to check it. */
    @GET
    @Operation(
            operationId = "proof",
            summary = "What proves a node, link by link, and how to check it without Pulse",
            description = "The last accepted heartbeat, from heartbeats.verified, which keeps it for 7 days; the signed"
                    + " pairing; what the ledger has of it: registration, offer and reservations, some seconds old at"
                    + " most. A link that is not there is null, and missing says why.")
    @ApiResponse(
            responseCode = "200",
            description = "The proof",
            content = @Content(schema = @Schema(implementation = ProofAnswer.class)))
    @ApiResponse(
            responseCode = "404",
            description = "unknown_node: no heartbeat under this id was accepted, and nobody paired it",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "410",
            description =
                    "evidence_gone: nobody paired it, and its last accepted heartbeat is older than the topic's retention",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "502",
            description = "lifecycle_unavailable",
            content = @Content(schema = @Schema(implementation = NoDiagnosisAnswer.class)))
    @ApiResponse(
            responseCode = "503",
            description = "lifecycle_restoring, evidence_unavailable or too_many_proofs",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public ProofAnswer proof(@PathParam("id") @Parameter(description = "Node id") String id)
            throws InterruptedException {
        NodesResource.checkForm(id);
        Progress progress = explorer.nodesProgress();
        return switch (lifecycle.ask(id)) {
            case LifecycleReply.Known known -> proof(id, known.node(), progress);
            case LifecycleReply.Unknown unknown -> throw Problem.unknownNode(id);
            case LifecycleReply.Unavailable unavailable ->
                throw NodesResource.unavailable(
                        unavailable,
                        explorer.index().find(id).map(Answers::node).orElse(null),
                        progress);
        };
    }

    private ProofAnswer proof(String id, LifecycleNode node, Progress progress) throws InterruptedException {
        VerifiedHeartbeat heartbeat = heartbeat(id, node);
        LedgerLinks links = ledger.ask(id)
                .orElseThrow(() ->
                        new Problem(503, "too_many_proofs", "The ledger is asked for too many proofs at this moment."));
        return composer.compose(id, heartbeat, node, links, progress);
    }

    /** The record of the last accepted heartbeat; null for a paired node whose record is gone. */
    private VerifiedHeartbeat heartbeat(String id, LifecycleNode node) {
        boolean paired = node.life() != null && node.life().owner() != null;
        LifecycleNode.Pointer at = node.evidence();
        if (at == null || at.partition() == null || at.offset() == null) {
            return gone(paired, "The lifecycle service knows no record that proves " + id + ".");
        }
        return switch (evidence.read(id, at.partition(), at.offset())) {
            case Evidence.Found found ->
                found.heartbeat().getNodeId().equals(id)
                        ? found.heartbeat()
                        : gone(paired, "At this place of the topic stands another node's record.");
            case Evidence.Gone gone ->
                gone(paired, "The last accepted heartbeat of " + id + " is older than Kafka keeps it.");
            case Evidence.Unavailable unavailable ->
                throw new Problem(503, "evidence_unavailable", unavailable.reason());
        };
    }

    /** Without a heartbeat there are still the other links, where somebody paired the node. */
    private static VerifiedHeartbeat gone(boolean paired, String detail) {
        if (paired) {
            return null;
        }
        throw new Problem(410, "evidence_gone", detail);
    }
}
