package dev.pulse.ledger.rpc;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * NEAR's error object: {@code {name, cause: {name, info}, code, message, data}}.
 *
 * @param name {@code HANDLER_ERROR}, {@code REQUEST_VALIDATION_ERROR} or {@code INTERNAL_ERROR}
 * @param cause the cause's name, such as {@code UNKNOWN_ACCOUNT}; empty where there is none
 * @param info what the cause says, an object or missing
 * @param data what older versions said instead: a text or an object, or missing
 * @param message one sentence
 */
public record RpcError(String name, String cause, JsonNode info, JsonNode data, String message) {
    private static final int MAX_MESSAGE = 1_000;

    static RpcError of(JsonNode error) {
        JsonNode cause = error.path("cause");
        String text = error.path("data").isTextual()
                ? error.path("data").asText()
                : error.path("message").asText("");
        return new RpcError(
                error.path("name").asText(""),
                cause.path("name").asText(""),
                cause.path("info"),
                error.path("data"),
                text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) : text);
    }

    /** Whether the fault is the endpoint's own, so that another one may do better. */
    boolean isInternal() {
        return name.equals("INTERNAL_ERROR")
                || cause.equals("INTERNAL_ERROR")
                || cause.equals("NO_SYNCED_BLOCKS")
                || cause.equals("NOT_SYNCED_YET");
    }
}
