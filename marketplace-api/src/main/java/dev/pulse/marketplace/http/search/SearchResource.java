package dev.pulse.marketplace.http.search;

import dev.pulse.marketplace.answer.ErrorAnswer;
import dev.pulse.marketplace.answer.NodesAnswer;
import dev.pulse.marketplace.explorer.Explorer;
import dev.pulse.marketplace.index.node.NodeFilter;
import dev.pulse.marketplace.index.search.NodeSearch;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Searches nodes. */
@Path("/v1/nodes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Nodes")
public final class SearchResource {
    private final Explorer explorer;
    private final LongSupplier seeds;
    /** Tags of one instance and start say nothing at another. */
    private final String instance;

    /** @param seeds numbers by chance: for samples, and for telling this instance from others */
    public SearchResource(Explorer explorer, LongSupplier seeds) {
        this.explorer = explorer;
        // As many bits as clients in JavaScript can hold.
        this.seeds = () -> seeds.getAsLong() >>> 11;
        this.instance = Long.toString(this.seeds.getAsLong(), Character.MAX_RADIX);
    }

    /** A page of the nodes that match. */
    @GET
    @Operation(
            operationId = "nodes",
            summary = "Search",
            description = "The nodes that meet all conditions, of one moment. What a node does not say meets no"
                    + " condition. Pages go on where they ended while nodes change: a node that stays as it is in what is"
                    + " sorted by is on exactly one page.")
    @ApiResponse(
            responseCode = "200",
            description = "A page",
            headers = {
                @Header(
                        name = HttpHeaders.ETAG,
                        description = "Send it as If-None-Match",
                        schema = @Schema(type = "string")),
                @Header(
                        name = "Server-Timing",
                        description = "search;dur= and the milliseconds that the search took",
                        schema = @Schema(type = "string"))
            },
            content = @Content(schema = @Schema(implementation = NodesAnswer.class)))
    @ApiResponse(responseCode = "304", description = "No node has changed since the answer with this ETag")
    @ApiResponse(
            responseCode = "400",
            description = "unknown_parameter, bad_parameter or bad_cursor",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "503",
            description = "loading: the index is not complete yet",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public Response nodes(
            @BeanParam NodeQuery nodes,
            @BeanParam CapacityQuery capacity,
            @BeanParam OfferQuery offer,
            @BeanParam PageQuery page,
            @Context Request request) {
        Conditions conditions = new Conditions();
        nodes.into(conditions);
        capacity.into(conditions);
        offer.into(conditions);
        NodeSearch search = page.search(new NodeFilter(conditions.all()), nodes.near(), seeds);
        Pages.loaded(explorer);
        // Before the search: what it finds is at least as new.
        EntityTag tag = new EntityTag(instance + "-" + explorer.index().version(), true);
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        Response.ResponseBuilder answer = unchanged == null ? timed(search) : unchanged;
        return answer.tag(tag).header(HttpHeaders.CACHE_CONTROL, "no-cache").build();
    }

    /** An answer that says what it took (W3C, "Server Timing"): from the question understood to its page, in milliseconds. */
    private Response.ResponseBuilder timed(NodeSearch search) {
        long begun = System.nanoTime();
        NodesAnswer found = Pages.of(explorer, search);
        double took = (System.nanoTime() - begun) / 1e6;
        return Response.ok(found).header("Server-Timing", String.format(Locale.ROOT, "search;dur=%.3f", took));
    }
}
