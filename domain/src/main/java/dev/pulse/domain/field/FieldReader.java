package dev.pulse.domain.field;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.account.NodeId;
import dev.pulse.domain.account.WeakKeys;
import dev.pulse.domain.json.JsonDocument;
import dev.pulse.domain.json.JsonDocument.Kind;
import dev.pulse.domain.json.Malformed;
import dev.pulse.domain.json.Malformed.Code;

/**
 * Typed access to one document's fields. The first field that is refused is kept; what is read after it has no meaning,
 * so the caller looks at {@link #malformed} before it uses anything.
 */
public final class FieldReader {
    /** What an absent count is held as. */
    public static final long NO_COUNT = -1;
    /** What an absent coordinate is held as. */
    public static final int NO_DEGREES = Integer.MIN_VALUE;

    /** Longest name of a network, an endpoint or a marketplace, in UTF-16 units. */
    private static final int MAX_BOUND = 128;

    private final JsonDocument document;
    private Malformed malformed;

    /** A reader of this document that has refused nothing yet. */
    public FieldReader(JsonDocument document) {
        this.document = document;
    }

    /** What is read. */
    public JsonDocument document() {
        return document;
    }

    /** Why the document is refused, or null while it is not. */
    public Malformed malformed() {
        return malformed;
    }

    /** Keeps the reason unless there is one already. */
    public void refuse(Code code, String detail) {
        if (malformed == null) {
            malformed = new Malformed(code, detail);
        }
    }

    private void refuse(FieldName field, String must) {
        refuse(Code.BAD_FIELD, "The field " + field.path() + " must be " + must + ".");
    }

    /** The member, unless it is absent, null or an empty text. */
    public int present(int object, FieldName field) {
        int member = document.find(object, field.key());
        if (member == JsonDocument.NONE || document.kind(member) == Kind.NULL) {
            return JsonDocument.NONE;
        }
        return document.kind(member) == Kind.STRING && document.isEmptyText(member) ? JsonDocument.NONE : member;
    }

    private int required(int object, FieldName field) {
        int member = present(object, field);
        if (member == JsonDocument.NONE) {
            refuse(Code.MISSING_FIELD, "The required field " + field.path() + " is absent or empty.");
        }
        return member;
    }

    /** A text that must be there; null when it is refused. Its form is the caller's to check. */
    public String requiredText(int object, FieldName field) {
        int member = required(object, field);
        if (member == JsonDocument.NONE) {
            return null;
        }
        if (document.kind(member) != Kind.STRING) {
            refuse(field, "a text");
            return null;
        }
        return document.text(member);
    }

    /** An integer that must be there, 2^63-1 where it is more; 0 when it is refused. */
    public long requiredInteger(int object, FieldName field) {
        int member = required(object, field);
        if (member == JsonDocument.NONE) {
            return 0;
        }
        if (document.kind(member) != Kind.NUMBER) {
            refuse(field, "an integer");
            return 0;
        }
        return document.saturatedLong(member);
    }

    /** A text of at most {@code most} UTF-16 units, however it is escaped, or null when it is absent or refused. */
    public String text(int object, FieldName field, int most) {
        int member = present(object, field);
        if (member == JsonDocument.NONE) {
            return null;
        }
        // A UTF-16 unit takes at most six bytes on the wire, so what is far too long is never decoded.
        if (document.kind(member) == Kind.STRING && document.wireLength(member) <= 6 * most) {
            String text = document.text(member);
            if (text.length() <= most) {
                return text;
            }
        }
        refuse(field, "a text of at most " + most + " characters");
        return null;
    }

    /** A number from 0 to 2^63-1, or {@link #NO_COUNT} when it is absent or refused. */
    public long count(int object, FieldName field) {
        int member = present(object, field);
        if (member == JsonDocument.NONE) {
            return NO_COUNT;
        }
        if (document.kind(member) != Kind.NUMBER || !document.fitsLong(member) || document.saturatedLong(member) < 0) {
            refuse(field, "an integer from 0 to 2^63-1");
            return NO_COUNT;
        }
        return document.saturatedLong(member);
    }

