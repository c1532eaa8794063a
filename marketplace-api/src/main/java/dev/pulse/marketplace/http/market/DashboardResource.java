package dev.pulse.marketplace.http.market;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.account.NodeId;
import dev.pulse.domain.life.Command;
import dev.pulse.domain.life.Window;
import dev.pulse.domain.node.LifecycleState;
import dev.pulse.marketplace.answer.ErrorAnswer;
import dev.pulse.marketplace.answer.NodesAnswer;
import dev.pulse.marketplace.explorer.Explorer;
import dev.pulse.marketplace.farmer.Arrangements;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.http.search.Pages;
import dev.pulse.marketplace.index.node.NodeFilter;
import dev.pulse.marketplace.market.FarmDesk;
import dev.pulse.marketplace.session.SignIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A farmer's nodes, for him alone. */
@Path("/dashboard/nodes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dashboard")
public final class DashboardResource {
    private static final String PRICE =
            "template: nano (20), basic (60), standard (125), premium (250) or one of your own; or"
                    + " price_per_hour: whole SPORE for a slice and hour, a number or a text of digits, 1 to 2^64 - 1";
    private static final String PAGE = "The next_cursor of the page before";
    private static final String SIZE = "Nodes on the page at most, 1 to 500; 50 where it is not said";

    private final Explorer explorer;
    private final FarmDesk desk;
    private final Arrangements arrangements;
    private final Visitor visitor;

    /** @param origin as a {@link Visitor} takes it */
    public DashboardResource(
            Explorer explorer, FarmDesk desk, Arrangements arrangements, SignIn signIn, String origin) {
        this.explorer = explorer;
        this.desk = desk;
        this.arrangements = arrangements;
        this.visitor = new Visitor(signIn, origin);
    }

