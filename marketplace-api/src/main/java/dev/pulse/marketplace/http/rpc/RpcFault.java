package dev.pulse.marketplace.http.rpc;

import dev.pulse.marketplace.answer.ErrorAnswer;
import dev.pulse.marketplace.http.Problem;

/** A call that is not answered as it was asked (JSON-RPC 2.0, section 5.1). */
final class RpcFault extends Exception {
    private static final long serialVersionUID = 1L;

    static final int PARSE_ERROR = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;
    static final int INTERNAL_ERROR = -32603;
    /** Ours, from here on: not everything has been read yet. */
    static final int LOADING = -32000;

    static final int UNKNOWN_NODE = -32001;
    static final int BATCH_TOO_LONG = -32002;

    private final int code;
    private final String reason;

    /**
     * A fault.
     *
     * @param reason as REST names it
     * @param message a sentence for a person
     */
    RpcFault(int code, String reason, String message) {
        super(message, null, false, false);
        this.code = code;
        this.reason = reason;
    }

    static RpcFault request(String message) {
        return new RpcFault(INVALID_REQUEST, "bad_request", message);
    }

    /** @param name the parameter's */
    static RpcFault parameter(String name, String message) {
        return new RpcFault(INVALID_PARAMS, "bad_parameter", "The parameter " + name + " " + message);
    }

    /** What REST would have refused. */
    static RpcFault of(Problem problem) {
        int code = switch (problem.status()) {
            case 400 -> INVALID_PARAMS;
            case 404 -> UNKNOWN_NODE;
            case 503 -> LOADING;
            default -> INTERNAL_ERROR;
        };
        String reason = problem.answer() instanceof ErrorAnswer answer ? answer.error() : "internal";
        return new RpcFault(code, reason, problem.getMessage());
    }

    int code() {
        return code;
    }

    String reason() {
        return reason;
    }
}
