package dev.pulse.ledger.devnet.chain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.domain.account.Account;
import dev.pulse.ledger.devnet.chain.Contract.Call;
import dev.pulse.ledger.transaction.AccessKey;
import dev.pulse.ledger.transaction.Action;
import dev.pulse.ledger.transaction.SignedTransaction;
import dev.pulse.ledger.transaction.Transaction;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Map;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Judges transactions and carries them out, with NEAR's names for what is wrong. Gas costs nothing here. The same
 * transactions on the same state always give the same state.
 */
final class Executor {
    /** Blocks that a transaction may be younger than the block it names (NEAR's {@code transaction_validity_period}). */
    static final long VALIDITY = 86_400;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Map<String, Contract> contracts;
    private final ObjectMapper json = new ObjectMapper();

    /** An action can't be done. */
    private static final class Failed extends Exception {
        private static final long serialVersionUID = 1;
        private final transient JsonNode kind;

        Failed(JsonNode kind) {
            super(kind.toString(), null, false, false);
            this.kind = kind;
        }
    }

    Executor(Map<String, Contract> contracts) {
        this.contracts = Map.copyOf(contracts);
    }

    Contract contract(String account) {
        return contracts.get(account);
    }

    /** Whether the signature is the key's. Needs no state, and is done once, when a transaction comes in. */
    void checkSignature(SignedTransaction signed) throws InvalidTransaction {
        byte[] key = signed.transaction().key().key();
        if (!Ed25519.verify(signed.signature(), 0, key, 0, signed.hash(), 0, signed.hash().length)) {
            throw new InvalidTransaction(JSON.textNode("InvalidSignature"));
        }
    }

    /**
     * Whether it may be carried out now.
     *
     * @param named the height of the block that it names, or null when that is not known
     * @param height that of the block that it would be in
     */
    void check(Transaction transaction, Storage storage, Long named, long height) throws InvalidTransaction {
        Accounts accounts = new Accounts(storage);
        String signer = transaction.signer();
        if (!accounts.exists(signer)) {
            throw new InvalidTransaction(object("SignerDoesNotExist", object("signer_id", JSON.textNode(signer))));
        }
        JsonNode key = accounts.key(signer, transaction.key());
        if (key == null) {
            ObjectNode missing = JSON.objectNode()
                    .put("account_id", signer)
                    .put("public_key", transaction.key().publicKeyText());
            throw new InvalidTransaction(object("InvalidAccessKeyError", object("AccessKeyNotFound", missing)));
        }
        long last = key.get("nonce").asLong();
        long most = height * Accounts.NONCES_PER_BLOCK;
        if (Long.compareUnsigned(transaction.nonce(), last) <= 0) {
            ObjectNode nonces =
                    JSON.objectNode().put("tx_nonce", transaction.nonce()).put("ak_nonce", last);
            throw new InvalidTransaction(object("InvalidNonce", nonces));
        }
        if (Long.compareUnsigned(transaction.nonce(), most) >= 0) {
            ObjectNode nonces =
                    JSON.objectNode().put("tx_nonce", transaction.nonce()).put("upper_bound", most);
            throw new InvalidTransaction(object("NonceTooLarge", nonces));
        }
        if (named == null || height - named > VALIDITY) {
            throw new InvalidTransaction(JSON.textNode("Expired"));
        }
        if (!Account.isImplicit(transaction.receiver()) && !Account.isNamed(transaction.receiver())) {
            throw new InvalidTransaction(
                    object("InvalidReceiverId", object("receiver_id", JSON.textNode(transaction.receiver()))));
        }
        checkPermission(transaction, key.get("permission"));
        BigInteger cost =
                transaction.actions().stream().map(Executor::deposit).reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger has = accounts.amount(signer);
        if (cost.compareTo(has) > 0) {
            throw new InvalidTransaction(object(
                    "NotEnoughBalance",
                    JSON.objectNode()
                            .put("signer_id", signer)
                            .put("balance", has.toString())
                            .put("cost", cost.toString())));
        }
    }

    /** A key that is for calls alone signs one call of its contract, without a deposit. */
    private static void checkPermission(Transaction transaction, JsonNode permission) throws InvalidTransaction {
        JsonNode only = permission.get("FunctionCall");
        if (only == null) {
            return;
        }
        boolean right = transaction.receiver().equals(only.get("receiver_id").asText())
                && transaction.actions().size() == 1
                && transaction.actions().getFirst() instanceof Action.FunctionCall call
                && call.deposit().signum() == 0
                && (only.get("method_names").isEmpty() || contains(only.get("method_names"), call.method()));
        if (!right) {
            throw new InvalidTransaction(object("InvalidAccessKeyError", JSON.textNode("RequiresFullAccess")));
        }
    }

