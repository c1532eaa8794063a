package dev.pulse.domain.account;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Public keys that are refused before any crypto (design section 3): the encodings of the eight points of small order,
 * and every encoding that is not the canonical one of its point (RFC 8032 section 5.1.3). Ed25519 implementations differ
 * on these, and no honest key pair has one.
 *
 * <p>An encoding is a y coordinate of 255 bits, little-endian, with the sign of x in the top bit. The points of small
 * order have y = 0 (order 4), 1 (order 1), -1 (order 2), and y8 or -y8 (order 8), the two roots of d y^4 + 2 y^2 = 1,
 * where doubling leads to y = 0. Each is weak with either sign bit, which covers "x = 0 with the sign set" too, since x
 * is 0 only at y = 1 and y = -1. Any other encoding is non-canonical only if y >= p = 2^255-19. Together these are the
 * eight canonical and the six other encodings of small order listed in "Taming the many EdDSAs" (Chalkias, Garillot,
 * Nikolaenko, 2020), and the non-canonical encodings of every other point.
 */
public final class WeakKeys {
    private static final int TOP = Account.KEY_LENGTH - 1;

    /** The y coordinates of the points of small order, little-endian, the sign bit cleared. */
    private static final byte[][] SMALL_ORDER_Y = {
        hex("0000000000000000000000000000000000000000000000000000000000000000"),
        hex("0100000000000000000000000000000000000000000000000000000000000000"),
        hex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    };

    private WeakKeys() {}

    /**
     * Whether a key must be refused.
     *
     * @param key 32 bytes
     */
    public static boolean isWeak(byte[] key) {
        if (key.length != Account.KEY_LENGTH) {
            throw new IllegalArgumentException("a key has 32 bytes, not " + key.length);
        }
        return isNotReduced(key) || isSmallOrder(key);
    }

    /** Whether y is 2^255-19 or more. */
    private static boolean isNotReduced(byte[] key) {
        if ((key[TOP] & 0x7f) != 0x7f || (key[0] & 0xff) < 0xed) {
            return false;
        }
        for (int i = 1; i < TOP; i++) {
            if (key[i] != (byte) 0xff) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSmallOrder(byte[] key) {
        for (byte[] y : SMALL_ORDER_Y) {
            if ((key[TOP] & 0x7f) == y[TOP] && Arrays.equals(key, 0, TOP, y, 0, TOP)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
