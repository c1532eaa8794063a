package dev.pulse.marketplace.http.market;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.domain.account.Account;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.marketplace.answer.ErrorAnswer;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.session.Challenge;
import dev.pulse.marketplace.session.Session;
import dev.pulse.marketplace.session.Sessions;
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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.NewCookie.SameSite;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;

/** Signing in, without passwords. */
@Path("/session")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Market")
public final class SessionResource {
    private final SignIn signIn;
    private final Visitor visitor;

    /** @param origin as a {@link Visitor} takes it */
    public SessionResource(SignIn signIn, String origin) {
        this.signIn = signIn;
        this.visitor = new Visitor(signIn, origin);
    }

    /** Something to sign. */
    @POST
    @Path("/challenge")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "challenge",
            summary = "Something to sign",
            requestBody =
                    @RequestBody(
                            required = true,
                            description = "account_id: 64 hex digits",
                            content = @Content(schema = @Schema(type = "object"))))
    @ApiResponse(
            responseCode = "200",
            description = "Good for five minutes, for this account at this origin, once",
            content = @Content(schema = @Schema(implementation = ChallengeAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "not_json, not_an_object, bad_field, bad_account",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "403",
            description = "wrong_origin",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public ChallengeAnswer challenge(InputStream body, @Context HttpHeaders headers) throws IOException {
        Account account = Bodies.account(Bodies.object(body), "account_id");
        Challenge challenge = signIn.challenge(account, visitor.origin(headers));
        return new ChallengeAnswer(
                account.hex(),
                challenge.message().message(),
                Base64.getEncoder().encodeToString(challenge.message().nonce()),
                challenge.message().recipient(),
                challenge.expiresAt());
    }

    /** Signs in. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "signIn",
            summary = "Sign in",
            description = "With the signature of a challenge, by a key that may do everything for the account on the"
                    + " ledger. Sets a cookie for an hour, or answers with a token where bearer is true.",
            requestBody =
                    @RequestBody(
                            required = true,
                            description = "account_id, public_key (ed25519: and base58), nonce and signature (base64),"
                                    + " bearer; signed, where each request that changes something will be",
                            content = @Content(schema = @Schema(type = "object"))))
    @ApiResponse(
            responseCode = "200",
            description = "Signed in",
            content = @Content(schema = @Schema(implementation = SessionAnswer.class)))
    @ApiResponse(
            responseCode = "400",
            description = "not_json, not_an_object, bad_field, bad_account",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "401",
            description = "bad_challenge, used_challenge, signature, wrong_key",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "403",
            description = "wrong_origin",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @ApiResponse(
            responseCode = "502",
            description = "ledger_failed",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public Response signIn(InputStream body, @Context HttpHeaders headers) throws IOException, InterruptedException {
        JsonNode request = Bodies.object(body);
        String origin = visitor.origin(headers);
        SignIn.Result result;
        try {
            result = signIn.signIn(
                    Bodies.account(request, "account_id"),
                    key(request),
                    origin,
                    nonce(request),
                    Bodies.text(request, "signature"),
                    request.path("signed").asBoolean());
        } catch (LedgerException e) {
            throw new Problem(502, "ledger_failed", e.getMessage());
        }
        return switch (result) {
            case SignIn.Result.Refused refused -> throw new Problem(401, refused.code(), refused.detail());
            case SignIn.Result.Done done ->
                signedIn(done.opened(), origin, request.path("bearer").asBoolean());
        };
    }

    private static Account key(JsonNode request) {
        return Account.ofPublicKeyText(Bodies.text(request, "public_key"))
                .orElseThrow(() -> new Problem(
                        400, "bad_field", "The field public_key must be ed25519: and the base58 of 32 bytes."));
    }

    private static byte[] nonce(JsonNode request) {
        try {
            return Base64.getDecoder().decode(Bodies.text(request, "nonce"));
        } catch (IllegalArgumentException e) {
            throw new Problem(400, "bad_field", "The field nonce must be base64.");
        }
    }

    private static Response signedIn(Sessions.Opened opened, String origin, boolean bearer) {
        Session session = opened.session();
        Response.ResponseBuilder response = Response.ok(
                new SessionAnswer(session.account().hex(), session.expiresAt(), bearer ? opened.token() : null));
        return bearer
                ? response.build()
                : response.cookie(cookie(opened.token(), origin, 3_600)).build();
    }

    private static NewCookie cookie(String token, String origin, int seconds) {
        return new NewCookie.Builder(Visitor.COOKIE)
                .value(token)
                .path("/api")
                .maxAge(seconds)
                .httpOnly(true)
                .secure(origin.startsWith("https:"))
                .sameSite(SameSite.STRICT)
                .build();
    }

    /** Who is signed in. */
    @GET
    @Operation(operationId = "session", summary = "Who is signed in")
    @ApiResponse(
            responseCode = "200",
            description = "Somebody",
            content = @Content(schema = @Schema(implementation = SessionAnswer.class)))
    @ApiResponse(
            responseCode = "401",
            description = "not_signed_in",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public SessionAnswer session(@Context HttpHeaders headers) {
        Session session = visitor.looking(headers);
        return new SessionAnswer(session.account().hex(), session.expiresAt(), null);
    }

    /** Signs out. */
    @DELETE
    @Operation(operationId = "signOut", summary = "Sign out")
    @ApiResponse(responseCode = "204", description = "Nobody is signed in any more")
    public Response signOut(@Context HttpHeaders headers) {
        String origin = visitor.origin(headers);
        visitor.token(headers).ifPresent(signIn::signOut);
        return Response.noContent().cookie(cookie("", origin, 0)).build();
    }
}