    private static boolean contains(JsonNode texts, String wanted) {
        for (JsonNode text : texts) {
            if (text.asText().equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static BigInteger deposit(Action action) {
        return switch (action) {
            case Action.Transfer transfer -> transfer.deposit();
            case Action.FunctionCall call -> call.deposit();
            default -> BigInteger.ZERO;
        };
    }

    /** Carries out a transaction that was checked. Its nonce is used up also when it fails. */
    Outcome execute(Transaction transaction, WorldState state, long at, long height) {
        Storage storage = state.newest();
        new Accounts(storage).setNonce(transaction.signer(), transaction.key(), transaction.nonce());
        state.commit();
        byte[] value = new byte[0];
        for (int i = 0; i < transaction.actions().size(); i++) {
            try {
                value = execute(
                        transaction, transaction.actions().get(i), new Call(transaction.signer(), at, height, storage));
            } catch (Failed e) {
                state.rollback();
                ObjectNode error = JSON.objectNode().put("index", i);
                error.set("kind", e.kind);
                return new Outcome(height, null, object("ActionError", error));
            }
        }
        state.commit();
        return new Outcome(height, value, null);
    }

    private byte[] execute(Transaction transaction, Action action, Call call) throws Failed {
        Accounts accounts = new Accounts(call.storage());
        String signer = transaction.signer();
        String receiver = transaction.receiver();
        switch (action) {
            case Action.Transfer transfer -> transfer(accounts, signer, receiver, transfer.deposit(), call.height());
            case Action.FunctionCall function -> {
                Contract contract = contracts.get(receiver);
                if (contract == null) {
                    throw functionCall(
                            "CompilationError",
                            object("CodeDoesNotExist", object("account_id", JSON.textNode(receiver))));
                }
                transfer(accounts, signer, receiver, function.deposit(), call.height());
                return call(contract, function, call);
            }
            case Action.AddKey add -> {
                own(signer, receiver);
                if (accounts.key(receiver, add.key()) != null) {
                    throw new Failed(object("AddKeyAlreadyExists", named(receiver, add.key())));
                }
                accounts.addKey(receiver, add.key(), add.access(), firstNonce(call.height()));
            }
            case Action.DeleteKey delete -> {
                own(signer, receiver);
                if (accounts.key(receiver, delete.key()) == null) {
                    throw new Failed(object("DeleteKeyDoesNotExist", named(receiver, delete.key())));
                }
                accounts.deleteKey(receiver, delete.key());
            }
            case Action.DeleteAccount delete -> {
                own(signer, receiver);
                transfer(accounts, receiver, delete.beneficiary(), accounts.amount(receiver), call.height());
                accounts.delete(receiver);
            }
            case Action.CreateAccount create ->
                throw new Failed(object(
                        "CreateAccountNotAllowed",
                        JSON.objectNode().put("account_id", receiver).put("predecessor_id", signer)));
        }
        return new byte[0];
    }

    private byte[] call(Contract contract, Action.FunctionCall function, Call call) throws Failed {
        try {
            JsonNode arguments =
                    function.arguments().length == 0 ? JSON.objectNode() : json.readTree(function.arguments());
            if (arguments == null || !arguments.isObject()) {
                throw new ContractPanic("the arguments are no JSON object");
            }
            return bytes(contract.call(function.method(), arguments, call));
        } catch (ContractPanic e) {
            throw functionCall("ExecutionError", JSON.textNode("Smart contract panicked: " + e.getMessage()));
        } catch (IOException e) {
            throw functionCall("ExecutionError", JSON.textNode("Smart contract panicked: the arguments are no JSON"));
        }
    }

    byte[] bytes(JsonNode value) {
        try {
            return value == null ? new byte[0] : json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a contract's answer is no JSON", e);
        }
    }

    /** The first transfer to an implicit account makes it, with its own key. */
    private static void transfer(Accounts accounts, String from, String to, BigInteger amount, long height)
            throws Failed {
        if (!accounts.exists(to)) {
            if (!Account.isImplicit(to)) {
                throw new Failed(object("AccountDoesNotExist", object("account_id", JSON.textNode(to))));
            }
            accounts.setAmount(to, BigInteger.ZERO);
            accounts.addKey(to, new Account(to), AccessKey.full(0), firstNonce(height));
        }
        accounts.setAmount(from, accounts.amount(from).subtract(amount));
        accounts.setAmount(to, accounts.amount(to).add(amount));
    }

    /** A key's nonces begin where those of a key that was deleted before can't have been (NEAR's rule). */
    private static long firstNonce(long height) {
        return (height - 1) * Accounts.NONCES_PER_BLOCK;
    }

    private static void own(String signer, String receiver) throws Failed {
        if (!signer.equals(receiver)) {
            throw new Failed(object(
                    "ActorNoPermission",
                    JSON.objectNode().put("account_id", receiver).put("actor_id", signer)));
        }
    }

    private static Failed functionCall(String name, JsonNode value) {
        return new Failed(object("FunctionCallError", object(name, value)));
    }

    private static ObjectNode named(String account, Account key) {
        return JSON.objectNode().put("account_id", account).put("public_key", key.publicKeyText());
    }

    private static ObjectNode object(String name, JsonNode value) {
        return JSON.objectNode().set(name, value);
    }
}
