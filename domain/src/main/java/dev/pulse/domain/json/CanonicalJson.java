package dev.pulse.domain.json;

import java.util.Arrays;

/**
 * The canonical form of a JSON object (design section 3): keys sorted by Unicode code point, no white space, non-ASCII as
 * UTF-8, strings escaped as {@code \" \\ \b \f \n \r \t} and {@code \}{@code u00xx} in lower case for the other controls,
 * integers alone. Byte for byte what Python's {@code json.dumps(d, sort_keys=True, separators=(",", ":"),
 * ensure_ascii=False)} and Rust's {@code serde_json} over a {@code BTreeMap} give for such a document.
 *
 * <p>Parts that are canonical already are copied, and a whole document that is canonical is copied in one piece. The
 * canonical form is never longer than the source: no character that may stand unescaped in JSON needs an escape here.
 */
public final class CanonicalJson {
    /** What canonicalising gave. */
    public sealed interface Result {
        /**
         * The canonical form.
         *
         * @param bytes UTF-8
         */
        record Canonical(byte[] bytes) implements Result {}

        /**
         * Not a document that has a canonical form.
         *
         * @param malformed why
         */
        record Refused(Malformed malformed) implements Result {}
    }

    private final JsonDocument document;
    private final byte[] source;
    private final byte[] out;
    private int size;

    private CanonicalJson(JsonDocument document, int root) {
        this.document = document;
        this.source = document.source();
        this.out = new byte[document.end(root) - document.start(root)];
    }

    /** The canonical form of a document, every member kept. */
    public static Result canonicalize(byte[] body) {
        return switch (JsonDocument.parse(body)) {
            case Malformed malformed -> new Result.Refused(malformed);
            case JsonDocument document -> new Result.Canonical(canonicalWithout(document, JsonDocument.NONE));
        };
    }

    /**
     * The canonical form of a document without one of its top-level members.
     *
     * @param member the member to leave out, or {@link JsonDocument#NONE}
     */
    public static byte[] canonicalWithout(JsonDocument document, int member) {
        int root = document.root();
        byte[] source = document.source();
        int start = document.start(root);
        int end = document.end(root);
        if (!document.isClean(root)) {
            CanonicalJson writer = new CanonicalJson(document, root);
            writer.object(root, member);
            return writer.size == writer.out.length ? writer.out : Arrays.copyOf(writer.out, writer.size);
        }
        if (member == JsonDocument.NONE) {
            return Arrays.copyOfRange(source, start, end);
        }
        if (document.isKeyUnescaped(member)) {
            // Its key has no place in the source that could be cut; the writer needs none.
            CanonicalJson writer = new CanonicalJson(document, root);
            writer.object(root, member);
            return Arrays.copyOf(writer.out, writer.size);
        }
        // Nothing but the member and one comma stands between what is kept.
        int cutStart = document.keyStart(member) - 1;
        int cutEnd = document.end(member);
        if (source[cutEnd] == ',') {
            cutEnd++;
        } else if (source[cutStart - 1] == ',') {
            cutStart--;
        }
        byte[] result = new byte[end - start - (cutEnd - cutStart)];
        System.arraycopy(source, start, result, 0, cutStart - start);
        System.arraycopy(source, cutEnd, result, cutStart - start, end - cutEnd);
        return result;
    }

    private void value(int value) {
        if (document.isClean(value)) {
            copy(source, document.start(value), document.end(value));
            return;
        }
        switch (document.kind(value)) {
            case OBJECT -> object(value, JsonDocument.NONE);
            case ARRAY -> array(value);
            case STRING -> string(value);
            // Numbers and literals have one spelling alone and are always clean.
            case NUMBER, TRUE, FALSE, NULL -> copy(source, document.start(value), document.end(value));
        }
    }

    private void object(int object, int omitted) {
        out[size++] = '{';
        int open = size;
        int at = document.orderAt(object);
        if (at < 0) {
            for (int m = document.first(object); m != JsonDocument.NONE; m = document.next(object, m)) {
                if (m != omitted) {
                    member(m, open);
                }
            }
        } else {
            int[] order = document.order();
            int last = at + order[at];
            for (int i = at + 1; i <= last; i++) {
                if (order[i] != omitted) {
                    member(order[i], open);
                }
            }
        }
        out[size++] = '}';
    }

    private void member(int member, int open) {
        if (size > open) {
            out[size++] = ',';
        }
        if (document.isKeyUnescaped(member)) {
            out[size++] = '"';
            size = JsonText.escape(
                    document.unescapedKeys(), document.keyStart(member), document.keyEnd(member), out, size);
            out[size++] = '"';
        } else {
            copy(source, document.keyStart(member) - 1, document.keyEnd(member) + 1);
        }
        out[size++] = ':';
        value(member);
    }

    private void array(int array) {
        out[size++] = '[';
        int open = size;
        for (int e = document.first(array); e != JsonDocument.NONE; e = document.next(array, e)) {
            if (size > open) {
                out[size++] = ',';
            }
            value(e);
        }
        out[size++] = ']';
    }

    private void string(int string) {
        int from = document.start(string) + 1;
        int to = document.end(string) - 1;
        byte[] text = new byte[to - from];
        int length = JsonText.unescape(source, from, to, text, 0);
        out[size++] = '"';
        size = JsonText.escape(text, 0, length, out, size);
        out[size++] = '"';
    }

    private void copy(byte[] from, int start, int end) {
        System.arraycopy(from, start, out, size, end - start);
        size += end - start;
    }
}
