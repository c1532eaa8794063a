package dev.pulse.lifecycle.query;

import dev.pulse.domain.account.NodeId;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code GET /v1/nodes/{node_id}}: the authority's word on one node, from whichever instance has it. */
@Path("/v1/nodes/{node_id}")
@Produces(MediaType.APPLICATION_JSON)
public final class NodesResource {
    private final Function<String, Lookup> reader;
    private final OtherInstances others;

    /**
     * Answers from here, or passes the question on.
     *
     * @param reader looks for a node in the stores of this instance
     */
    public NodesResource(Function<String, Lookup> reader, OtherInstances others) {
        this.reader = reader;
        this.others = others;
    }

    /** 200, 404 {@code unknown_node}, 503 {@code restoring} with Retry-After. */
    @GET
    public Response node(@PathParam("node_id") String nodeId, @HeaderParam(OtherInstances.HOP) String hop) {
        if (!NodeId.isValid(nodeId)) {
            return Response.status(400)
                    .entity(error("bad_node_id", "A node id has the form [a-z0-9][a-z0-9-]{0,63}."))
                    .build();
        }
        return switch (reader.apply(nodeId)) {
            case Lookup.Found found -> Response.ok(found.node()).build();
            case Lookup.Unknown unknown -> {
                Map<String, Object> body = error("unknown_node", "No heartbeat of this node has been accepted.");
                body.put("last_rejected", unknown.lastRejected());
                yield Response.status(404).entity(body).build();
            }
            case Lookup.Elsewhere elsewhere ->
                hop == null
                        ? passOn(elsewhere, nodeId)
                        : restoring("The instances do not agree yet on who owns this node.");
            case Lookup.NotNow notNow -> restoring(notNow.detail());
        };
    }

    private Response passOn(Lookup.Elsewhere elsewhere, String nodeId) {
        Optional<OtherInstances.Answer> answer = others.ask(elsewhere.owner(), "/v1/nodes/" + nodeId);
        return answer.map(a -> Response.status(a.status()).entity(a.body()).build())
                .orElseGet(() -> restoring("The instance that owns this node does not answer now."));
    }

    private static Response restoring(String detail) {
        return Response.status(503)
                .header(HttpHeaders.RETRY_AFTER, 1)
                .entity(error("restoring", detail))
                .build();
    }

    private static Map<String, Object> error(String code, String detail) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", code);
        body.put("detail", detail);
        return body;
    }
}
