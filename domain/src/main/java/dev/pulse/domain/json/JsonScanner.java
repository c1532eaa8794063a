package dev.pulse.domain.json;

import dev.pulse.domain.json.Malformed.Code;

/**
 * One pass over the bytes of a JSON document (RFC 8259, narrowed by design section 3): checks the grammar, the UTF-8,
 * the numbers and the keys, and writes down where each value begins and ends. No value is decoded and nothing is boxed.
 *
 * <p>{@link #impurities} counts what differs from the canonical form (white space, unsorted keys, escapes written
 * otherwise); a value whose span saw no new impurity is canonical as it stands and can be copied.
 */
final class JsonScanner {
    /** 2^64-1 divided by ten, the largest value that may be followed by a twentieth digit. */
    private static final long UNSIGNED_TENTH = 1844674407370955161L;

    private static final int MAX_DIGITS = 20;

    private final byte[] source;
    private final JsonTape index;
    private final int base;
    private final int end;
    private int pos;
    private int impurities;
    private Malformed malformed;

    JsonScanner(byte[] source, int offset, int length) {
        this.source = source;
        this.base = offset;
        this.end = offset + length;
        this.pos = offset;
        this.index = new JsonTape(source, length);
    }

    /** Scans the document; null when it is well-formed, otherwise why it is not. */
    Malformed scan() {
        if (end == base) {
            return new Malformed(Code.NOT_JSON, "The document is empty.");
        }
        if (end - base >= 3
                && source[base] == (byte) 0xef
                && source[base + 1] == (byte) 0xbb
                && source[base + 2] == (byte) 0xbf) {
            return new Malformed(
                    Code.NOT_JSON, "The document begins with a byte order mark, which JSON does not allow.");
        }
        skipSpace();
        if (pos >= end || source[pos] != '{') {
            fail(Code.NOT_JSON, "Expected a JSON object");
            return malformed;
        }
        int root = index.add();
        if (!value(root, 0)) {
            return malformed;
        }
        skipSpace();
        if (pos < end) {
            fail(Code.NOT_JSON, "Bytes after the end of the document");
        }
        return malformed;
    }

    /** Where everything stands, once scanned. */
    JsonTape index() {
        return index;
    }

    /** Whether the document and nothing else fills the given range. */
    boolean fillsRange() {
        return index.tape[JsonTape.START] == base && index.tape[JsonTape.END] == end;
    }

    private boolean fail(Code code, String what) {
        malformed = new Malformed(code, what + " at byte " + (pos - base) + ".");
        return false;
    }

