package dev.pulse.ledger.devnet.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.domain.account.Account;
import dev.pulse.ledger.transaction.AccessKey;
import dev.pulse.ledger.transaction.AccessKey.FunctionCallOnly;
import java.math.BigInteger;
import java.util.List;

/** Accounts and their keys in the {@link Storage}. */
public final class Accounts {
    private static final String ACCOUNT = "account/";
    private static final String KEY = "key/";
    /** More keys than anybody adds; all of them are answered at once. */
    private static final int MAX_KEYS = 1_000;
    /** Nonces that a key may use up in one block (NEAR's {@code ACCESS_KEY_NONCE_RANGE_MULTIPLIER}). */
    static final long NONCES_PER_BLOCK = 1_000_000;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Storage storage;

    /** The accounts of this state. */
    public Accounts(Storage storage) {
        this.storage = storage;
    }

    /** Whether there is such an account. */
    public boolean exists(String account) {
        return storage.get(ACCOUNT + account) != null;
    }

    /** What it has of the chain's own token, in its smallest unit; 0 for none. */
    public BigInteger amount(String account) {
        JsonNode found = storage.get(ACCOUNT + account);
        return found == null
                ? BigInteger.ZERO
                : new BigInteger(found.get("amount").asText());
    }

    void setAmount(String account, BigInteger amount) {
        storage.put(ACCOUNT + account, JSON.objectNode().put("amount", amount.toString()));
    }

    /** A key as NEAR shows it, {@code {nonce, permission}}, or null. */
    public JsonNode key(String account, Account key) {
        return storage.get(keyOf(account, key));
    }

    /** All keys as NEAR shows them: {@code {public_key, access_key}}. */
    public ArrayNode keys(String account) {
        ArrayNode all = JSON.arrayNode();
        for (String name : keyNames(account)) {
            Account key = new Account(name.substring(name.lastIndexOf('/') + 1));
            all.addObject().put("public_key", key.publicKeyText()).set("access_key", storage.get(name));
        }
        return all;
    }

    long nonce(String account, Account key) {
        return key(account, key).get("nonce").asLong();
    }

    void setNonce(String account, Account key, long nonce) {
        ObjectNode changed = key(account, key).deepCopy();
        storage.put(keyOf(account, key), changed.put("nonce", nonce));
    }

    void addKey(String account, Account key, AccessKey access, long nonce) {
        ObjectNode shown = JSON.objectNode().put("nonce", nonce);
        if (access.permission() instanceof FunctionCallOnly only) {
            ObjectNode call = shown.putObject("permission").putObject("FunctionCall");
            call.put(
                            "allowance",
                            only.allowance() == null ? null : only.allowance().toString())
                    .put("receiver_id", only.receiver());
            ArrayNode methods = call.putArray("method_names");
            only.methods().forEach(methods::add);
        } else {
            shown.put("permission", "FullAccess");
        }
        storage.put(keyOf(account, key), shown);
    }

    void deleteKey(String account, Account key) {
        storage.remove(keyOf(account, key));
    }

    void delete(String account) {
        keyNames(account).forEach(storage::remove);
        storage.remove(ACCOUNT + account);
    }

    private List<String> keyNames(String account) {
        String prefix = KEY + account + "/";
        return storage.keys(prefix, prefix, MAX_KEYS);
    }

    private static String keyOf(String account, Account key) {
        return KEY + account + "/" + key.hex();
    }
}
