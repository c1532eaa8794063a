package dev.pulse.domain.account;

import java.util.Optional;

/**
 * Base58 with Bitcoin's alphabet (draft-msporny-base58-03), which NEAR writes keys in: no 0, O, I or l. Time grows with
 * the square of the length, so both directions are bounded.
 */
public final class Base58 {
    /** Most bytes that are encoded. */
    public static final int MAX_BYTES = 128;
    /** Most characters that are decoded: what {@link #MAX_BYTES} bytes take. */
    public static final int MAX_CHARACTERS = 175;

    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    private Base58() {}

    /**
     * Encodes bytes, each leading zero byte as one {@code 1}.
     *
     * @throws IllegalArgumentException when there are more than {@link #MAX_BYTES}
     */
    public static String encode(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("at most " + MAX_BYTES + " bytes, not " + bytes.length);
        }
        int zeros = 0;
        while (zeros < bytes.length && bytes[zeros] == 0) {
            zeros++;
        }
        byte[] digits = new byte[MAX_CHARACTERS];
        int used = 0;
        for (int i = zeros; i < bytes.length; i++) {
            int carry = bytes[i] & 0xff;
            for (int d = 0; d < used || carry != 0; d++) {
                carry += digits[d] * 256;
                digits[d] = (byte) (carry % 58);
                carry /= 58;
                used = Math.max(used, d + 1);
            }
        }
        StringBuilder text = new StringBuilder(zeros + used);
        text.repeat('1', zeros);
        for (int d = used - 1; d >= 0; d--) {
            text.append(ALPHABET.charAt(digits[d]));
        }
        return text.toString();
    }

    /** The bytes of a text, or empty when a character is not of the alphabet or the text is too long. */
    public static Optional<byte[]> decode(String text) {
        if (text.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        int zeros = 0;
        while (zeros < text.length() && text.charAt(zeros) == '1') {
            zeros++;
        }
        byte[] reversed = new byte[text.length()];
        int used = 0;
        for (int i = zeros; i < text.length(); i++) {
            int carry = ALPHABET.indexOf(text.charAt(i));
            if (carry < 0) {
                return Optional.empty();
            }
            for (int b = 0; b < used || carry != 0; b++) {
                carry += (reversed[b] & 0xff) * 58;
                reversed[b] = (byte) carry;
                carry >>= 8;
                used = Math.max(used, b + 1);
            }
        }
        byte[] bytes = new byte[zeros + used];
        for (int b = 0; b < used; b++) {
            bytes[zeros + b] = reversed[used - 1 - b];
        }
        return Optional.of(bytes);
    }
}
