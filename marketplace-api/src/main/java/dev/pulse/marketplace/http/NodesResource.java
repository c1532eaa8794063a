package dev.pulse.marketplace.http;

import dev.pulse.domain.account.NodeId;
import dev.pulse.marketplace.answer.Answers;
import dev.pulse.marketplace.answer.DiagnosisAnswer;
import dev.pulse.marketplace.answer.ErrorAnswer;
import dev.pulse.marketplace.answer.NoDiagnosisAnswer;
import dev.pulse.marketplace.answer.NodeAnswer;
import dev.pulse.marketplace.answer.NodeDetailAnswer;
import dev.pulse.marketplace.diagnosis.Diagnosis;
import dev.pulse.marketplace.diagnosis.LifecycleClient;
import dev.pulse.marketplace.diagnosis.LifecycleNode;
import dev.pulse.marketplace.diagnosis.LifecycleReply;
import dev.pulse.marketplace.explorer.Explorer;
import dev.pulse.marketplace.follow.Progress;
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
import java.time.InstantSource;

/** One node, and what is the matter with it. */
@Path("/v1/nodes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Nodes")
public final class NodesResource {
    private final Explorer explorer;
    private final LifecycleClient lifecycle;
    private final InstantSource clock;

    /** The resource over what the explorer holds. */
    public NodesResource(Explorer explorer, LifecycleClient lifecycle, InstantSource clock) {
        this.explorer = explorer;
        this.lifecycle = lifecycle;
        this.clock = clock;
    }

    /** One node. */
    @GET
    @Path("/{id}")
    @Operation(operationId = "node", summary = "One node")
    @ApiResponse(
            responseCode = "200",
            description = "The node",
            content = @Content(schema = @Schema(implementation = NodeDetailAnswer.class)))
    @ApiResponse(
            responseCode = "404",
            description = "unknown_node",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public NodeDetailAnswer node(@PathParam("id") @Parameter(description = "Node id") String id) {
        checkForm(id);
        Progress progress = loaded();
        NodeAnswer node = known(id);
        if (node == null) {
            throw Problem.unknownNode(id);
        }
        return new NodeDetailAnswer(node, Answers.seconds(progress.asOf()), progress.lag());
    }

    /** What is the matter with a node. */
    @GET
    @Path("/{id}/diagnosis")
    @Operation(
            operationId = "diagnosis",
            summary = "What is the matter with a node",
            description =
                    "Asks the lifecycle service, which knows each node up to its last heartbeat. Also answers for a"
                            + " node id under which heartbeats were refused and none accepted.")
    @ApiResponse(
            responseCode = "200",
            description = "The diagnosis",
            content = @Content(schema = @Schema(implementation = DiagnosisAnswer.class)))
    @ApiResponse(
            responseCode = "404",
            description = "unknown_node: no heartbeat under this id has reached a verdict",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "502",
            description = "lifecycle_unavailable; what the index knows is in the answer",
            content = @Content(schema = @Schema(implementation = NoDiagnosisAnswer.class)))
    @ApiResponse(
            responseCode = "503",
            description = "lifecycle_restoring; what the index knows is in the answer",
            content = @Content(schema = @Schema(implementation = NoDiagnosisAnswer.class)))
    public DiagnosisAnswer diagnosis(@PathParam("id") @Parameter(description = "Node id") String id) {
        checkForm(id);
        LifecycleReply reply = lifecycle.ask(id);
        Progress progress = explorer.nodesProgress();
        NodeAnswer node = known(id);
        long now = clock.instant().getEpochSecond();
        return switch (reply) {
            case LifecycleReply.Known known ->
                answer(id, Diagnosis.of(known.node(), now), known.node(), node, progress);
            case LifecycleReply.Unknown unknown -> {
                if (unknown.lastRejected() == null && node == null) {
                    throw Problem.unknownNode(id);
                }
                yield answer(id, Diagnosis.neverSeen(unknown.lastRejected(), now), null, node, progress);
            }
            case LifecycleReply.Unavailable unavailable -> throw unavailable(unavailable, node, progress);
        };
    }

    private static DiagnosisAnswer answer(
            String id, Diagnosis diagnosis, LifecycleNode lifecycle, NodeAnswer node, Progress progress) {
        return new DiagnosisAnswer(
                id,
                diagnosis.verdict(),
                diagnosis.summary(),
                diagnosis.findings(),
                diagnosis.advice(),
                lifecycle,
                node,
                Answers.seconds(progress.asOf()),
                progress.lag());
    }

    static Problem unavailable(LifecycleReply.Unavailable reply, NodeAnswer node, Progress progress) {
        String code = reply.restoring() ? "lifecycle_restoring" : "lifecycle_unavailable";
        return new Problem(
                reply.restoring() ? 503 : 502,
                reply.reason(),
                new NoDiagnosisAnswer(code, reply.reason(), node, Answers.seconds(progress.asOf()), progress.lag()));
    }

    /**
     * Lets through what has the form of a node id.
     *
     * @throws Problem naming the parameter, for anything else
     */
    public static void checkForm(String id) {
        if (!NodeId.isValid(id)) {
            throw Problem.badParameter("id", "must be 1 to 64 lower-case letters, digits and hyphens.");
        }
    }

    private NodeAnswer known(String id) {
        return explorer.index().find(id).map(Answers::node).orElse(null);
    }

    private Progress loaded() {
        Progress progress = explorer.nodesProgress();
        if (!progress.loaded()) {
            throw Problem.loading(explorer.problem());
        }
        return progress;
    }
}
