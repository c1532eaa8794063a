package dev.pulse.ledger.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.ledger.rpc.JsonRpc.Reply;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.ledger.rpc.LedgerException.ContractRefused;
import dev.pulse.ledger.rpc.LedgerException.Refused;
import dev.pulse.ledger.rpc.LedgerException.Unreachable;
import dev.pulse.ledger.rpc.RpcError;
import java.util.Base64;
import java.util.Iterator;
import java.util.Set;

/** What NEAR's answers mean. */
final class Replies {
    private static final String CONTRACT_ERROR = "CONTRACT_EXECUTION_ERROR";
    /** Not carried out yet, or not known by the one that was asked; it may still be. */
    private static final Set<String> PENDING =
            Set.of("TIMEOUT_ERROR", "REQUEST_ROUTED", "UNAVAILABLE_SHARD", "UNKNOWN_TRANSACTION");

    private static final int MAX_TEXT = 1_000;

    private Replies() {}

    /** The result, or the error as an exception. */
    static JsonNode result(Reply reply) throws LedgerException {
        return switch (reply) {
            case Reply.Result found -> found.value();
            case Reply.Failed failed -> throw failure(failed.error());
        };
    }

    private static LedgerException failure(RpcError error) {
        return error.cause().equals(CONTRACT_ERROR)
                ? new ContractRefused(
                        words(error.info().has("vm_error") ? error.info().get("vm_error") : error.info()))
                : refused(error);
    }

    /** A contract's failure also comes as a result: {@code {error: "...", logs: []}}. */
    static void refuseError(JsonNode result) throws ContractRefused {
        if (result.path("error").isTextual()) {
            throw new ContractRefused(result.path("error").asText());
        }
    }

    static boolean isPending(RpcError error) {
        return PENDING.contains(error.cause());
    }

    /** The ledger's no, with the most specific name that it has for it. */
    static Refused refused(RpcError error) {
        JsonNode invalid = error.data().path("TxExecutionError").path("InvalidTxError");
        String code = error.cause().isEmpty() ? error.name() : error.cause();
        if (invalid.isTextual()) {
            code = invalid.asText();
        } else if (invalid.isObject()) {
            code = firstName(invalid, code);
        }
        String words = invalid.isMissingNode() ? error.message() : words(invalid);
        return new Refused(code, words.isEmpty() ? "The ledger refuses: " + code + "." : words);
    }

    static boolean isFinal(JsonNode result) {
        return result.path("final_execution_status").asText().equals("FINAL");
    }

    /** What a transaction returned, empty for nothing. */
    static byte[] outcome(JsonNode result) throws LedgerException {
        JsonNode status = result.path("status");
        if (status.has("Failure")) {
            throw new ContractRefused(words(status.get("Failure")));
        }
        if (!status.path("SuccessValue").isTextual()) {
            throw unintelligible("send_tx", result);
        }
        try {
            return Base64.getDecoder().decode(status.get("SuccessValue").asText());
        } catch (IllegalArgumentException e) {
            throw unintelligible("send_tx", result);
        }
    }

    static Unreachable unintelligible(String method, JsonNode result) {
        return new Unreachable(
                "The ledger's answer to " + method + " can't be understood: " + cut(result.toString()), null);
    }

    /** The innermost text of nested variants: {@code {ActionError: {kind: {FunctionCallError: {ExecutionError: "..."}}}}}. */
    private static String words(JsonNode failure) {
        JsonNode at = failure;
        while (at.isObject() && !at.isEmpty()) {
            JsonNode kind = at.get("kind");
            if (kind == null && at.size() > 1) {
                break;
            }
            at = kind == null ? at.elements().next() : kind;
        }
        return cut(at.isTextual() ? at.asText() : failure.toString());
    }

    private static String firstName(JsonNode variants, String otherwise) {
        Iterator<String> names = variants.fieldNames();
        return names.hasNext() ? names.next() : otherwise;
    }

    private static String cut(String text) {
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }
}