    private void skipSpace() {
        int p = pos;
        while (p < end) {
            byte c = source[p];
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                break;
            }
            p++;
        }
        if (p != pos) {
            pos = p;
            impurities++;
        }
    }

    private void close(int node, int start, int impuritiesBefore, int flags) {
        index.close(node, start, pos, flags | (impurities == impuritiesBefore ? JsonTape.CLEAN : 0));
    }

    /** Reads the value at {@link #pos} that stands inside {@code level} objects and arrays. */
    private boolean value(int node, int level) {
        if (pos >= end) {
            return fail(Code.NOT_JSON, "The document ends where a value is expected,");
        }
        byte c = source[pos];
        return switch (c) {
            case '{' -> object(node, level + 1);
            case '[' -> array(node, level + 1);
            case '"' -> text(node);
            case 't' -> literal(node, "true");
            case 'f' -> literal(node, "false");
            case 'n' -> literal(node, "null");
            default -> c == '-' || c >= '0' && c <= '9' ? number(node) : fail(Code.NOT_JSON, "Expected a JSON value");
        };
    }

    private boolean literal(int node, String word) {
        int start = pos;
        if (end - pos < word.length()) {
            return fail(Code.NOT_JSON, "Expected " + word);
        }
        for (int i = 1; i < word.length(); i++) {
            if (source[pos + i] != word.charAt(i)) {
                return fail(Code.NOT_JSON, "Expected " + word);
            }
        }
        pos += word.length();
        close(node, start, impurities, 0);
        return true;
    }

    private boolean number(int node) {
        int start = pos;
        int p = pos;
        boolean negative = source[p] == '-';
        if (negative) {
            p++;
        }
        int digits = p;
        long value = 0;
        boolean tooLarge = false;
        while (p < end && source[p] >= '0' && source[p] <= '9') {
            int digit = source[p] - '0';
            int count = p - digits + 1;
            if (count >= MAX_DIGITS) {
                // Nineteen digits always fit 64 unsigned bits; the twentieth may not.
                tooLarge |= count > MAX_DIGITS
                        || Long.compareUnsigned(value, UNSIGNED_TENTH) > 0
                        || value == UNSIGNED_TENTH && digit > 5;
            }
            value = value * 10 + digit;
            p++;
        }
        int count = p - digits;
        if (count == 0) {
            return fail(Code.BAD_NUMBER, "A minus sign without digits");
        }
        if (p < end && (source[p] == '.' || source[p] == 'e' || source[p] == 'E')) {
            return fail(Code.BAD_NUMBER, "A number with a fraction or an exponent, only integers are allowed,");
        }
        if (source[digits] == '0' && (count > 1 || negative)) {
            return fail(Code.BAD_NUMBER, count > 1 ? "A number with a leading zero" : "A negative zero");
        }
        if (tooLarge || negative && Long.compareUnsigned(value, Long.MIN_VALUE) > 0) {
            return fail(Code.BAD_NUMBER, "An integer outside -2^63 to 2^64-1");
        }
        pos = p;
        close(node, start, impurities, 0);
        return true;
    }

    private boolean array(int node, int level) {
        if (level > JsonDocument.MAX_LEVELS) {
            return fail(Code.TOO_DEEP, "More than " + JsonDocument.MAX_LEVELS + " levels of objects and arrays");
        }
        int start = pos;
        int before = impurities;
        pos++;
        skipSpace();
        if (pos < end && source[pos] == ']') {
            pos++;
            close(node, start, before, 0);
            return true;
        }
        while (true) {
            if (!value(index.add(), level)) {
                return false;
            }
            skipSpace();
            if (pos < end && source[pos] == ']') {
                pos++;
                close(node, start, before, 0);
                return true;
            }
            if (pos >= end || source[pos] != ',') {
                return fail(Code.NOT_JSON, "Expected a comma or ]");
            }
            pos++;
            skipSpace();
        }
    }

    private boolean object(int node, int level) {
        if (level > JsonDocument.MAX_LEVELS) {
            return fail(Code.TOO_DEEP, "More than " + JsonDocument.MAX_LEVELS + " levels of objects and arrays");
        }
        int start = pos;
        int before = impurities;
        pos++;
        skipSpace();
        if (pos < end && source[pos] == '}') {
            pos++;
            close(node, start, before, 0);
            return true;
        }
        int members = 0;
        int previous = -1;
        boolean sorted = true;
        while (true) {
            if (pos >= end || source[pos] != '"') {
                return fail(Code.NOT_JSON, "Expected a key in quotes");
            }
            int keyAt = pos;
            int child = index.add();
            if (!key(child)) {
                return false;
            }
            if (previous >= 0 && sorted) {
                int compared = index.compareKeys(previous, child);
                if (compared == 0) {
                    pos = keyAt;
                    return fail(Code.DUPLICATE_KEY, "The same key twice in one object, the second time");
                }
                sorted = compared < 0;
            }
            previous = child;
            members++;
            skipSpace();
            if (pos >= end || source[pos] != ':') {
                return fail(Code.NOT_JSON, "Expected a colon");
            }
            pos++;
            skipSpace();
            if (!value(child, level)) {
                return false;
            }
            skipSpace();
            if (pos < end && source[pos] == '}') {
                pos++;
                break;
            }
            if (pos >= end || source[pos] != ',') {
                return fail(Code.NOT_JSON, "Expected a comma or }");
            }
            pos++;
            skipSpace();
        }
        if (!sorted) {
            impurities++;
            int again = index.sortMembers(node, members);
            if (again >= 0) {
                // The value's place: an unescaped key has none of its own.
                pos = index.tape[again + JsonTape.START];
                return fail(Code.DUPLICATE_KEY, "The same key twice in one object, the second time before the value");
            }
        }
        close(node, start, before, 0);
        return true;
    }

    private boolean text(int node) {
        int start = pos;
        int before = impurities;
        int scanned = string();
        if (scanned == 0) {
            return false;
        }
        close(node, start, before, scanned == 2 ? JsonTape.ESCAPED : 0);
        return true;
    }

    private boolean key(int node) {
        int start = pos + 1;
        int scanned = string();
        if (scanned == 0) {
            return false;
        }
        index.key(node, start, pos - 1, scanned == 2);
        return true;
    }

    /** Scans the string at {@link #pos}: 0 when it is malformed, 1 when it has no escapes, 2 when it has some. */
    private int string() {
        int p = pos + 1;
        int result = 1;
        while (p < end) {
            byte c = source[p];
            if (c >= 0x20 && c != '"' && c != '\\') {
                p++;
            } else if (c == '"') {
                pos = p + 1;
                return result;
            } else if (c == '\\') {
                int length = JsonText.escapeLength(source, p, end);
                if (length < 0) {
                    pos = p;
                    fail(
                            length == JsonText.LONE_SURROGATE ? Code.BAD_TEXT : Code.NOT_JSON,
                            length == JsonText.LONE_SURROGATE
                                    ? "A lone surrogate escape"
                                    : "An unknown or broken escape");
                    return 0;
                }
                if (!JsonText.isCanonicalEscape(source, p)) {
                    impurities++;
                }
                result = 2;
                p += length;
            } else if (c >= 0) {
                pos = p;
                fail(Code.NOT_JSON, "An unescaped control character");
                return 0;
            } else {
                int length = JsonText.sequenceLength(source, p, end);
                if (length < 0) {
                    pos = p;
                    fail(Code.BAD_TEXT, "Bytes that are not well-formed UTF-8");
                    return 0;
                }
                p += length;
            }
        }
        pos = end;
        fail(Code.NOT_JSON, "The document ends inside a string");
        return 0;
    }
}
