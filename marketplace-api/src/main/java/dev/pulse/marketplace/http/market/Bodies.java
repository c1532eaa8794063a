package dev.pulse.marketplace.http.market;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.account.Account;
import dev.pulse.marketplace.http.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Bodies of requests, never longer than they may be. */
public final class Bodies {
    /** Most bytes of an order. */
    static final int MAX_BYTES = 16 * 1024;
    /** What a body that is none is answered with. */
    public static final String NOT_UTF_8 = "The body is no JSON: it is not UTF-8.";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Bodies() {}

    /**
     * A body as it came.
     *
     * @throws Problem for one that is longer than {@code most} bytes
     */
    public static byte[] read(InputStream body, int most) throws IOException {
        byte[] bytes = body.readNBytes(most + 1);
        if (bytes.length > most) {
            throw new Problem(413, "too_large", "The body has " + most + " bytes at most.");
        }
        return bytes;
    }

    /**
     * A body of at most 16 KiB.
     *
     * @throws Problem for anything but a JSON object
     */
    public static JsonNode object(InputStream body) throws IOException {
        byte[] bytes = read(body, MAX_BYTES);
        try {
            JsonNode json = JSON.readTree(utf8(bytes));
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw new Problem(400, "not_json", "The body is no JSON: " + e.getOriginalMessage());
        } catch (CharacterCodingException e) {
            throw new Problem(400, "not_json", NOT_UTF_8);
        }
        throw new Problem(400, "not_an_object", "The body must be a JSON object.");
    }

    /**
     * A body as text. JSON between strangers is UTF-8 (RFC 8259, section 8.1); left to itself, Jackson guesses UTF-16 and UTF-32
     * from the first bytes, and fails in ways that are not those of JSON.
     *
     * @throws CharacterCodingException for bytes that are none
     */
    public static String utf8(byte[] body) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    }

    /** A text that must be there. */
    public static String text(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (!value.isTextual() || value.asText().isEmpty()) {
            throw new Problem(400, "bad_field", "The field " + name + " must be a text, and not empty.");
        }
        return value.asText();
    }

    /** An implicit account that must be there. */
    public static Account account(JsonNode object, String name) {
        String text = text(object, name);
        if (!Account.isImplicit(text)) {
            throw new Problem(
                    400,
                    "bad_account",
                    Account.isNamed(text)
                            ? "The field " + name + " is a named account: those belong to system contracts alone."
                            : "The field " + name + " must be 64 lower-case hex digits.");
        }
        return new Account(text);
    }
}
