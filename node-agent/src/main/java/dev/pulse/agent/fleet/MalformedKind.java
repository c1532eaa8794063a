package dev.pulse.agent.fleet;

import dev.pulse.agent.heartbeat.HeartbeatComposer;
import dev.pulse.agent.heartbeat.SignedHeartbeat;
import dev.pulse.agent.ingest.HeartbeatPost;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Ways in which a heartbeat can be malformed (design section 3), each made from a proper one. */
public enum MalformedKind {
    /** A number with a fraction. */
    FLOAT(400),
    /** The same key twice. */
    DUPLICATE_KEY(400),
    /** The document breaks off. */
    TRUNCATED(400),
    /** No timestamp. */
    NO_TIMESTAMP(400),
    /** A named account where only implicit ones may stand. */
    NAMED_ACCOUNT(400),
    /** A signature of 63 bytes. */
    SHORT_SIGNATURE(400),
    /** The neutral point as the account. */
    WEAK_ACCOUNT(400),
    /** No body at all. */
    EMPTY(400),
    /** One byte more than the 8 KiB that are allowed. */
    TOO_LARGE(413),
    /** A content type other than JSON. */
    WRONG_TYPE(415);

    private static final int TOO_LARGE_BYTES = 8 * 1024 + 1;

    private final int expectedStatus;

    MalformedKind(int expectedStatus) {
        this.expectedStatus = expectedStatus;
    }

    /** The HTTP status that an ingest answers. */
    public int expectedStatus() {
        return expectedStatus;
    }

    /** The name in summaries, for example {@code duplicate_key}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The content type to send it with. */
    String contentType() {
        return this == WRONG_TYPE ? "text/plain" : HeartbeatPost.JSON;
    }

    /** The malformed bytes, made from a proper heartbeat. */
    byte[] body(SignedHeartbeat proper, String account) {
        String text = new String(proper.body(), StandardCharsets.UTF_8);
        return switch (this) {
            case FLOAT -> utf8("{\"a_load\":0.5," + text.substring(1));
            case DUPLICATE_KEY -> utf8("{\"timestamp\":" + proper.timestamp() + "," + text.substring(1));
            case TRUNCATED -> Arrays.copyOf(proper.body(), proper.body().length - 1);
            case NO_TIMESTAMP -> utf8(text.replace("\"timestamp\":", "\"time\":"));
            case NAMED_ACCOUNT -> utf8(text.replace(account, "farmer.dev.hero"));
            case SHORT_SIGNATURE ->
                HeartbeatComposer.withSignature(proper.canonical(), Arrays.copyOf(proper.signature(), 63));
            case WEAK_ACCOUNT -> utf8(text.replace(account, "01" + "0".repeat(62)));
            case EMPTY -> new byte[0];
            case TOO_LARGE -> {
                String opened = "{\"a_pad\":\"\",";
                int padding = TOO_LARGE_BYTES - (opened.length() + proper.body().length - 1);
                yield utf8("{\"a_pad\":\"" + "x".repeat(padding) + "\"," + text.substring(1));
            }
            case WRONG_TYPE -> proper.body();
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
