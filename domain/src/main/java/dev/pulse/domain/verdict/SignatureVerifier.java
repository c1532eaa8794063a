package dev.pulse.domain.verdict;

/**
 * Plain Ed25519 over a 32-byte message, with the verdict of the cofactorless equation and S below L (RFC 8032 section
 * 5.1.7 without the factor 8; design section 3). Implementations are safe for use by several threads.
 */
public interface SignatureVerifier {
    /**
     * Whether the signature holds. Never throws on bad input: bytes that are no key, no point or of the wrong length
     * are a false.
     *
     * @param publicKey 32 bytes, already known not to be on the list of weak encodings
     * @param message the 32-byte SHA-256 of the canonical payload
     * @param signature 64 bytes, R then S
     */
    boolean verify(byte[] publicKey, byte[] message, byte[] signature);

    /** A short name for logs and answers, for example {@code AWS-LC (ACCP 2.5.0)}. */
    String name();

    /** Memory for what is kept of keys, bytes; 0 where nothing is. */
    default long bytes() {
        return 0;
    }
}
