package dev.pulse.marketplace.session;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.verdict.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Open sessions, in memory: after a restart people sign in again. Kept under the hash of their tokens, so that a dump of the
 * memory signs nobody in. Safe for several threads.
 */
public final class Sessions {
    /** How long a session lasts, seconds. */
    static final long LIFETIME_S = 3_600;

    /** Most sessions; the one that would end first gives way. */
    static final int MAX_OPEN = 100_000;

    private static final int TOKEN_BYTES = 32;

    private final SecureRandom random;
    private final InstantSource clock;

    /** In the order in which they were opened, which is that in which they end. */
    private final Map<ByteBuffer, Session> open = new LinkedHashMap<>();

    /**
     * A session that was opened.
     *
     * @param token what shows that one has it; a secret
     */
    public record Opened(Session session, String token) {}

    /** None are open. */
    public Sessions(SecureRandom random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    /** Opens one. */
    public synchronized Opened open(Account account, Account key, boolean signs) {
        while (!open.isEmpty()
                && (open.size() >= MAX_OPEN || isOver(open.values().iterator().next()))) {
            open.remove(open.keySet().iterator().next());
        }
        byte[] secret = new byte[TOKEN_BYTES];
        random.nextBytes(secret);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Session session = new Session(account, key, clock.millis() / 1_000 + LIFETIME_S, signs);
        open.put(hash(token), session);
        return new Opened(session, token);
    }

    /** The session of a token. */
    public synchronized Optional<Session> find(String token) {
        return Optional.ofNullable(open.get(hash(token))).filter(session -> !isOver(session));
    }

    /** Ends one, if it is there. */
    public synchronized void end(String token) {
        open.remove(hash(token));
    }

    private boolean isOver(Session session) {
        return session.expiresAt() <= clock.millis() / 1_000;
    }

    private static ByteBuffer hash(String token) {
        return ByteBuffer.wrap(Sha256.hash(token.getBytes(StandardCharsets.UTF_8)));
    }
}
