package dev.pulse.marketplace.http.market;

import dev.pulse.domain.account.Account;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.marketplace.http.Problem;
import dev.pulse.marketplace.session.Session;
import dev.pulse.marketplace.session.SignIn;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;

/**
 * Who sent a request. A session comes as a bearer token, or as a cookie; with a cookie, which a browser sends along whoever
 * made it ask, nothing is changed unless the browser says that a page of this origin did.
 */
public final class Visitor {
    /** The cookie's name. */
    static final String COOKIE = "pulse_session";

    private static final String ORIGIN = "Origin";
    private static final String BEARER = "Bearer ";

    private final SignIn signIn;
    private final String origin;

    /**
     * Visitors of a marketplace.
     *
     * @param origin this marketplace's, or a scheme alone ({@code https://}) for whatever host a request names
     */
    public Visitor(SignIn signIn, String origin) {
        this.signIn = signIn;
        this.origin = origin;
    }

    /**
     * The origin that a challenge is for.
     *
     * @throws Problem when a page of another origin asks
     */
    public String origin(HttpHeaders headers) {
        String own = origin.endsWith("://") ? origin + headers.getHeaderString(HttpHeaders.HOST) : origin;
        String asking = headers.getHeaderString(ORIGIN);
        if (asking != null && !asking.equals(own)) {
            throw new Problem(403, "wrong_origin", "This comes from a page of " + asking + ", not of " + own + ".");
        }
        return own;
    }

    /** The session's token, if the request has one. */
    public Optional<String> token(HttpHeaders headers) {
        String authorization = headers.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.startsWith(BEARER)) {
            return Optional.of(authorization.substring(BEARER.length()));
        }
        return Optional.ofNullable(headers.getCookies().get(COOKIE)).map(Cookie::getValue);
    }

    /**
     * Who looks at something of his own.
     *
     * @throws Problem when nobody is signed in
     */
    public Session looking(HttpHeaders headers) {
        return token(headers).flatMap(signIn::session).orElseThrow(Visitor::nobody);
    }

    /**
     * Who changes something of his own: asked of the ledger anew, since an account's keys may have been changed since.
     *
     * @throws Problem when nobody is signed in, a page of another origin asks, or the ledger gives no answer
     */
    public Account changing(HttpHeaders headers) throws InterruptedException {
        Session session = looking(headers);
        boolean cookie = headers.getHeaderString(HttpHeaders.AUTHORIZATION) == null;
        origin(headers);
        if (cookie && headers.getHeaderString(ORIGIN) == null) {
            throw new Problem(403, "wrong_origin", "With a cookie, a request must say which origin it comes from.");
        }
        try {
            if (!signIn.stillHolds(token(headers).orElseThrow(Visitor::nobody), session)) {
                throw new Problem(401, "key_gone", "The account has put another key in the place of this session's.");
            }
        } catch (LedgerException e) {
            throw new Problem(502, "ledger_failed", e.getMessage());
        }
        return session.account();
    }

    private static Problem nobody() {
        return new Problem(401, "not_signed_in", "Nobody is signed in, or the session is over.");
    }
}
