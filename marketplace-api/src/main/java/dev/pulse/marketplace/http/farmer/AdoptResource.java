package dev.pulse.marketplace.http.farmer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.pairing.PairingReader;
import dev.pulse.marketplace.answer.ErrorAnswer;
import dev.pulse.marketplace.farmer.AdoptionDesk;
import dev.pulse.marketplace.farmer.AdoptionDesk.Adopted;
import dev.pulse.marketplace.http.market.Bodies;
import dev.pulse.marketplace.http.market.DoneAnswer;
import dev.pulse.marketplace.http.market.Visitor;
import dev.pulse.marketplace.session.SignIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A node that can't pair by itself, taken from the explorer (design section 9). */
@Path("/dashboard/nodes/from-explorer")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dashboard")
public final class AdoptResource {
    private final AdoptionDesk desk;
    private final Visitor visitor;

    /** @param origin as a {@link Visitor} takes it */
    public AdoptResource(AdoptionDesk desk, SignIn signIn, String origin) {
        this.desk = desk;
        this.visitor = new Visitor(signIn, origin);
    }

    /** Ties it to who is signed in. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "adopt",
            summary = "Take a node of my farm that can't pair by itself",
            description =
                    "The ledger must have it in a farm of mine. By its mycelium_ip alone it becomes pending; to be"
                            + " offered it needs a signed word: its own pairing, or a document like one that I sign in its place"
                            + " with my account's key, for this path.",
            requestBody =
                    @RequestBody(
                            required = true,
                            description = "mycelium_ip; or node_id, node_account, farmer_account, timestamp, signature"
                                    + " and what else a pairing may have",
                            content = @Content(schema = @Schema(type = "object"))))
    @ApiResponse(
            responseCode = "200",
            description = "It is mine, and pending",
            content = @Content(schema = @Schema(implementation = DoneAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "Malformed, a named account, or signed for another network, endpoint or marketplace",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "401",
            description = "not_signed_in, key_gone; signature, skew: of the signed document",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "403",
            description = "not_yours, wrong_farmer, wrong_origin",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "404",
            description = "unknown_address",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "409",
            description =
                    "ambiguous; already_published, stale_pairing, wrong_account, already_retired; not_registered, wrong_node, wrong_farm, wrong_farmer",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "413",
            description = "too_large",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "502",
            description = "ledger_failed; nothing changed",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "503",
            description = "try_again",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public DoneAnswer adopt(InputStream body, @Context HttpHeaders headers) throws IOException, InterruptedException {
        byte[] bytes = Bodies.read(body, PairingReader.MAX_BYTES);
        JsonNode request = Bodies.object(new ByteArrayInputStream(bytes));
        Account farmer = visitor.changing(headers);
        Adopted adopted = request.has("signature")
                ? desk.adopt(farmer, bytes)
                : desk.adopt(farmer, Bodies.text(request, "mycelium_ip"));
        return DoneAnswer.of(adopted.nodeId(), adopted.result());
    }
}
