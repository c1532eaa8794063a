package dev.pulse.domain.json;

/** Strings of JSON at the level of bytes: strict UTF-8 (Unicode table 3-7), escapes (RFC 8259 section 7). */
final class JsonText {
    /** The answer of {@link #escapeLength} for an escape that RFC 8259 does not know. */
    static final int BROKEN_ESCAPE = -1;
    /** The answer of {@link #escapeLength} for half of a surrogate pair. */
    static final int LONE_SURROGATE = -2;

    private static final int SHORT_ESCAPE = 2;
    private static final int UNICODE_ESCAPE = 6;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private JsonText() {}

    /** Length in bytes of the well-formed sequence that a byte of 0x80 or more begins, or -1. */
    static int sequenceLength(byte[] b, int at, int end) {
        int first = b[at] & 0xff;
        if (first < 0xc2 || first > 0xf4) {
            return -1;
        }
        int length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (end - at < length) {
            return -1;
        }
        // The second byte's range keeps out overlong forms, encoded surrogates and what lies past U+10FFFF.
        int low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        int second = b[at + 1] & 0xff;
        if (second < low || second > high) {
            return -1;
        }
        for (int i = 2; i < length; i++) {
            if ((b[at + i] & 0xc0) != 0x80) {
                return -1;
            }
        }
        return length;
    }

    /**
     * Length in bytes of the escape at a backslash: 2, 6, or 12 for a surrogate pair; {@link #BROKEN_ESCAPE} or
     * {@link #LONE_SURROGATE} when it is malformed.
     */
    static int escapeLength(byte[] b, int at, int end) {
        if (end - at < SHORT_ESCAPE) {
            return BROKEN_ESCAPE;
        }
        return switch (b[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> SHORT_ESCAPE;
            case 'u' -> unicodeEscapeLength(b, at, end);
            default -> BROKEN_ESCAPE;
        };
    }

    private static int unicodeEscapeLength(byte[] b, int at, int end) {
        int unit = hex4(b, at + 2, end);
        if (unit < 0) {
            return BROKEN_ESCAPE;
        }
        if (!Character.isSurrogate((char) unit)) {
            return UNICODE_ESCAPE;
        }
        int second = at + UNICODE_ESCAPE;
        if (Character.isLowSurrogate((char) unit)
                || end - second < UNICODE_ESCAPE
                || b[second] != '\\'
                || b[second + 1] != 'u') {
            return LONE_SURROGATE;
        }
        int low = hex4(b, second + 2, end);
        if (low < 0) {
            return BROKEN_ESCAPE;
        }
        return Character.isLowSurrogate((char) low) ? 2 * UNICODE_ESCAPE : LONE_SURROGATE;
    }

    /** Whether a well-formed escape is the one that the canonical form has for its character. */
    static boolean isCanonicalEscape(byte[] b, int at) {
        byte kind = b[at + 1];
        if (kind != 'u') {
            return kind != '/';
        }
        if (b[at + 2] != '0' || b[at + 3] != '0' || b[at + 4] != '0' && b[at + 4] != '1') {
            return false;
        }
        byte last = b[at + 5];
        if (last >= 'A' && last <= 'F') {
            return false;
        }
        // A control that has a short escape is written with it.
        return b[at + 4] == '1' || shortEscape(digit(last)) == 0;
    }

    /** The letter of a control character's short escape, or 0 where it has none. */
    private static byte shortEscape(int control) {
        return switch (control) {
            case '\b' -> (byte) 'b';
            case '\t' -> (byte) 't';
            case '\n' -> (byte) 'n';
            case '\f' -> (byte) 'f';
            case '\r' -> (byte) 'r';
            default -> 0;
        };
    }

    /**
     * Writes the UTF-8 of a scanned string's content, escapes resolved. Never longer than the source.
     *
     * @return the position behind the last byte written
     */
    static int unescape(byte[] b, int from, int to, byte[] out, int at) {
        int p = from;
        int o = at;
        while (p < to) {
            byte c = b[p];
            if (c != '\\') {
                out[o++] = c;
                p++;
                continue;
            }
            byte kind = b[p + 1];
            p += SHORT_ESCAPE;
            switch (kind) {
                case 'b' -> out[o++] = '\b';
                case 'f' -> out[o++] = '\f';
                case 'n' -> out[o++] = '\n';
                case 'r' -> out[o++] = '\r';
                case 't' -> out[o++] = '\t';
                case 'u' -> {
                    int codePoint = hex4(b, p, to);
                    p += 4;
                    if (Character.isHighSurrogate((char) codePoint)) {
                        codePoint = Character.toCodePoint((char) codePoint, (char) hex4(b, p + 2, to));
                        p += UNICODE_ESCAPE;
                    }
                    o = encode(codePoint, out, o);
                }
                default -> out[o++] = kind;
            }
        }
        return o;
    }

    private static int encode(int codePoint, byte[] out, int at) {
        int o = at;
        if (codePoint < 0x80) {
            out[o++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            out[o++] = (byte) (0xc0 | codePoint >> 6);
            out[o++] = (byte) (0x80 | codePoint & 0x3f);
        } else if (codePoint < 0x10000) {
            out[o++] = (byte) (0xe0 | codePoint >> 12);
            out[o++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
            out[o++] = (byte) (0x80 | codePoint & 0x3f);
        } else {
            out[o++] = (byte) (0xf0 | codePoint >> 18);
            out[o++] = (byte) (0x80 | codePoint >> 12 & 0x3f);
            out[o++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
            out[o++] = (byte) (0x80 | codePoint & 0x3f);
        }
        return o;
    }

    /**
     * Writes unescaped UTF-8 as the content of a canonical string, without the quotes.
     *
     * @return the position behind the last byte written
     */
    static int escape(byte[] text, int from, int to, byte[] out, int at) {
        int o = at;
        for (int p = from; p < to; p++) {
            byte c = text[p];
            if (c == '"' || c == '\\') {
                out[o++] = '\\';
                out[o++] = c;
            } else if (c >= 0x20 || c < 0) {
                out[o++] = c;
            } else {
                byte letter = shortEscape(c);
                out[o++] = '\\';
                if (letter != 0) {
                    out[o++] = letter;
                } else {
                    out[o++] = 'u';
                    out[o++] = '0';
                    out[o++] = '0';
                    out[o++] = HEX[c >> 4];
                    out[o++] = HEX[c & 0xf];
                }
            }
        }
        return o;
    }

    private static int hex4(byte[] b, int at, int end) {
        if (end - at < 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = digit(b[at + i]);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static int digit(byte c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        if (c >= 'a' && c <= 'f') {
            return c - 'a' + 10;
        }
        return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    }
}
