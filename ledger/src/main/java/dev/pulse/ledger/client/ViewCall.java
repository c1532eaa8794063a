package dev.pulse.ledger.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.ledger.rpc.JsonRpc;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A question to a contract, as of the last final block: anybody may put it to any node of the ledger.
 *
 * @param contract the contract's account
 * @param method the view
 * @param arguments a JSON object as text
 */
public record ViewCall(String contract, String method, String arguments) {
    ObjectNode params() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("request_type", "call_function")
                .put("finality", "final")
                .put("account_id", contract)
                .put("method_name", method)
                .put("args_base64", Base64.getEncoder().encodeToString(arguments.getBytes(StandardCharsets.UTF_8)));
    }

    /** The body of the POST that asks it. */
    public String request() {
        return JsonRpc.request("query", params()).toString();
    }
}
