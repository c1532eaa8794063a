package dev.pulse.marketplace.http.rent;

import dev.pulse.domain.poll.Poll;
import dev.pulse.domain.poll.PollReader;
import dev.pulse.marketplace.answer.ErrorAnswer;
import dev.pulse.marketplace.board.HoldBoard;
import dev.pulse.marketplace.board.HoldBoard.Standing;
import dev.pulse.marketplace.board.HoldBoard.Waiting;
import dev.pulse.marketplace.explorer.Explorer;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.http.market.Bodies;
import dev.pulse.marketplace.rent.PollDesk;
import dev.pulse.marketplace.rent.PollDesk.Result;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A node's long poll for whom it is to serve. */
@Path("/nodes/reservations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Market")
public final class NodeReservationsResource {
    private final PollDesk desk;
    private final Explorer explorer;

    /** The resource over a desk, and over what was read of the nodes' states. */
    public NodeReservationsResource(PollDesk desk, Explorer explorer) {
        this.desk = desk;
        this.explorer = explorer;
    }

    /** Says whom a node is to serve, once that is something else than it knows, or its wait is over. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "nodeReservations",
            summary = "Whom is this node to serve?",
            description = "Signed by the node like a heartbeat. With a version that still holds, the answer waits up to"
                    + " wait_s for another one.",
            requestBody =
                    @RequestBody(
                            required = true,
                            description =
                                    "node_id, node_account, timestamp, audience, marketplace, path, signature; and"
                                            + " as it likes version, of the answer before, and wait_s, 0 to 30",
                            content = @Content(schema = @Schema(type = "object"))))
    @ApiResponse(
            responseCode = "200",
            description = "All of them",
            content = @Content(schema = @Schema(implementation = NodeReservationsAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "Malformed, or signed for another network, endpoint or marketplace",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "401",
            description = "signature, or stale: more than 300 s from this clock",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "403",
            description = "wrong_account",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "404",
            description = "unknown_node",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "413",
            description = "too_large",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "503",
            description = "loading, too_many_waiting, try_again",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public void poll(InputStream body, @Suspended @Parameter(hidden = true) AsyncResponse response) throws IOException {
        switch (desk.take(Bodies.read(body, PollReader.MAX_BYTES))) {
            case Result.Refused refused -> throw new Problem(status(refused.kind()), refused.code(), refused.detail());
            case Result.Proved proved -> wait(proved.poll(), response);
        }
    }

    private void wait(Poll poll, AsyncResponse response) {
        loaded();
        HoldBoard board = explorer.holds();
        String known = poll.waitS() == 0 || poll.version() == null ? "" : poll.version();
        // The board tells under its lock; what is written to a slow client must not be waited for there.
        Optional<Waiting> waiting = board.await(
                poll.nodeId(), known, standing -> Thread.ofVirtual().start(() -> answer(poll, standing, response)));
        if (waiting.isEmpty()) {
            throw new Problem(503, "too_many_waiting", "As many nodes as this service takes are waiting already.");
        }
        if (!known.isEmpty()) {
            response.setTimeoutHandler(over -> board.end(waiting.get()));
            response.setTimeout(poll.waitS(), TimeUnit.SECONDS);
        }
    }

    private void answer(Poll poll, Standing standing, AsyncResponse response) {
        try {
            loaded();
            response.resume(NodeReservationsAnswer.of(poll.nodeId(), standing));
        } catch (Problem loading) {
            response.resume(loading);
        }
    }

    /** While states are being read anew, the board may have less than there is, and a node would stop what it serves. */
    private void loaded() {
        if (!explorer.nodesProgress().loaded()) {
            throw Problem.loading("Not everything has been read yet.");
        }
    }

    private static int status(PollDesk.Kind kind) {
        return switch (kind) {
            case MALFORMED -> 400;
            case UNPROVED -> 401;
            case FORBIDDEN -> 403;
            case UNKNOWN -> 404;
            case NOT_NOW -> 503;
        };
    }
}
