package dev.pulse.marketplace.http.market;

import dev.pulse.ledger.message.ActingRequest;
import dev.pulse.ledger.message.Message;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.session.Session;
import dev.pulse.marketplace.session.SignIn;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * In a session that signs, a request that changes something is taken with a signature over its method, address, body and origin
 * alone: whoever has the token and not the key can look, and change nothing.
 */
public final class SignedRequests implements ContainerRequestFilter {
    private static final Set<String> LOOKING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final SignIn signIn;
    private final Visitor visitor;

    @Context
    private HttpHeaders headers;

    /** @param origin as a {@link Visitor} takes it */
    public SignedRequests(SignIn signIn, String origin) {
        this.signIn = signIn;
        this.visitor = new Visitor(signIn, origin);
    }

    /** @throws Problem for a request of such a session that its key did not sign */
    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        Optional<Session> session = LOOKING.contains(request.getMethod())
                ? Optional.empty()
                : visitor.token(headers).flatMap(signIn::session).filter(Session::signs);
        if (session.isEmpty()) {
            return;
        }
        byte[] body = Bodies.read(request.getEntityStream(), Bodies.MAX_BYTES);
        request.setEntityStream(new ByteArrayInputStream(body));
        URI asked = request.getUriInfo().getRequestUri();
        String path = asked.getRawPath() + (asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery());
        String signature = headers.getHeaderString(ActingRequest.SIGNATURE);
        if (signature == null) {
            throw new Problem(
                    401, "unsigned_request", "In this session each request that changes something must be signed.");
        }
        signIn.refusal(
                        session.get(),
                        visitor.origin(headers),
                        new ActingRequest(request.getMethod(), path, body),
                        nonce(headers.getHeaderString(ActingRequest.NONCE)),
                        signature)
                .ifPresent(refused -> {
                    throw new Problem(401, refused.code(), refused.detail());
                });
    }

    private static byte[] nonce(String text) {
        try {
            byte[] nonce = text == null ? new byte[0] : Base64.getDecoder().decode(text);
            if (nonce.length == Message.NONCE_LENGTH) {
                return nonce;
            }
        } catch (IllegalArgumentException e) {
            throw badNonce();
        }
        throw badNonce();
    }

    private static Problem badNonce() {
        return new Problem(
                400, "bad_field", "The header " + ActingRequest.NONCE + " must be the base64 of a challenge's nonce.");
    }
}
