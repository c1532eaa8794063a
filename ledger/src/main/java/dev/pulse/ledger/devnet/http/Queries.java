package dev.pulse.ledger.devnet.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.domain.account.Account;
import dev.pulse.ledger.devnet.chain.Accounts;
import dev.pulse.ledger.devnet.chain.Chain;
import dev.pulse.ledger.devnet.chain.Chain.At;
import dev.pulse.ledger.devnet.chain.ContractPanic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** {@code query}: accounts, keys and contracts, as of the newest or of the last final block. */
final class Queries {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** What NEAR shows of an account without code: the hash of 32 zero bytes in base58. */
    private static final String NO_CODE = "11111111111111111111111111111111";

    private final Chain chain;
    private final ObjectMapper json;
    private final boolean errorsAsResults;

    /** A question that can't be answered, from within the chain's lock. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient RpcFault fault;

        Refusal(RpcFault fault) {
            super(fault.getMessage(), null, false, false);
            this.fault = fault;
        }
    }

    /**
     * @param errorsAsResults whether a contract's failure comes as a result with {@code error} in it, as from older nodes
     */
    Queries(Chain chain, ObjectMapper json, boolean errorsAsResults) {
        this.chain = chain;
        this.json = json;
        this.errorsAsResults = errorsAsResults;
    }

    JsonNode answer(JsonNode params) throws RpcFault {
        String type = params.path("request_type").asText();
        String account = text(params, "account_id");
        boolean onlyFinal = !params.path("finality").asText("final").equals("optimistic");
        Account key = type.equals("view_access_key") ? key(text(params, "public_key")) : null;
        try {
            return chain.ask(onlyFinal, at -> stamp(answer(type, account, key, params, at), at));
        } catch (Refusal e) {
            throw e.fault;
        }
    }

    private ObjectNode answer(String type, String account, Account key, JsonNode params, At at) {
        Accounts accounts = new Accounts(at.storage());
        if (!accounts.exists(account)) {
            ObjectNode info = JSON.objectNode().put("requested_account_id", account);
            throw refusal("UNKNOWN_ACCOUNT", info, "account " + account + " does not exist while viewing", at);
        }
        return switch (type) {
            case "view_account" ->
                JSON.objectNode()
                        .put("amount", accounts.amount(account).toString())
                        .put("locked", "0")
                        .put("code_hash", NO_CODE)
                        .put("storage_usage", 0)
                        .put("storage_paid_at", 0);
            case "view_access_key" -> {
                JsonNode found = accounts.key(account, key);
                if (found == null) {
                    ObjectNode info = JSON.objectNode().put("public_key", key.publicKeyText());
                    throw refusal(
                            "UNKNOWN_ACCESS_KEY",
                            info,
                            "access key " + key.publicKeyText() + " does not exist while viewing",
                            at);
                }
                yield found.deepCopy();
            }
            case "view_access_key_list" -> JSON.objectNode().set("keys", accounts.keys(account));
            case "call_function" -> call(account, params, at);
            default -> throw new Refusal(RpcFault.invalid("there is no request_type " + type));
        };
    }

    private ObjectNode call(String account, JsonNode params, At at) {
        String method = params.path("method_name").asText();
        try {
            byte[] text = Base64.getDecoder().decode(params.path("args_base64").asText());
            JsonNode arguments = text.length == 0 ? JSON.objectNode() : json.readTree(text);
            if (arguments == null || !arguments.isObject()) {
                throw new ContractPanic("the arguments are no JSON object");
            }
            ObjectNode answer = JSON.objectNode();
            ArrayNode bytes = answer.putArray("result");
            byte[] value = chain.view(account, method, arguments, at);
            for (byte b : value.length == 0 ? "null".getBytes(StandardCharsets.US_ASCII) : value) {
                bytes.add(b & 0xff);
            }
            answer.putArray("logs");
            return answer;
        } catch (IllegalArgumentException e) {
            throw new Refusal(RpcFault.invalid("args_base64 is not base64"));
        } catch (IOException e) {
            return panicked("the arguments are no JSON", at);
        } catch (ContractPanic e) {
            return panicked(e.getMessage(), at);
        }
    }

    private ObjectNode panicked(String message, At at) {
        String text = "wasm execution failed with error: HostError(GuestPanic { panic_msg: \"" + message + "\" })";
        if (errorsAsResults) {
            ObjectNode answer = JSON.objectNode().put("error", text);
            answer.putArray("logs");
            return answer;
        }
        throw refusal("CONTRACT_EXECUTION_ERROR", JSON.objectNode().put("vm_error", text), text, at);
    }

    private static Refusal refusal(String cause, ObjectNode info, String message, At at) {
        return new Refusal(RpcFault.handler(cause, stamp(info, at), JSON.textNode(message)));
    }

    private static ObjectNode stamp(ObjectNode answer, At at) {
        return answer.put("block_height", at.block().height())
                .put("block_hash", at.block().id());
    }

    private static Account key(String text) throws RpcFault {
        return Account.ofPublicKeyText(text)
                .orElseThrow(() -> RpcFault.invalid("public_key is no ed25519 key: " + text));
    }

    private static String text(JsonNode params, String name) throws RpcFault {
        if (!params.path(name).isTextual()) {
            throw RpcFault.invalid(name + " must be a text");
        }
        return params.get(name).asText();
    }
}
