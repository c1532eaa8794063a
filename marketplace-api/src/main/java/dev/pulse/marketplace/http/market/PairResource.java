package dev.pulse.marketplace.http.market;

import dev.pulse.domain.pairing.PairingReader;
import dev.pulse.marketplace.answer.ErrorAnswer;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.market.PairingDesk;
import dev.pulse.marketplace.market.PairingDesk.Result;
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
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;

/** Pairing (design section 9). */
@Path("/nodes/pair")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Market")
public final class PairResource {
    private final PairingDesk desk;

    /** The resource over a desk. */
    public PairResource(PairingDesk desk) {
        this.desk = desk;
    }

    /** Ties a node to a farmer. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "pair",
            summary = "Tie a node to a farmer",
            description =
                    "Signed by the node like a heartbeat: ed25519 over the SHA-256 of the canonical payload, which"
                            + " is the document without its signature. The ledger is asked who the node is and whose its farm.",
            requestBody =
                    @RequestBody(
                            required = true,
                            description = "node_id, node_account, farmer_account, timestamp, signature; and farm_id,"
                                    + " hostname, mycelium_ip, specs {cpu_cores, ram_gb, disk_gb, gpu_count}, audience,"
                                    + " path, marketplace",
                            content = @Content(schema = @Schema(type = "object"))))
    @ApiResponse(
            responseCode = "201",
            description = "Paired",
            content = @Content(schema = @Schema(implementation = PairAnswer.class)))
    @ApiResponse(
            responseCode = "200",
            description = "It was paired like this before",
            content = @Content(schema = @Schema(implementation = PairAnswer.class)))
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
            description = "already_published, stale_pairing, already_retired, wrong_account; or the ledger says"
                    + " not_registered, wrong_node, wrong_farm, wrong_farmer",
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
    public Response pair(InputStream body) throws IOException, InterruptedException {
        return switch (desk.pair(Bodies.read(body, PairingReader.MAX_BYTES))) {
            case Result.Refused refused -> throw new Problem(status(refused.kind()), refused.code(), refused.detail());
            case Result.Paired paired ->
                Response.status(paired.again() ? 200 : 201)
                        .entity(answer(paired))
                        .build();
        };
    }

    private static int status(PairingDesk.Kind kind) {
        return switch (kind) {
            case MALFORMED -> 400;
            case UNPROVED -> 401;
            case CONFLICT -> 409;
            case LEDGER_FAILED -> 502;
            case NOT_NOW -> 503;
        };
    }

    private PairAnswer answer(Result.Paired paired) {
        return new PairAnswer(
                paired.pairing().nodeId(),
                "pending",
                paired.pairing().farmer().hex(),
                paired.farmId(),
                paired.pairing().specs().slices(),
                paired.sequence(),
                paired.again(),
                desk.verification().wire());
    }
}
