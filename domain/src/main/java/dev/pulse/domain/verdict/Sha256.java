package dev.pulse.domain.verdict;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of a canonical payload: the message that a node signs (design section 3). */
public final class Sha256 {
    /** Looking an algorithm up costs more than hashing a payload. */
    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Sha256::digest);

    private Sha256() {}

    /** The 32 bytes of the hash. */
    public static byte[] hash(byte[] bytes) {
        return DIGEST.get().digest(bytes);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            // Every Java platform must have it (java.security.MessageDigest).
            throw new AssertionError(e);
        }
    }
}
