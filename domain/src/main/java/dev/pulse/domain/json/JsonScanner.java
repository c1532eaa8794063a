package dev.pulse.domain.json;

import dev.pulse.domain.json.Malformed.Code;
import java.util.Arrays;

/**
 * One pass over the bytes of a JSON document (RFC 8259, narrowed by design section 3): checks the grammar, the UTF-8,
 * the numbers and the keys, and writes down where each value begins and ends. No value is decoded and nothing is boxed.
 *
 * <p>The index is a tape of {@link #STRIDE} ints for each value, in document order. {@link #impurities} counts what
 * differs from the canonical form (white space, unsorted keys, escapes written otherwise); a value whose span saw no
 * new impurity is canonical as it stands and can be copied.
 */
final class JsonScanner {
    /** Ints on the tape for each value. */
    static final int STRIDE = 7;
    /** The flags below. What kind of value it is shows in its first byte. */
    static final int HEAD = 0;
    /** Where a member's key begins, behind its quote: in the source, or in the scratch if {@link #KEY_UNESCAPED}. */
    static final int KEY_START = 1;

    static final int KEY_END = 2;
    /** Span of the value in the source, quotes and brackets included. */
    static final int START = 3;

    static final int END = 4;
    /** Tape index behind the value's last descendant: its next sibling, if it has one. */
    static final int NEXT = 5;
    /** Position in {@link #order} of an unsorted object's list (count, then members in order), otherwise -1. */
    static final int ORDER = 6;

    /** The value's bytes are its canonical form. */
    static final int CLEAN = 1;
    /** The string has escapes. */
    static final int ESCAPED = 1 << 1;
    /** The key had escapes; its unescaped UTF-8 stands in the scratch. */
    static final int KEY_UNESCAPED = 1 << 2;

    /** 2^64-1 divided by ten, the largest value that may be followed by a twentieth digit. */
    private static final long UNSIGNED_TENTH = 1844674407370955161L;

    private static final int MAX_DIGITS = 20;
    private static final int INSERTION_LIMIT = 24;

    final byte[] source;
    private final int base;
    private final int end;
    private int pos;
    private int impurities;
    private Malformed malformed;

    int[] tape;
    int tapeSize;
    int[] order = {};
    int orderSize;
    byte[] scratch = {};
    int scratchSize;

    JsonScanner(byte[] source, int offset, int length) {
        this.source = source;
        this.base = offset;
        this.end = offset + length;
        this.pos = offset;
        // A typical member takes about 20 bytes; the tape grows where a document is denser.
        this.tape = new int[STRIDE * (length / 16 + 8)];
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
        int root = node();
        if (!value(root, 0)) {
            return malformed;
        }
        skipSpace();
        if (pos < end) {
            fail(Code.NOT_JSON, "Bytes after the end of the document");
        }
        return malformed;
    }

    /** Whether the document and nothing else fills the given range. */
    boolean fillsRange() {
        return tape[START] == base && tape[END] == end;
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

    private int node() {
        int node = tapeSize;
        tapeSize += STRIDE;
        if (tapeSize > tape.length) {
            tape = Arrays.copyOf(tape, Math.max(tapeSize, tape.length * 2));
        }
        tape[node + ORDER] = -1;
        return node;
    }

    private void close(int node, int start, int impuritiesBefore, int flags) {
        tape[node + HEAD] |= flags | (impurities == impuritiesBefore ? CLEAN : 0);
        tape[node + START] = start;
        tape[node + END] = pos;
        tape[node + NEXT] = tapeSize;
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
            if (!value(node(), level)) {
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
            int child = node();
            if (!key(child)) {
                return false;
            }
            if (previous >= 0 && sorted) {
                int compared = compareKeys(previous, child);
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
            if (!sortMembers(node, members)) {
                return false;
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
        close(node, start, before, scanned == 2 ? ESCAPED : 0);
        return true;
    }

    private boolean key(int node) {
        int start = pos + 1;
        int scanned = string();
        if (scanned == 0) {
            return false;
        }
        int stop = pos - 1;
        int head = 0;
        if (scanned == 2) {
            head = KEY_UNESCAPED;
            if (scratch.length - scratchSize < stop - start) {
                scratch = Arrays.copyOf(scratch, Math.max(scratchSize + stop - start, scratch.length * 2));
            }
            int from = scratchSize;
            scratchSize = JsonText.unescape(source, start, stop, scratch, from);
            start = from;
            stop = scratchSize;
        }
        tape[node + HEAD] = head;
        tape[node + KEY_START] = start;
        tape[node + KEY_END] = stop;
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

    /** Order of two members' unescaped keys by UTF-8 bytes, which is their order by Unicode code point. */
    private int compareKeys(int a, int b) {
        byte[] keysOfA = (tape[a + HEAD] & KEY_UNESCAPED) != 0 ? scratch : source;
        byte[] keysOfB = (tape[b + HEAD] & KEY_UNESCAPED) != 0 ? scratch : source;
        return Arrays.compareUnsigned(
                keysOfA, tape[a + KEY_START], tape[a + KEY_END], keysOfB, tape[b + KEY_START], tape[b + KEY_END]);
    }

    /** Writes the sorted list of an object's members behind {@link #order}; false on a duplicate key. */
    private boolean sortMembers(int node, int members) {
        int[] list = new int[members];
        int child = node + STRIDE;
        for (int i = 0; i < members; i++) {
            list[i] = child;
            child = tape[child + NEXT];
        }
        mergeSort(list, members <= INSERTION_LIMIT ? list : new int[members], 0, members);
        for (int i = 1; i < members; i++) {
            if (compareKeys(list[i - 1], list[i]) == 0) {
                int later = Math.max(list[i - 1], list[i]);
                // The value's place: an unescaped key stands in the scratch and has no place of its own.
                pos = tape[later + START];
                return fail(Code.DUPLICATE_KEY, "The same key twice in one object, the second time before the value");
            }
        }
        if (order.length - orderSize <= members) {
            order = Arrays.copyOf(order, Math.max(orderSize + members + 1, order.length * 2));
        }
        tape[node + ORDER] = orderSize;
        order[orderSize] = members;
        System.arraycopy(list, 0, order, orderSize + 1, members);
        orderSize += members + 1;
        return true;
    }

    /** Merge sort, insertion sort for short runs: n log n comparisons whatever the input. */
    private void mergeSort(int[] list, int[] buffer, int from, int to) {
        if (to - from <= INSERTION_LIMIT) {
            for (int i = from + 1; i < to; i++) {
                int moved = list[i];
                int at = i;
                while (at > from && compareKeys(list[at - 1], moved) > 0) {
                    list[at] = list[at - 1];
                    at--;
                }
                list[at] = moved;
            }
            return;
        }
        int middle = (from + to) >>> 1;
        mergeSort(list, buffer, from, middle);
        mergeSort(list, buffer, middle, to);
        System.arraycopy(list, from, buffer, from, to - from);
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            boolean takeLeft = right >= to || left < middle && compareKeys(buffer[left], buffer[right]) <= 0;
            list[i] = takeLeft ? buffer[left++] : buffer[right++];
        }
    }
}
