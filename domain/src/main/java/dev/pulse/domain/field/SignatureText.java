package dev.pulse.domain.field;

import java.util.Arrays;

/**
 * The text of a signature: 64 bytes in standard base64 with padding (RFC 4648 section 4), decoded strictly, so that one
 * signature has one text alone. The JDK's decoder takes missing padding and stray bits; other languages' do not.
 */
public final class SignatureText {
    /** Length of a signature's text in characters. */
    public static final int LENGTH = 88;
    /** Length of a signature in bytes. */
    public static final int BYTES = 64;

    private static final byte[] DIGITS = new byte[128];

    static {
        Arrays.fill(DIGITS, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            DIGITS[alphabet.charAt(i)] = (byte) i;
        }
    }

    private SignatureText() {}

    /** The 64 bytes, or null when the text is not their only encoding. */
    public static byte[] decode(String text) {
        if (text.length() != LENGTH || text.charAt(LENGTH - 1) != '=' || text.charAt(LENGTH - 2) != '=') {
            return null;
        }
        byte[] bytes = new byte[BYTES + 2];
        int at = 0;
        for (int i = 0; i < LENGTH - 4; i += 4) {
            int group = digit(text, i) << 18 | digit(text, i + 1) << 12 | digit(text, i + 2) << 6 | digit(text, i + 3);
            if (group < 0) {
                return null;
            }
            bytes[at++] = (byte) (group >> 16);
            bytes[at++] = (byte) (group >> 8);
            bytes[at++] = (byte) group;
        }
        int last = digit(text, LENGTH - 4) << 6 | digit(text, LENGTH - 3);
        // Eight of these twelve bits are the last byte; the other four must be zero.
        if (last < 0 || (last & 0xf) != 0) {
            return null;
        }
        bytes[at] = (byte) (last >> 4);
        return Arrays.copyOf(bytes, BYTES);
    }

    private static int digit(String text, int at) {
        char c = text.charAt(at);
        return c < DIGITS.length ? DIGITS[c] : -1;
    }
}
