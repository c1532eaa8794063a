package dev.pulse.marketplace.session;

import dev.pulse.domain.account.Account;
import dev.pulse.ledger.message.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Gives out challenges and knows them again. Nothing is kept of one that is only asked for, so a flood of them costs no
 * memory: its nonce carries when it ends and a seal over account, origin and that. What is kept is each nonce that was
 * used, until it ends, so that it is used once. Safe for several threads.
 */
public final class Challenges {
    /** How long one is good, seconds: enough for a person and his wallet. */
    static final long LIFETIME_S = 300;

    /** Most sign-ins within the lifetime of a challenge. */
    static final int MAX_USED = 100_000;

    private static final String SEAL = "HmacSHA256";
    private static final int RANDOM_BYTES = 8;
    private static final int SEAL_BYTES = Message.NONCE_LENGTH - Long.BYTES - RANDOM_BYTES;

    /** A nonce that was used. */
    private record Used(ByteBuffer nonce, long expiresAt) {}

    private final SecretKeySpec secret;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Set<ByteBuffer> used = new HashSet<>();
    private final Queue<Used> order = new ArrayDeque<>();

    /** Challenges that this instance alone knows again. */
    public Challenges(SecureRandom random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
        byte[] key = new byte[Message.NONCE_LENGTH];
        random.nextBytes(key);
        secret = new SecretKeySpec(key, SEAL);
    }

    /**
     * A new one.
     *
     * @param origin where it is for, as browsers write origins
     */
    public Challenge issue(Account account, String origin) {
        byte[] salt = new byte[RANDOM_BYTES];
        random.nextBytes(salt);
        long expiresAt = now() + LIFETIME_S;
        return challenge(account, origin, expiresAt, nonce(account, origin, expiresAt, salt));
    }

    /** The challenge of a nonce, if it was given out to this account at this origin and is still good. */
    public Optional<Challenge> find(Account account, String origin, byte[] nonce) {
        if (nonce.length != Message.NONCE_LENGTH) {
            return Optional.empty();
        }
        ByteBuffer parts = ByteBuffer.wrap(nonce);
        long expiresAt = parts.getLong();
        byte[] salt = new byte[RANDOM_BYTES];
        parts.get(salt);
        boolean ours = MessageDigest.isEqual(nonce, nonce(account, origin, expiresAt, salt));
        return ours && now() < expiresAt ? Optional.of(challenge(account, origin, expiresAt, nonce)) : Optional.empty();
    }

    /** Uses a challenge up; false when it was before, or when too many were of late. */
    public synchronized boolean use(Challenge challenge) {
        while (!order.isEmpty() && order.peek().expiresAt() <= now()) {
            used.remove(order.poll().nonce());
        }
        ByteBuffer nonce = ByteBuffer.wrap(challenge.message().nonce());
        if (used.size() >= MAX_USED || !used.add(nonce)) {
            return false;
        }
        order.add(new Used(nonce, challenge.expiresAt()));
        return true;
    }

    private long now() {
        return clock.millis() / 1_000;
    }

    private static Challenge challenge(Account account, String origin, long expiresAt, byte[] nonce) {
        String words = "Sign in to " + origin + " as " + account + ".\nPOST /api/session, until "
                + Instant.ofEpochSecond(expiresAt) + ".";
        return new Challenge(new Message(words, nonce, origin, null), expiresAt);
    }

    private byte[] nonce(Account account, String origin, long expiresAt, byte[] salt) {
        ByteBuffer nonce =
                ByteBuffer.allocate(Message.NONCE_LENGTH).putLong(expiresAt).put(salt);
        try {
            Mac mac = Mac.getInstance(SEAL);
            mac.init(secret);
            mac.update(nonce.array(), 0, nonce.position());
            mac.update(account.key());
            mac.update(origin.getBytes(StandardCharsets.UTF_8));
            return nonce.put(Arrays.copyOf(mac.doFinal(), SEAL_BYTES)).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + SEAL, e);
        }
    }
}
