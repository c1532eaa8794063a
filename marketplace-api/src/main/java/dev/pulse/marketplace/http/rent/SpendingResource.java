package dev.pulse.marketplace.http.rent;

import dev.pulse.ledger.client.KeyState;
import dev.pulse.ledger.contract.Spore;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.marketplace.answer.ErrorAnswer;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.http.market.Bodies;
import dev.pulse.marketplace.http.market.Visitor;
import dev.pulse.marketplace.session.Session;
import dev.pulse.marketplace.session.SignIn;
import dev.pulse.marketplace.spend.ApprovalDesk;
import dev.pulse.marketplace.spend.ApprovalDesk.Result;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;

/** What a renter lets the marketplace spend, for browsers, which reach no ledger (decision 0027). */
@Path("/spending")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Renting")
public final class SpendingResource {
    private final ApprovalDesk desk;
    private final Visitor visitor;

    /**
     * @param desk null where no ledger is asked
     * @param origin as a {@link Visitor} takes it
     */
    public SpendingResource(ApprovalDesk desk, SignIn signIn, String origin) {
        this.desk = desk;
        this.visitor = new Visitor(signIn, origin);
    }

    /** What an approval needs. */
    @GET
    @Operation(operationId = "spending", summary = "What an approval of mine is made of")
    @ApiResponse(
            responseCode = "200",
            description = "To be signed within a minute or so, before another transaction of this key",
            content = @Content(schema = @Schema(implementation = SpendingAnswer.class)))
    @ApiResponse(
            responseCode = "401",
            description = "not_signed_in",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "409",
            description = "no_ledger, ledger_refused",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "502",
            description = "ledger_failed",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public SpendingAnswer spending(@Context HttpHeaders headers) throws InterruptedException {
        Session session = visitor.looking(headers);
        try {
            KeyState key = desk().key(session);
            return new SpendingAnswer(
                    session.account().hex(),
                    session.key().publicKeyText(),
                    Long.toUnsignedString(key.nonce()),
                    Base64.getEncoder().encodeToString(key.blockHash()),
                    Spore.ACCOUNT,
                    desk().operator().hex());
        } catch (LedgerException e) {
            throw failed(e);
        }
    }

    /** Hands an approval on. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "approve",
            summary = "Hand my signed approval on to the ledger",
            description =
                    "A transaction of my account, signed with this session's key, whose one action is approve of the"
                            + " contract for the spender; nothing else is handed on. The amount takes the place of the one"
                            + " before; 0 takes it back. Answered once it is final.",
            requestBody =
                    @RequestBody(
                            required = true,
                            description = "transaction: Borsh as on NEAR, base64, at most 1024 bytes",
                            content = @Content(schema = @Schema(type = "object"))))
    @ApiResponse(
            responseCode = "200",
            description = "The ledger has it",
            content = @Content(schema = @Schema(implementation = ApprovedAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "bad_transaction, not_an_approval, bad_field, not_json, not_an_object",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "401",
            description = "not_signed_in, key_gone, signature",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "403",
            description = "wrong_signer, wrong_origin",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "409",
            description = "outdated_transaction: sign it anew; ledger_refused, no_ledger",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "502",
            description = "ledger_failed; it may have been carried out all the same",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "503",
            description = "try_again: another one of mine, or many others, are on their way",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public ApprovedAnswer approve(InputStream body, @Context HttpHeaders headers)
            throws IOException, InterruptedException {
        byte[] bytes = transaction(Bodies.text(Bodies.object(body), "transaction"));
        visitor.changing(headers);
        try {
            return switch (desk().handOn(bytes, visitor.looking(headers))) {
                case Result.Done done ->
                    new ApprovedAnswer(done.transactionId(), done.amount().toString());
                case Result.Refused not ->
                    throw new Problem(
                            status(not.refused().code()),
                            not.refused().code(),
                            not.refused().detail());
                case Result.Busy busy ->
                    throw new Problem(503, "try_again", "Another approval is on its way; try again in a few seconds.");
            };
        } catch (LedgerException e) {
            throw failed(e);
        }
    }

    private ApprovalDesk desk() {
        if (desk == null) {
            throw new Problem(409, "no_ledger", "This marketplace does not ask the ledger: nothing costs anything.");
        }
        return desk;
    }

    private static byte[] transaction(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new Problem(400, "bad_field", "The field transaction must be base64.");
        }
    }

    private static int status(String code) {
        return switch (code) {
            case "signature" -> 401;
            case "wrong_signer" -> 403;
            default -> 400;
        };
    }

    private static Problem failed(LedgerException e) {
        return switch (e) {
            case LedgerException.Refused refused -> refused(refused);
            case LedgerException.ContractRefused refused -> new Problem(409, "ledger_refused", e.getMessage());
            default -> new Problem(502, "ledger_failed", e.getMessage());
        };
    }

    private static Problem refused(LedgerException.Refused refused) {
        boolean outdated =
                refused.code().equals("InvalidNonce") || refused.code().equals("Expired");
        return outdated
                ? new Problem(
                        409,
                        "outdated_transaction",
                        "The transaction's number was used meanwhile, or its block is too old: sign it anew.")
                : new Problem(409, "ledger_refused", refused.getMessage());
    }
}
