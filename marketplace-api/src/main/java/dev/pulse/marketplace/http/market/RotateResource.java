package dev.pulse.marketplace.http.market;

import dev.pulse.domain.rotation.RotationReader;
import dev.pulse.marketplace.answer.ErrorAnswer;
import dev.pulse.marketplace.rotation.RotationDesk;
import dev.pulse.marketplace.rotation.RotationDesk.Rotated;
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
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;

/** A change of a node's key (design section 4). */
@Path("/nodes/rotate")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Market")
public final class RotateResource {
    private final RotationDesk desk;

    /** The resource over a desk. */
    public RotateResource(RotationDesk desk) {
        this.desk = desk;
    }

    /** Gives a node another account. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "rotate",
            summary = "Give a node another key",
            description =
                    "Signed twice, by ed25519 over the SHA-256 of the canonical payload, which is the document without"
                            + " its signatures: by the new key, in new_signature; and by the node's old key, in"
                            + " signature, or, where that one is lost, by the owner of its farm, who is named in"
                            + " owner_account, in owner_signature. The ledger must have the new account already. Whatever is"
                            + " agreed of the node stays as it is. The same again changes nothing.",
            requestBody =
                    @RequestBody(
                            required = true,
                            description = "node_id, node_account (the old one), new_account, timestamp, new_signature;"
                                    + " signature, or owner_account and owner_signature; and audience, path,"
                                    + " marketplace",
                            content = @Content(schema = @Schema(type = "object"))))
    @ApiResponse(
            responseCode = "200",
            description = "The node has the new account",
            content = @Content(schema = @Schema(implementation = DoneAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "Malformed, a named account, or signed for another network, endpoint or marketplace",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "401",
            description = "signature, or stale: more than 300 s from this clock",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "409",
            description = "unknown_node, wrong_account, stale_rotation; or the ledger says not_registered, not_rotated,"
                    + " wrong_farmer",
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
            description = "try_again: what became of it is not known yet; sending it again does no harm",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public DoneAnswer rotate(InputStream body) throws IOException, InterruptedException {
        Rotated rotated = desk.rotate(Bodies.read(body, RotationReader.MAX_BYTES));
        return DoneAnswer.of(rotated.nodeId(), rotated.result());
    }
}
