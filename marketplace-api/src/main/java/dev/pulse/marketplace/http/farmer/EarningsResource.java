package dev.pulse.marketplace.http.farmer;

import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.marketplace.answer.ErrorAnswer;
import dev.pulse.marketplace.earn.EarningsDesk;
import dev.pulse.marketplace.http.Parameters;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.http.market.Visitor;
import dev.pulse.marketplace.market.Verification;
import dev.pulse.marketplace.session.SignIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/** What a farmer earned, for him alone. */
@Path("/dashboard/earnings")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dashboard")
public final class EarningsResource {
    /** A week. */
    private static final int HOURS = 168;

    private final EarningsDesk desk;
    private final Verification verification;
    private final Visitor visitor;

    /** @param origin as a {@link Visitor} takes it */
    public EarningsResource(EarningsDesk desk, Verification verification, SignIn signIn, String origin) {
        this.desk = desk;
        this.verification = verification;
        this.visitor = new Visitor(signIn, origin);
    }

    /** What I earned. */
    @GET
    @Operation(
            operationId = "earnings",
            summary = "What I was paid, by the hour, and what runs",
            description = "A reservation is paid when it ends: each hour that began.")
    @ApiResponse(
            responseCode = "200",
            description = "As the ledger has it",
            content = @Content(schema = @Schema(implementation = EarningsAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "bad_parameter",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "401",
            description = "not_signed_in",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "502",
            description = "ledger_failed",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public EarningsAnswer earnings(
            @QueryParam("hours") @Parameter(description = "Of how many hours, 1 to 720; 168 where it is not said")
                    String hours,
            @Context HttpHeaders headers)
            throws InterruptedException {
        int span = hours == null ? HOURS : Parameters.integer("hours", hours, 1, EarningsDesk.MAX_HOURS);
        try {
            return EarningsAnswer.of(desk.of(visitor.looking(headers).account(), span), verification);
        } catch (LedgerException e) {
            throw new Problem(502, "ledger_failed", e.getMessage());
        }
    }
}
