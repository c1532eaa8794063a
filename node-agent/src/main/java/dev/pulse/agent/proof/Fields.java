package dev.pulse.agent.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;

/**
 * The fields of one object of the answer. What is null counts as absent; what is of another type than it must be makes the
 * whole answer malformed.
 */
record Fields(String where, JsonNode object) {
    /** An object in it; null where it is absent. */
    Fields inside(String name) throws IOException {
        JsonNode value = value(name);
        if (value != null && !value.isObject()) {
            throw malformed(name, "an object");
        }
        return value == null ? null : new Fields(path(name), value);
    }

    /** The objects of a list; none where it is absent. */
    Iterable<JsonNode> list(String name) throws IOException {
        JsonNode value = value(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw malformed(name, "a list");
        }
        return value;
    }

    /** A text; null where it is absent. */
    String text(String name) throws IOException {
        JsonNode value = value(name);
        if (value != null && !value.isTextual()) {
            throw malformed(name, "a text");
        }
        return value == null ? null : value.asText();
    }

    /** A text that must be there. */
    String needText(String name) throws IOException {
        String text = text(name);
        if (text == null) {
            throw malformed(name, "a text");
        }
        return text;
    }

    /** A number that must be there. */
    long needNumber(String name) throws IOException {
        JsonNode value = value(name);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw malformed(name, "a number");
        }
        return value.asLong();
    }

    /** A flag; false where it is absent. */
    boolean flag(String name) throws IOException {
        JsonNode value = value(name);
        if (value != null && !value.isBoolean()) {
            throw malformed(name, "true or false");
        }
        return value != null && value.asBoolean();
    }

    /** Whatever is there as a text, to be compared; null where it is absent. */
    String shown(String name) {
        JsonNode value = value(name);
        return value == null ? null : value.isTextual() ? value.asText() : value.toString();
    }

    private JsonNode value(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private String path(String name) {
        return where.isEmpty() ? name : where + "." + name;
    }

    private IOException malformed(String name, String must) {
        return new IOException("The field " + path(name) + " must be " + must + ".");
    }
}
