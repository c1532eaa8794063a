package dev.pulse.domain.json;

/**
 * Why a document was refused as malformed: the body of an HTTP 400.
 *
 * @param code machine-readable reason, lower snake case, stable across versions
 * @param detail one sentence for a person, naming the field or the byte offset; never longer than 300 characters
 */
public record Malformed(Code code, String detail) implements Parsed {
    /** The machine-readable reasons (docs/reference/http-ingest.md lists them). */
    public enum Code {
        /** Not JSON at all, not an object, or bytes after the document. */
        NOT_JSON,
        /** The bytes are not well-formed UTF-8, or an escape is a lone surrogate. */
        BAD_TEXT,
        /** A float, an exponent, {@code -0}, a leading zero, or an integer outside -2^63 .. 2^64-1. */
        BAD_NUMBER,
        /** The same key twice in one object. */
        DUPLICATE_KEY,
        /** More than 16 levels of objects and arrays. */
        TOO_DEEP,
        /** A required field is absent or empty. */
        MISSING_FIELD,
        /** A known field of the wrong type or outside its range. */
        BAD_FIELD,
        /** The node id does not match {@code [a-z0-9][a-z0-9-]{0,63}}. */
        BAD_NODE_ID,
        /** The account is not 64 lower-case hex digits, or it is a named account. */
        BAD_ACCOUNT,
        /** The account is a small-order or non-canonical encoding of a point (design section 3). */
        WEAK_ACCOUNT,
        /** The signature is not the standard base64, with padding, of 64 bytes. */
        BAD_SIGNATURE_ENCODING,
        /** The document was made for another network. */
        WRONG_AUDIENCE,
        /** The document was signed for another endpoint. */
        WRONG_PATH,
        /** The document was signed for another marketplace. */
        WRONG_MARKETPLACE;

        /** The code as it stands in an error body, for example {@code duplicate_key}. */
        public String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
