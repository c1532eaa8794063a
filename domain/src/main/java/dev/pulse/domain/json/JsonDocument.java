package dev.pulse.domain.json;

import static dev.pulse.domain.json.JsonTape.CLEAN;
import static dev.pulse.domain.json.JsonTape.END;
import static dev.pulse.domain.json.JsonTape.ESCAPED;
import static dev.pulse.domain.json.JsonTape.HEAD;
import static dev.pulse.domain.json.JsonTape.KEY_END;
import static dev.pulse.domain.json.JsonTape.KEY_START;
import static dev.pulse.domain.json.JsonTape.KEY_UNESCAPED;
import static dev.pulse.domain.json.JsonTape.NEXT;
import static dev.pulse.domain.json.JsonTape.ORDER;
import static dev.pulse.domain.json.JsonTape.START;
import static dev.pulse.domain.json.JsonTape.STRIDE;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A well-formed JSON object, indexed over the bytes it was read from: values are handles (ints) and are decoded only
 * when asked for. The index never changes once made; the bytes under it must not change either while it is in use.
 *
 * <p>Well-formed means design section 3: strict UTF-8 and RFC 8259 grammar, integers from -2^63 to 2^64-1 alone, no
 * duplicate keys, no lone surrogates, at most {@value #MAX_LEVELS} levels.
 */
public final class JsonDocument implements Parsed {
    /** Most levels of objects and arrays; the document's own object is the first (design section 3). */
    public static final int MAX_LEVELS = 16;

    /** The handle of no value. */
    public static final int NONE = -1;

    /** The kinds of JSON value. */
    public enum Kind {
        /** Members. */
        OBJECT,
        /** Elements. */
        ARRAY,
        /** Text. */
        STRING,
        /** An integer. */
        NUMBER,
        /** The literal true. */
        TRUE,
        /** The literal false. */
        FALSE,
        /** The literal null. */
        NULL
    }

    private final JsonTape index;
    private final boolean fillsRange;
    private final byte[] source;
    private final int[] tape;

    private JsonDocument(JsonScanner scanned) {
        this.index = scanned.index();
        this.fillsRange = scanned.fillsRange();
        this.source = index.source;
        this.tape = index.tape;
    }

    /** Parses the whole array. */
    public static Parsed parse(byte[] body) {
        return parse(body, 0, body.length);
    }

    /**
     * Parses {@code length} bytes from {@code offset}; offsets in a refusal count from there.
     *
     * @throws IndexOutOfBoundsException when the range is not inside the array
     */
    public static Parsed parse(byte[] body, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, body.length);
        JsonScanner scanner = new JsonScanner(body, offset, length);
        Malformed malformed = scanner.scan();
        return malformed != null ? malformed : new JsonDocument(scanner);
    }

    /** The document's object. */
    public int root() {
        return 0;
    }

    /** What the value is. */
    public Kind kind(int value) {
        return switch (source[tape[value + START]]) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case '"' -> Kind.STRING;
            case 't' -> Kind.TRUE;
            case 'f' -> Kind.FALSE;
            case 'n' -> Kind.NULL;
            default -> Kind.NUMBER;
        };
    }

    /** The first member or element of an object or array, or {@link #NONE}. */
    public int first(int container) {
        int child = container + STRIDE;
        return child < tape[container + NEXT] ? child : NONE;
    }

    /** The member or element after {@code child} inside its container, in the order of the source, or {@link #NONE}. */
    public int next(int container, int child) {
        int sibling = tape[child + NEXT];
        return sibling < tape[container + NEXT] ? sibling : NONE;
    }

    /**
     * The member of an object with this key, or {@link #NONE}. Walks the members.
     *
     * @param key the unescaped key, of ASCII characters alone
     */
    public int find(int object, String key) {
        int length = key.length();
        for (int child = first(object); child != NONE; child = next(object, child)) {
            int start = tape[child + KEY_START];
            if (tape[child + KEY_END] - start == length) {
                byte[] keys = (tape[child + HEAD] & KEY_UNESCAPED) != 0 ? index.scratch : source;
                int same = 0;
                while (same < length && keys[start + same] == key.charAt(same)) {
                    same++;
                }
                if (same == length) {
                    return child;
                }
            }
        }
        return NONE;
    }

    /** The text of a string. */
    public String text(int string) {
        int from = tape[string + START] + 1;
        int to = tape[string + END] - 1;
        if ((tape[string + HEAD] & ESCAPED) == 0) {
            return new String(source, from, to - from, StandardCharsets.UTF_8);
        }
        byte[] unescaped = new byte[to - from];
        int length = JsonText.unescape(source, from, to, unescaped, 0);
        return new String(unescaped, 0, length, StandardCharsets.UTF_8);
    }

    /** Whether a string is empty. */
    public boolean isEmptyText(int string) {
        return tape[string + END] - tape[string + START] == 2;
    }

    /** Most bytes that the UTF-8 of a string can have: its length on the wire, escapes counted as they stand. */
    public int wireLength(int string) {
        return tape[string + END] - tape[string + START] - 2;
    }

    /** A number as a long; one above 2^63-1 gives 2^63-1. */
    public long saturatedLong(int number) {
        int p = tape[number + START];
        int end = tape[number + END];
        boolean negative = source[p] == '-';
        if (negative) {
            p++;
        }
        long value = 0;
        for (; p < end; p++) {
            value = value * 10 + (source[p] - '0');
        }
        if (negative) {
            return -value;
        }
        return value < 0 ? Long.MAX_VALUE : value;
    }

    /** Whether a number is at most 2^63-1. */
    public boolean fitsLong(int number) {
        int start = tape[number + START];
        int length = tape[number + END] - start;
        // Nineteen digits reach 2^63-1 = 9223372036854775807; a minus sign is always within -2^63.
        if (length < 19 || source[start] == '-') {
            return true;
        }
        long value = 0;
        for (int p = start; p < start + length; p++) {
            value = value * 10 + (source[p] - '0');
        }
        return value >= 0 && length == 19;
    }

    /** Whether the bytes parsed are the canonical form, with nothing before or after. */
    public boolean isCanonical() {
        return fillsRange && isClean(0);
    }

    boolean isClean(int value) {
        return (tape[value + HEAD] & CLEAN) != 0;
    }

    byte[] source() {
        return source;
    }

    int start(int value) {
        return tape[value + START];
    }

    int end(int value) {
        return tape[value + END];
    }

    /** Where a member's key stands between its quotes, in {@link #source} unless {@link #isKeyUnescaped}. */
    int keyStart(int member) {
        return tape[member + KEY_START];
    }

    int keyEnd(int member) {
        return tape[member + KEY_END];
    }

    boolean isKeyUnescaped(int member) {
        return (tape[member + HEAD] & KEY_UNESCAPED) != 0;
    }

    byte[] unescapedKeys() {
        return index.scratch;
    }

    /** Where an unsorted object's list of members stands in {@link #order}, or -1 when it is sorted as written. */
    int orderAt(int object) {
        return tape[object + ORDER];
    }

    int[] order() {
        return index.order;
    }
}
