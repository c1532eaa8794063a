package dev.pulse.verifier.http;

import dev.pulse.domain.account.NodeId;
import dev.pulse.streams.TopologyRunner;
import dev.pulse.verifier.prove.Binding;
import dev.pulse.verifier.prove.VerifierTopology;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;

/** {@code GET /v1/bindings/{node_id}}: to whom this instance knows a node id to belong. */
@Path("/v1/bindings/{node_id}")
@Produces(MediaType.APPLICATION_JSON)
public final class BindingsResource {
    private final TopologyRunner runner;

    public BindingsResource(TopologyRunner runner) {
        this.runner = runner;
    }

    /** 200 with the account, 404 where this instance knows of none, 503 while its store is not open. */
    @GET
    public Response binding(@PathParam("node_id") String nodeId) {
        if (!NodeId.isValid(nodeId)) {
            return error(400, "bad_node_id", "A node id has the form [a-z0-9][a-z0-9-]{0,63}.");
        }
        try {
            return find(nodeId)
                    .map(binding -> Response.ok(Map.of(
                                    "node_id",
                                    nodeId,
                                    "account",
                                    binding.account().hex(),
                                    "bound_at",
                                    binding.boundAtMs() / 1000))
                            .build())
                    .orElseGet(() -> error(404, "unknown_node", "No account is bound to this node id here."));
        } catch (InvalidStateStoreException | IllegalStateException notOpen) {
            return Response.fromResponse(
                            error(503, "restoring", "The bindings are being restored or moved; ask again."))
                    .header("Retry-After", 1)
                    .build();
        }
    }

    private Optional<Binding> find(String nodeId) {
        return Binding.find(runner.streams()
                .store(StoreQueryParameters.fromNameAndType(
                        VerifierTopology.BINDINGS, QueryableStoreTypes.<String, byte[]>keyValueStore()))
                .get(nodeId));
    }

    private static Response error(int status, String code, String detail) {
        return Response.status(status)
                .entity(Map.of("error", code, "detail", detail))
                .build();
    }
}
