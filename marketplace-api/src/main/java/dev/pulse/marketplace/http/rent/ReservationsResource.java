package dev.pulse.marketplace.http.rent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.account.NodeId;
import dev.pulse.ledger.contract.Page;
import dev.pulse.ledger.contract.Reservation;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.marketplace.answer.ErrorAnswer;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.http.market.Bodies;
import dev.pulse.marketplace.http.market.Visitor;
import dev.pulse.marketplace.market.Verification;
import dev.pulse.marketplace.rent.Bookings;
import dev.pulse.marketplace.rent.RentDesk;
import dev.pulse.marketplace.rent.RentDesk.Result;
import dev.pulse.marketplace.rent.Renting;
import dev.pulse.marketplace.rent.Wish;
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
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/** What renters do (design section 9). */
@Path("/reservations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Renting")
public final class ReservationsResource {
    /** What a ledger may call a reservation. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private final RentDesk desk;
    private final Bookings bookings;
    private final Verification verification;
    private final Account operator;
    private final Visitor visitor;

    /**
     * @param operator the marketplace's account on the ledger, or null where that is not asked
     * @param origin as a {@link Visitor} takes it
     */
    public ReservationsResource(
            Renting renting, Verification verification, Account operator, SignIn signIn, String origin) {
        this.desk = renting.desk();
        this.bookings = renting.bookings();
        this.verification = verification;
        this.operator = operator;
        this.visitor = new Visitor(signIn, origin);
    }

