package dev.pulse.domain.heartbeat;

import dev.pulse.domain.json.JsonDocument;
import dev.pulse.domain.json.JsonDocument.Kind;
import dev.pulse.domain.json.Malformed;
import dev.pulse.domain.json.Malformed.Code;

/**
 * Typed access to one document's fields. The first field that is refused is kept; what is read after it has no meaning,
 * so the caller looks at {@link #malformed} before it uses anything.
 */
final class FieldReader {
    /** What an absent count is held as. */
    private static final long UNSAID = Capacity.UNSAID;

    private final JsonDocument document;
    private Malformed malformed;

    FieldReader(JsonDocument document) {
        this.document = document;
    }

    JsonDocument document() {
        return document;
    }

    /** Why the document is refused, or null while it is not. */
    Malformed malformed() {
        return malformed;
    }

    /** Keeps the reason unless there is one already. */
    void refuse(Code code, String detail) {
        if (malformed == null) {
            malformed = new Malformed(code, detail);
        }
    }

    private void refuse(Field field, String must) {
        refuse(Code.BAD_FIELD, "The field " + field.path() + " must be " + must + ".");
    }

    /** The member, unless it is absent, null or an empty text. */
    int present(int object, Field field) {
        int member = document.find(object, field.key());
        if (member == JsonDocument.NONE || document.kind(member) == Kind.NULL) {
            return JsonDocument.NONE;
        }
        return document.kind(member) == Kind.STRING && document.isEmptyText(member) ? JsonDocument.NONE : member;
    }

    private int required(int object, Field field) {
        int member = present(object, field);
        if (member == JsonDocument.NONE) {
            refuse(Code.MISSING_FIELD, "The required field " + field.path() + " is absent or empty.");
        }
        return member;
    }

    /** A text that must be there; null when it is refused. Its form is the caller's to check. */
    String requiredText(int object, Field field) {
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
    long requiredInteger(int object, Field field) {
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
    String text(int object, Field field, int most) {
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

    /** A number from 0 to 2^63-1, or -1 when it is absent or refused. */
    long count(int object, Field field) {
        int member = present(object, field);
        if (member == JsonDocument.NONE) {
            return UNSAID;
        }
        if (document.kind(member) != Kind.NUMBER || !document.fitsLong(member) || document.saturatedLong(member) < 0) {
            refuse(field, "an integer from 0 to 2^63-1");
            return UNSAID;
        }
        return document.saturatedLong(member);
    }

    /** A coordinate of at most {@code bound} in either direction, or {@link Location#UNSAID}. */
    int degrees(int object, Field field, int bound) {
        int member = present(object, field);
        if (member == JsonDocument.NONE) {
            return Location.UNSAID;
        }
        long value = document.kind(member) == Kind.NUMBER ? document.saturatedLong(member) : Long.MIN_VALUE;
        if (value < -bound || value > bound) {
            refuse(field, "an integer from -" + bound + " to " + bound);
            return Location.UNSAID;
        }
        return (int) value;
    }

    /** An object or an array, or {@link JsonDocument#NONE} when it is absent or refused. */
    int container(int object, Field field, Kind kind) {
        int member = present(object, field);
        if (member != JsonDocument.NONE && document.kind(member) != kind) {
            refuse(field, kind == Kind.OBJECT ? "an object" : "a list");
            return JsonDocument.NONE;
        }
        return member;
    }
}