    /** A coordinate of at most {@code bound} in either direction, or {@link #NO_DEGREES}. */
    public int degrees(int object, FieldName field, int bound) {
        int member = present(object, field);
        if (member == JsonDocument.NONE) {
            return NO_DEGREES;
        }
        long value = document.kind(member) == Kind.NUMBER ? document.saturatedLong(member) : Long.MIN_VALUE;
        if (value < -bound || value > bound) {
            refuse(field, "an integer from -" + bound + " to " + bound);
            return NO_DEGREES;
        }
        return (int) value;
    }

    /** An object or an array, or {@link JsonDocument#NONE} when it is absent or refused. */
    public int container(int object, FieldName field, Kind kind) {
        int member = present(object, field);
        if (member != JsonDocument.NONE && document.kind(member) != kind) {
            refuse(field, kind == Kind.OBJECT ? "an object" : "a list");
            return JsonDocument.NONE;
        }
        return member;
    }

    /** A node id that must be there; null when it is refused. */
    public String nodeId(int object, FieldName field) {
        String nodeId = requiredText(object, field);
        if (nodeId != null && !NodeId.isValid(nodeId)) {
            refuse(
                    Code.BAD_NODE_ID,
                    "The field " + field.path()
                            + " must be 1 to 64 characters of a-z, 0-9 and -, and must not begin with -.");
            return null;
        }
        return nodeId;
    }

    /**
     * An implicit account that must be there and that somebody can have the key of; null when it is refused.
     *
     * @param whose what it is the account of, as in "a node's"
     */
    public Account account(int object, FieldName field, String whose) {
        String text = requiredText(object, field);
        if (text == null) {
            return null;
        }
        if (!Account.isImplicit(text)) {
            refuse(
                    Code.BAD_ACCOUNT,
                    Account.isNamed(text)
                            ? "The field " + field.path() + " is a named account; named accounts belong to system"
                                    + " contracts alone, " + whose
                                    + " account is the 64 lower-case hex digits of its public key."
                            : "The field " + field.path()
                                    + " must be the 64 lower-case hex digits of an ed25519 public key.");
            return null;
        }
        Account account = new Account(text);
        if (WeakKeys.isWeak(account.key())) {
            refuse(
                    Code.WEAK_ACCOUNT,
                    "The field " + field.path()
                            + " is a small-order or non-canonical encoding of a point, which no key pair has.");
            return null;
        }
        return account;
    }

    /**
     * Refuses a document that was made for somebody else: a text that may be absent, and otherwise names this one.
     *
     * @param to what it must name; null takes any
     * @param code the reason otherwise
     * @param what it names, as in "network"
     * @param document what is refused, as in "this pairing"
     */
    public void bound(int object, FieldName field, String to, Code code, String what, String document) {
        String said = text(object, field, MAX_BOUND);
        if (said != null && to != null && !said.equals(to)) {
            refuse(
                    code,
                    "The field " + field.path() + " names another " + what + " than the one " + document
                            + " was sent to.");
        }
    }

    /** The 64 bytes of a signature that must be there; null when it is refused. */
    public byte[] signature(int object, FieldName field) {
        int member = required(object, field);
        if (member == JsonDocument.NONE) {
            return null;
        }
        if (document.kind(member) != Kind.STRING) {
            refuse(field, "a text");
            return null;
        }
        // An honest signature is 88 characters, each escaped as six bytes at worst.
        boolean plausible = document.wireLength(member) <= SignatureText.LENGTH * 6;
        byte[] signature = plausible ? SignatureText.decode(document.text(member)) : null;
        if (signature == null) {
            refuse(
                    Code.BAD_SIGNATURE_ENCODING,
                    "The field " + field.path()
                            + " must be 64 bytes in standard base64 with padding (RFC 4648 section 4).");
        }
        return signature;
    }
}