    /** Rents slices. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "reserve",
            summary = "Rent slices of a node",
            description =
                    "The node must be online, not in maintenance, and have them free; the SPORE for all hours goes"
                            + " into an escrow on the ledger, out of what I let this marketplace's operator spend.",
            requestBody =
                    @RequestBody(
                            required = true,
                            description =
                                    "node_id; slices, 1 to 1000; hours, 1 to 720; and as one likes request_id, 1 to"
                                            + " 64 letters, digits, dots, hyphens and underscores: the same again is the same"
                                            + " reservation",
                            content = @Content(schema = @Schema(type = "object"))))
    @ApiResponse(
            responseCode = "201",
            description = "Reserved",
            content = @Content(schema = @Schema(implementation = ReservedAnswer.class)))
    @ApiResponse(
            responseCode = "200",
            description = "It was reserved under this request_id before",
            content = @Content(schema = @Schema(implementation = ReservedAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "bad_field, not_json, not_an_object",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "401",
            description = "not_signed_in, key_gone",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "402",
            description = "not_enough_spore, allowance_too_small",
            content = @Content(schema = @Schema(implementation = UnaffordableAnswer.class)))
    @ApiResponse(
            responseCode = "404",
            description = "unknown_node",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "409",
            description = "not_published, not_online, in_maintenance, not_enough_slices, too_many_reservations,"
                    + " request_id_used, ledger_refused",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "502",
            description = "ledger_failed; nothing changed, or the same request_id finds it done",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "503",
            description = "try_again",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public Response reserve(InputStream body, @Context HttpHeaders headers) throws IOException, InterruptedException {
        JsonNode request = Bodies.object(body);
        Account renter = visitor.changing(headers);
        return switch (desk.reserve(renter, wish(request))) {
            case Result.Reserved reserved ->
                Response.status(reserved.again() ? 200 : 201)
                        .entity(new ReservedAnswer(
                                ReservationAnswer.of(reserved.reservation()),
                                reserved.requestId(),
                                reserved.again(),
                                reserved.confirmed(),
                                verification.wire()))
                        .build();
            case Result other -> throw problem(other);
        };
    }

    private static Wish wish(JsonNode request) {
        String nodeId = Bodies.text(request, "node_id");
        if (!NodeId.isValid(nodeId)) {
            throw new Problem(
                    400, "bad_field", "The field node_id must be 1 to 64 lower-case letters, digits and hyphens.");
        }
        int slices = count(request, "slices", Wish.MAX_SLICES);
        int hours = count(request, "hours", Wish.MAX_HOURS);
        if (!request.has("request_id")) {
            return Wish.unnamed(nodeId, slices, hours);
        }
        String requestId = Bodies.text(request, "request_id");
        if (!Wish.isRequestId(requestId)) {
            throw new Problem(
                    400,
                    "bad_field",
                    "The field request_id must be 1 to 64 letters, digits, dots, hyphens and underscores.");
        }
        return new Wish(nodeId, slices, hours, requestId, true);
    }

    private static int count(JsonNode request, String name, int most) {
        JsonNode value = request.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < 1 || value.asInt() > most) {
            throw new Problem(400, "bad_field", "The field " + name + " must be an integer from 1 to " + most + ".");
        }
        return value.asInt();
    }

    /** My reservations. */
    @GET
    @Operation(operationId = "myReservations", summary = "My reservations, and what I can pay with")
    @ApiResponse(
            responseCode = "200",
            description = "A page of 100, in the order in which they were made",
            content = @Content(schema = @Schema(implementation = ReservationsAnswer.class)))
    @ApiResponse(
            responseCode = "401",
            description = "not_signed_in",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "502",
            description = "ledger_failed",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public ReservationsAnswer mine(
            @QueryParam("cursor") @Parameter(description = "The next_cursor of the page before") String cursor,
            @Context HttpHeaders headers)
            throws InterruptedException {
        Account renter = visitor.looking(headers).account();
        if (cursor != null && !NAME.matcher(cursor).matches()) {
            throw new Problem(400, "bad_cursor", "This cursor was given by no answer; begin again without one.");
        }
        try {
            Page<Reservation> page = bookings.of(renter, cursor);
            return new ReservationsAnswer(
                    page.items().stream().map(ReservationAnswer::of).toList(),
                    page.next(),
                    FundsAnswer.of(bookings.funds(renter), operator),
                    verification.wire());
        } catch (LedgerException e) {
            throw new Problem(502, "ledger_failed", e.getMessage());
        }
    }

    /** One of mine. */
    @GET
    @Path("/{id}")
    @Operation(operationId = "reservation", summary = "A reservation of mine, or on a node of mine")
    @ApiResponse(
            responseCode = "200",
            description = "There it is",
            content = @Content(schema = @Schema(implementation = ReservationAnswer.class)))
    @ApiResponse(
            responseCode = "403",
            description = "not_yours",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "404",
            description = "unknown_reservation",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public ReservationAnswer one(@PathParam("id") String id, @Context HttpHeaders headers) throws InterruptedException {
        Account who = visitor.looking(headers).account();
        return switch (desk.look(who, named(id))) {
            case Result.Found found -> ReservationAnswer.of(found.reservation());
            case Result other -> throw problem(other);
        };
    }

    /** Gives it back. */
    @POST
    @Path("/{id}/release")
    @Operation(
            operationId = "release",
            summary = "Give slices back",
            description =
                    "By their renter, or by the farmer whose node it is. The farmer is paid each hour that began.")
    @ApiResponse(
            responseCode = "200",
            description = "They are given back",
            content = @Content(schema = @Schema(implementation = ReleasedAnswer.class)))
    @ApiResponse(
            responseCode = "403",
            description = "not_yours, wrong_origin",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "404",
            description = "unknown_reservation",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "409",
            description = "ledger_refused",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "502",
            description = "ledger_failed; nothing changed, or the same again finds it done",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "503",
            description = "try_again",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public ReleasedAnswer release(@PathParam("id") String id, @Context HttpHeaders headers)
            throws InterruptedException {
        Account who = visitor.changing(headers);
        return switch (desk.release(who, named(id))) {
            case Result.Released released ->
                new ReleasedAnswer(ReservationAnswer.of(released.reservation()), released.changed());
            case Result other -> throw problem(other);
        };
    }

    private static String named(String id) {
        if (!NAME.matcher(id).matches()) {
            throw new Problem(404, "unknown_reservation", "No reservation has a name like this.");
        }
        return id;
    }

    private Problem problem(Result result) {
        return switch (result) {
            case Result.Unaffordable unaffordable -> missing(unaffordable.refusal());
            case Result.Refused refused -> new Problem(status(refused.kind()), refused.code(), refused.detail());
            default -> throw new IllegalStateException("not an answer to what was asked: " + result);
        };
    }

    private Problem missing(Bookings.Refusal refusal) {
        Bookings.Shortfall shortfall = refusal.shortfall();
        return new Problem(
                402,
                refusal.getMessage(),
                new UnaffordableAnswer(
                        refusal.code(),
                        refusal.getMessage(),
                        shortfall.amount().toString(),
                        FundsAnswer.of(shortfall.funds(), operator)));
    }

    private static int status(RentDesk.Kind kind) {
        return switch (kind) {
            case UNKNOWN -> 404;
            case FORBIDDEN -> 403;
            case CONFLICT -> 409;
            case LEDGER_FAILED -> 502;
            case NOT_NOW -> 503;
        };
    }
}
