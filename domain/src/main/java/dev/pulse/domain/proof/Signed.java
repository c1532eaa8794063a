package dev.pulse.domain.proof;

/**
 * A document that somebody signed, as it is shown. Nothing is proved by having it.
 *
 * @param payload its canonical form, UTF-8
 * @param signature over the SHA-256 of that, standard base64
 */
public record Signed(byte[] payload, String signature) {}
