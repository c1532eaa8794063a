package dev.pulse.marketplace.http.search;

import dev.pulse.marketplace.answer.ErrorAnswer;
import dev.pulse.marketplace.answer.NodesAnswer;
import dev.pulse.marketplace.federation.Peers;
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
import jakarta.ws.rs.core.UriInfo;
import java.util.Locale;

/** Searches nodes. */
@Path("/v1/nodes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Nodes")
public final class SearchResource {
    private final NodeSearches searches;
    /** Tags of one instance and start say nothing at another. */
    private final String instance;

    /** @param instance what tells this instance and start from others */
    public SearchResource(NodeSearches searches, String instance) {
        this.searches = searches;
        this.instance = instance;
    }

    /** A page of the nodes that match. */
    @GET
    @Operation(
            operationId = "nodes",
            summary = "Search",
            description = "The nodes that meet all conditions, of one moment. What a node does not say meets no"
                    + " condition. Pages go on where they ended while nodes change: a node that stays as it is in what is"
                    + " sorted by is on exactly one page. With region=* peers are asked too: one that does not answer as it"
                    + " should is in missing, and the answer is partial.")
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
            responseCode = "508",
            description = "loop: another explorer's question, asked of peers again or by this explorer itself",
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
            @Context Request request,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        SearchForm form = new SearchForm(nodes, capacity, offer, page, uri.getQueryParameters());
        searches.refuseLoops(headers.getHeaderString(Peers.HOP), form.everywhere());
        if (form.everywhere()) {
            // Nothing here says whether a node of a peer has changed.
            return Response.ok(searches.find(form))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        }
        // Before the search: what it finds is at least as new.
        EntityTag tag = new EntityTag(instance + "-" + searches.version(), true);
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        if (unchanged != null) {
            searches.check(form);
        }
        Response.ResponseBuilder answer = unchanged == null ? timed(form) : unchanged;
        return answer.tag(tag).header(HttpHeaders.CACHE_CONTROL, "no-cache").build();
    }

    /** An answer that says what it took (W3C, "Server Timing"): from the question to its page, in milliseconds. */
    private Response.ResponseBuilder timed(SearchForm form) {
        long begun = System.nanoTime();
        NodesAnswer found = searches.find(form);
        double took = (System.nanoTime() - begun) / 1e6;
        return Response.ok(found).header("Server-Timing", String.format(Locale.ROOT, "search;dur=%.3f", took));
    }
}
