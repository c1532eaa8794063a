package dev.pulse.ledger.devnet.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An error as NEAR's nodes answer it. */
final class RpcFault extends Exception {
    private static final long serialVersionUID = 1;
    private static final int INVALID_PARAMS = -32_602;
    private static final int METHOD_NOT_FOUND = -32_601;
    private static final int SERVER_ERROR = -32_000;

    private final int status;
    private final int code;
    private final String name;
    private final String cause;
    private final transient ObjectNode info;
    private final transient JsonNode data;

    private RpcFault(int status, int code, String name, String cause, ObjectNode info, JsonNode data) {
        super(cause, null, false, false);
        this.status = status;
        this.code = code;
        this.name = name;
        this.cause = cause;
        this.info = info;
        this.data = data;
    }

    /** The request can't be understood. */
    static RpcFault invalid(String message) {
        ObjectNode info = JsonNodeFactory.instance.objectNode().put("error_message", message);
        return new RpcFault(
                400,
                INVALID_PARAMS,
                "REQUEST_VALIDATION_ERROR",
                "PARSE_ERROR",
                info,
                JsonNodeFactory.instance.textNode(message));
    }

    /** There is no such method. */
    static RpcFault unknownMethod(String method) {
        ObjectNode info = JsonNodeFactory.instance.objectNode().put("method_name", method);
        return new RpcFault(
                400,
                METHOD_NOT_FOUND,
                "REQUEST_VALIDATION_ERROR",
                "METHOD_NOT_FOUND",
                info,
                JsonNodeFactory.instance.textNode(method));
    }

    /** The request was understood, and the answer is no. */
    static RpcFault handler(String cause, ObjectNode info, JsonNode data) {
        return new RpcFault(200, SERVER_ERROR, "HANDLER_ERROR", cause, info, data);
    }

    /** It takes longer than a request may. */
    static RpcFault timeout() {
        return new RpcFault(
                408,
                SERVER_ERROR,
                "HANDLER_ERROR",
                "TIMEOUT_ERROR",
                JsonNodeFactory.instance.objectNode(),
                JsonNodeFactory.instance.textNode("Timeout"));
    }

    /** The fault is ours. */
    static RpcFault internal(String message) {
        ObjectNode info = JsonNodeFactory.instance.objectNode().put("error_message", message);
        return new RpcFault(
                500,
                SERVER_ERROR,
                "INTERNAL_ERROR",
                "INTERNAL_ERROR",
                info,
                JsonNodeFactory.instance.textNode(message));
    }

    /** The HTTP status that goes with it. */
    int status() {
        return status;
    }

    /** {@code error} of the answer. */
    ObjectNode error() {
        ObjectNode error = JsonNodeFactory.instance.objectNode().put("name", name);
        error.putObject("cause").put("name", cause).set("info", info);
        error.put("code", code).put("message", code == SERVER_ERROR ? "Server error" : "Invalid request");
        error.set("data", data);
        return error;
    }
}
