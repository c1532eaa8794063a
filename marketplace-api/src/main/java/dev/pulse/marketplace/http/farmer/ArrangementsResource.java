package dev.pulse.marketplace.http.farmer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.life.PriceList.Change;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.marketplace.answer.ErrorAnswer;
import dev.pulse.marketplace.farmer.Arrangements;
import dev.pulse.marketplace.farmer.FarmerSettings.Tariff;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.http.market.Bodies;
import dev.pulse.marketplace.http.market.Price;
import dev.pulse.marketplace.http.market.Visitor;
import dev.pulse.marketplace.session.SignIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;

/** A farmer's templates, and whether he is asked before a node is offered. */
@Path("/dashboard")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dashboard")
public final class ArrangementsResource {
    private final Arrangements arrangements;
    private final Visitor visitor;

    /** @param origin as a {@link Visitor} takes it */
    public ArrangementsResource(Arrangements arrangements, SignIn signIn, String origin) {
        this.arrangements = arrangements;
        this.visitor = new Visitor(signIn, origin);
    }

    /** All that can be named. */
    @GET
    @Path("/templates")
    @Operation(operationId = "templates", summary = "My pricing templates")
    @ApiResponse(
            responseCode = "200",
            description = "All that I can name",
            content = @Content(schema = @Schema(implementation = TemplatesAnswer.class)))
    @ApiResponse(
            responseCode = "401",
            description = "not_signed_in",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "502",
            description = "ledger_failed",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public TemplatesAnswer templates(@Context HttpHeaders headers) throws InterruptedException {
        Account farmer = visitor.looking(headers).account();
        try {
            return TemplatesAnswer.of(arrangements.prices(farmer));
        } catch (LedgerException e) {
            throw failed(e);
        }
    }

    /** Makes or changes one. */
    @PUT
    @Path("/templates/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "keepTemplate",
            summary = "Make or change a template of my own",
            description = "Nodes that are offered by it keep their price until they are given it again.",
            requestBody =
                    @RequestBody(
                            required = true,
                            description = "price_per_hour: whole SPORE for a slice and hour, a number or a text of"
                                    + " digits, 1 to 2^64 - 1",
                            content = @Content(schema = @Schema(type = "object"))))
    @ApiResponse(
            responseCode = "200",
            description = "All that I can name now",
            content = @Content(schema = @Schema(implementation = TemplatesAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "bad_template, bad_price, not_json, not_an_object",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "401",
            description = "not_signed_in, key_gone",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "403",
            description = "wrong_origin",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "409",
            description = "built_in_template, too_many_templates",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "502",
            description = "ledger_failed; nothing changed",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public TemplatesAnswer keep(@PathParam("name") String name, InputStream body, @Context HttpHeaders headers)
            throws IOException, InterruptedException {
        long price = Price.perHour(Bodies.object(body));
        Account farmer = visitor.changing(headers);
        try {
            return answer(arrangements.keep(farmer, name, price));
        } catch (LedgerException e) {
            throw failed(e);
        }
    }

    /** Takes one away. */
    @DELETE
    @Path("/templates/{name}")
    @Operation(operationId = "removeTemplate", summary = "Take a template of my own away")
    @ApiResponse(
            responseCode = "200",
            description = "It is not among them",
            content = @Content(schema = @Schema(implementation = TemplatesAnswer.class)))
    @ApiResponse(
            responseCode = "401",
            description = "not_signed_in, key_gone",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "403",
            description = "wrong_origin",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "409",
            description = "built_in_template; template_used: by a node on offer, or for publishing by itself",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "502",
            description = "ledger_failed; nothing changed",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public TemplatesAnswer remove(@PathParam("name") String name, @Context HttpHeaders headers)
            throws InterruptedException {
        Account farmer = visitor.changing(headers);
        try {
            return answer(arrangements.remove(farmer, name));
        } catch (LedgerException e) {
            throw failed(e);
        }
    }

    private static TemplatesAnswer answer(Change change) {
        return switch (change) {
            case Change.Changed changed -> TemplatesAnswer.of(changed.after());
            case Change.Refused refused ->
                throw new Problem(refused.code().startsWith("bad_") ? 400 : 409, refused.code(), refused.detail());
        };
    }

    /** Whether he is asked. */
    @GET
    @Path("/auto-publish")
    @Operation(operationId = "autoPublish", summary = "Whether my nodes are offered by themselves")
    @ApiResponse(
            responseCode = "200",
            description = "Whether, and for what",
            content = @Content(schema = @Schema(implementation = AutoPublishAnswer.class)))
    @ApiResponse(
            responseCode = "401",
            description = "not_signed_in",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "502",
            description = "ledger_failed",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public AutoPublishAnswer autoPublish(@Context HttpHeaders headers) throws InterruptedException {
        Account farmer = visitor.looking(headers).account();
        try {
            return AutoPublishAnswer.of(arrangements.of(farmer).autoPublish());
        } catch (LedgerException e) {
            throw failed(e);
        }
    }

    /** Has them offered, or not any more. */
    @PUT
    @Path("/auto-publish")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "setAutoPublish",
            summary = "Have my nodes offered by themselves",
            description = "Each once it is paired; one that was taken back stays with me.",
            requestBody =
                    @RequestBody(
                            required = true,
                            description = "on: false; or on: true and template or price_per_hour",
                            content = @Content(schema = @Schema(type = "object"))))
    @ApiResponse(
            responseCode = "200",
            description = "As it was asked for",
            content = @Content(schema = @Schema(implementation = AutoPublishAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "bad_field, bad_price, unknown_template, not_json, not_an_object",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "401",
            description = "not_signed_in, key_gone",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "403",
            description = "wrong_origin",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "502",
            description = "ledger_failed; nothing changed",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public AutoPublishAnswer setAutoPublish(InputStream body, @Context HttpHeaders headers)
            throws IOException, InterruptedException {
        JsonNode request = Bodies.object(body);
        if (!request.path("on").isBoolean()) {
            throw new Problem(400, "bad_field", "The field on must be true or false.");
        }
        Account farmer = visitor.changing(headers);
        Tariff tariff = null;
        if (request.path("on").asBoolean()) {
            Price price = Price.of(request, farmer, arrangements);
            tariff = new Tariff(price.perHour(), price.template());
        }
        try {
            arrangements.publishing(farmer, tariff);
        } catch (LedgerException e) {
            throw failed(e);
        }
        return AutoPublishAnswer.of(tariff);
    }

    private static Problem failed(LedgerException e) {
        return new Problem(502, "ledger_failed", e.getMessage());
    }
}