    /** All of them. */
    @GET
    @Operation(operationId = "myNodes", summary = "My nodes")
    @ApiResponse(
            responseCode = "200",
            description = "A page, by node id",
            content = @Content(schema = @Schema(implementation = NodesAnswer.class)))
    @ApiResponse(
            responseCode = "401",
            description = "not_signed_in",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public NodesAnswer all(
            @QueryParam("cursor") @Parameter(description = PAGE) String cursor,
            @QueryParam("size") @Parameter(description = SIZE) String size,
            @Context HttpHeaders headers) {
        return page(Set.of(), cursor, size, headers);
    }

    /** Those that wait to be published. */
    @GET
    @Path("/pending")
    @Operation(operationId = "myPendingNodes", summary = "My nodes that wait to be published")
    @ApiResponse(
            responseCode = "200",
            description = "A page, by node id",
            content = @Content(schema = @Schema(implementation = NodesAnswer.class)))
    @ApiResponse(
            responseCode = "401",
            description = "not_signed_in",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public NodesAnswer pending(
            @QueryParam("cursor") @Parameter(description = PAGE) String cursor,
            @QueryParam("size") @Parameter(description = SIZE) String size,
            @Context HttpHeaders headers) {
        return page(Set.of(LifecycleState.PENDING), cursor, size, headers);
    }

    private NodesAnswer page(Set<LifecycleState> states, String cursor, String size, HttpHeaders headers) {
        Account farmer = visitor.looking(headers).account();
        return Pages.of(explorer, NodeFilter.of(farmer, states), cursor, size);
    }

    /** A maintenance window. */
    @POST
    @Path("/{id}/maintenance")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "maintain",
            summary = "Announce a maintenance window",
            description = "In place of the one before. It is in neither part of uptime, and a week long at most.",
            requestBody =
                    @RequestBody(
                            required = true,
                            description = "until, and from (now where it is not said), unix seconds; an until that has"
                                    + " passed ends the window",
                            content = @Content(schema = @Schema(type = "object"))))
    @ApiResponse(
            responseCode = "200",
            description = "Announced",
            content = @Content(schema = @Schema(implementation = DoneAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "bad_parameter, bad_field, not_json, not_an_object",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "401",
            description = "not_signed_in, key_gone",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "403",
            description = "not_yours, wrong_origin",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "409",
            description = "bad_window, already_retired",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public DoneAnswer maintain(@PathParam("id") String id, InputStream body, @Context HttpHeaders headers)
            throws IOException, InterruptedException {
        JsonNode request = Bodies.object(body);
        long until = seconds(request, "until");
        long from = request.has("from") ? seconds(request, "from") : 0;
        return carryOut(id, new Command.Maintain(new Window(millis(from), millis(until))), headers);
    }

    private static long seconds(JsonNode request, String name) {
        JsonNode value = request.path(name);
        // Further than any clock goes, and far enough from overflow in milliseconds.
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0 || value.asLong() >> 40 != 0) {
            throw new Problem(400, "bad_field", "The field " + name + " must be unix seconds.");
        }
        return value.asLong();
    }

    private static long millis(long seconds) {
        return TimeUnit.SECONDS.toMillis(seconds);
    }

    /** Offers it. */
    @POST
    @Path("/{id}/publish")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "publish",
            summary = "Offer a node",
            description = "On the ledger, with the node's signed pairing as the proof. One that is offered already gets"
                    + " this price.",
            requestBody =
                    @RequestBody(
                            required = true,
                            description = PRICE,
                            content = @Content(schema = @Schema(type = "object"))))
    @ApiResponse(
            responseCode = "200",
            description = "Published",
            content = @Content(schema = @Schema(implementation = DoneAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "bad_price, unknown_template, bad_parameter, not_json, not_an_object",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "409",
            description =
                    "no_proof, outdated_proof, no_slices, wrong_account, published_elsewhere, ledger_refused, already_retired",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "502",
            description = "ledger_failed; nothing changed, or the same request again finds it done",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public DoneAnswer publish(@PathParam("id") String id, InputStream body, @Context HttpHeaders headers)
            throws IOException, InterruptedException {
        JsonNode request = Bodies.object(body);
        Account farmer = changing(id, headers);
        Price price = Price.of(request, farmer, arrangements);
        return DoneAnswer.of(id, desk.publish(farmer, id, price.perHour(), price.template()));
    }

    /** Changes its price. */
    @POST
    @Path("/{id}/price")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "price",
            summary = "Change what a node costs",
            description = "From now on; what is rented keeps its price.",
            requestBody =
                    @RequestBody(
                            required = true,
                            description = PRICE,
                            content = @Content(schema = @Schema(type = "object"))))
    @ApiResponse(
            responseCode = "200",
            description = "That is what it costs",
            content = @Content(schema = @Schema(implementation = DoneAnswer.class)))
    @ApiResponse(
            responseCode = "409",
            description = "not_published, ledger_refused",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public DoneAnswer price(@PathParam("id") String id, InputStream body, @Context HttpHeaders headers)
            throws IOException, InterruptedException {
        JsonNode request = Bodies.object(body);
        Account farmer = changing(id, headers);
        Price price = Price.of(request, farmer, arrangements);
        return DoneAnswer.of(id, desk.price(farmer, id, price.perHour(), price.template()));
    }

    /** Takes the offer back. */
    @POST
    @Path("/{id}/unpublish")
    @Operation(operationId = "unpublish", summary = "Take a node's offer back")
    @ApiResponse(
            responseCode = "200",
            description = "It is not offered",
            content = @Content(schema = @Schema(implementation = DoneAnswer.class)))
    @ApiResponse(
            responseCode = "409",
            description = "slices_reserved, ledger_refused",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public DoneAnswer unpublish(@PathParam("id") String id, @Context HttpHeaders headers) throws InterruptedException {
        Account farmer = changing(id, headers);
        return DoneAnswer.of(id, desk.unpublish(farmer, id));
    }

    /** Out of service for good. */
    @POST
    @Path("/{id}/retire")
    @Operation(operationId = "retire", summary = "Take a node out of service for good")
    @ApiResponse(
            responseCode = "200",
            description = "Retired",
            content = @Content(schema = @Schema(implementation = DoneAnswer.class)))
    @ApiResponse(
            responseCode = "401",
            description = "not_signed_in, key_gone",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "403",
            description = "not_yours, wrong_origin",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "409",
            description = "slices_reserved, still_published",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public DoneAnswer retire(@PathParam("id") String id, @Context HttpHeaders headers) throws InterruptedException {
        Account farmer = changing(id, headers);
        return DoneAnswer.of(id, desk.retire(farmer, id));
    }

    private DoneAnswer carryOut(String id, Command command, HttpHeaders headers) throws InterruptedException {
        return DoneAnswer.of(id, desk.carryOut(changing(id, headers), id, command));
    }

    private Account changing(String id, HttpHeaders headers) throws InterruptedException {
        Account farmer = visitor.changing(headers);
        if (!NodeId.isValid(id)) {
            throw new Problem(
                    400, "bad_parameter", "The node id must be 1 to 64 lower-case letters, digits and hyphens.");
        }
        return farmer;
    }
}
