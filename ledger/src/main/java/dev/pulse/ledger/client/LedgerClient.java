package dev.pulse.ledger.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.account.Base58;
import dev.pulse.ledger.rpc.JsonRpc;
import dev.pulse.ledger.rpc.JsonRpc.Reply;
import dev.pulse.ledger.rpc.LedgerException;
import dev.pulse.ledger.rpc.LedgerException.OutcomeUnknown;
import dev.pulse.ledger.rpc.LedgerException.Refused;
import dev.pulse.ledger.rpc.LedgerException.Unreachable;
import dev.pulse.ledger.rpc.RpcSettings;
import dev.pulse.ledger.transaction.Action;
import dev.pulse.ledger.transaction.SignedTransaction;
import dev.pulse.ledger.transaction.Transaction;
import dev.pulse.ledger.transaction.TransactionSigner;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Asks contracts and carries out transactions.
 *
 * <p>A transaction is signed once and, where no answer comes, handed over again with the same bytes: its nonce lets it
 * through once. It is signed anew only after the ledger has said that it refuses the bytes for their nonce or their age,
 * so that it was not and never will be carried out. Transactions of one key go one after the other. Two clients of one key
 * may sign the very same bytes, where they want the very same thing; that is then one transaction, and both see it done: what may be
 * wanted twice carries something of its own, such as a request's id.
 *
 * <p>Safe for several threads; calls block.
 */
public final class LedgerClient implements AutoCloseable {
    /** Gas that a call may burn: NEAR's most for one transaction, what is not used is not charged. */
    public static final long GAS = 300_000_000_000_000L;

    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(200);
    /** Other clients of the same key may take nonces meanwhile; at most so long until the next attempt. */
    private static final Duration BETWEEN_SIGNINGS = Duration.ofMillis(50);

    private final JsonRpc rpc;
    private final ObjectMapper json;
    private final Waiting waiting;
    private final ConcurrentMap<Account, Turn> turns = new ConcurrentHashMap<>();

    /** The transactions of one key. */
    private static final class Turn {
        final ReentrantLock lock = new ReentrantLock(true);
        long lastNonce;
    }

    /** A client that connects when it is first asked. */
    public LedgerClient(RpcSettings settings) {
        this(settings, time -> TimeUnit.NANOSECONDS.sleep(time.toNanos()));
    }

    LedgerClient(RpcSettings settings, Waiting waiting) {
        json = new ObjectMapper();
        rpc = new JsonRpc(settings, json);
        this.waiting = waiting;
    }

    /**
     * Asks a contract, as of the last final block.
     *
     * @param arguments anything that Jackson writes as an object
     * @throws LedgerException.ContractRefused with the contract's words
     */
    public View view(String contract, String method, Object arguments) throws LedgerException, InterruptedException {
        try {
            return view(new ViewCall(contract, method, json.writeValueAsString(arguments)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("these arguments are no JSON", e);
        }
    }

    /**
     * Asks a contract, as of the last final block.
     *
     * @throws LedgerException.ContractRefused with the contract's words
     */
    public View view(ViewCall call) throws LedgerException, InterruptedException {
        JsonNode result =
                Replies.result(rpc.call("query", call.params(), rpc.settings().deadline()));
        Replies.refuseError(result);
        JsonNode bytes = result.path("result");
        if (!bytes.isArray()) {
            throw Replies.unintelligible("query", result);
        }
        byte[] value = new byte[bytes.size()];
        for (int i = 0; i < value.length; i++) {
            value[i] = (byte) bytes.get(i).asInt();
        }
        return new View(
                parse(value),
                new String(value, StandardCharsets.UTF_8),
                result.path("block_height").asLong(),
                result.path("block_hash").asText());
    }

    /**
     * The hash of a block, in base58; empty where the ledger has no such block, or no longer has it.
     *
     * @param height 0 or more
     */
    public Optional<String> blockHash(long height) throws LedgerException, InterruptedException {
        ObjectNode params = json.createObjectNode().put("block_id", height);
        try {
            JsonNode hash = Replies.result(
                            rpc.call("block", params, rpc.settings().deadline()))
                    .path("header")
                    .path("hash");
            return hash.isTextual() ? Optional.of(hash.asText()) : Optional.empty();
        } catch (Refused e) {
            if (e.code().equals("UNKNOWN_BLOCK")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * A key of an account. Asked instead of taking an implicit account's name for its key, since the owner may have
     * deleted that one.
     *
     * @throws Refused with {@code UNKNOWN_ACCOUNT} or {@code UNKNOWN_ACCESS_KEY}
     */
    public KeyState key(String account, Account key) throws LedgerException, InterruptedException {
        return key(account, key, "final", rpc.settings().deadline());
    }

    /**
     * Asks a development ledger to make an account and give it something.
     *
     * @throws Refused with {@code METHOD_NOT_FOUND} by any other ledger
     */
    public void faucet(Account account) throws LedgerException, InterruptedException {
        ObjectNode params = json.createObjectNode().put("account_id", account.hex());
        Replies.result(rpc.call("devnet_faucet", params, rpc.settings().deadline()));
    }

    private KeyState key(String account, Account key, String finality, Duration left)
            throws LedgerException, InterruptedException {
        ObjectNode params = json.createObjectNode()
                .put("request_type", "view_access_key")
                .put("finality", finality)
                .put("account_id", account)
                .put("public_key", key.publicKeyText());
        JsonNode result = Replies.result(rpc.call("query", params, left));
        if (result.path("error").isTextual()) {
            throw new Refused("UNKNOWN_ACCESS_KEY", result.path("error").asText());
        }
        byte[] hash = Base58.decode(result.path("block_hash").asText()).orElse(new byte[0]);
        if (!result.path("nonce").isIntegralNumber() || hash.length != Transaction.HASH_LENGTH) {
            throw Replies.unintelligible("query", result);
        }
        return new KeyState(
                result.path("nonce").asLong(),
                result.path("permission").asText().equals("FullAccess"),
                hash);
    }

    /**
     * Calls a method of a contract, and waits until that is final.
     *
     * @param signer whose key signs
     * @param account the account that it signs for
     * @param arguments anything that Jackson writes as an object
     * @param deposit of the chain's own token, 0 or more
     */
    public Executed call(
            TransactionSigner signer,
            String account,
            String contract,
            String method,
            Object arguments,
            BigInteger deposit)
            throws LedgerException, InterruptedException {
        return execute(
                signer, account, contract, List.of(new Action.FunctionCall(method, bytes(arguments), GAS, deposit)));
    }

    /**
     * Carries out a transaction, and waits until it is final.
     *
     * @throws Refused when the ledger does not take it
     * @throws LedgerException.ContractRefused when it was taken and failed: nothing changed
     * @throws OutcomeUnknown when it may or may not be carried out
     * @throws Unreachable when it was never handed over
     */
    public Executed execute(TransactionSigner signer, String account, String receiver, List<Action> actions)
            throws LedgerException, InterruptedException {
        Deadline deadline = new Deadline(rpc.settings().deadline());
        Turn turn = turns.computeIfAbsent(signer.key(), key -> new Turn());
        if (!turn.lock.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
            throw new Unreachable("Other transactions of " + account + " take too long.", null);
        }
        try {
            while (true) {
                KeyState state = key(account, signer.key(), "optimistic", deadline.left());
                turn.lastNonce = Math.max(turn.lastNonce, state.nonce()) + 1;
                SignedTransaction signed = signer.sign(
                        new Transaction(account, signer.key(), turn.lastNonce, receiver, state.blockHash(), actions));
                try {
                    return carryOut(signed, deadline);
                } catch (Refused e) {
                    if (!isOutdated(e) || deadline.isOver()) {
                        throw e;
                    }
                    waiting.pause(Duration.ofNanos(ThreadLocalRandom.current().nextLong(BETWEEN_SIGNINGS.toNanos())));
                }
            }
        } finally {
            turn.lock.unlock();
        }
    }

    /**
     * Hands over a transaction that somebody else signed, and waits until it is final. It can't be signed anew here: one whose
     * nonce was used up meanwhile is refused.
     *
     * @throws Refused when the ledger does not take it
     * @throws LedgerException.ContractRefused when it was taken and failed: nothing changed
     * @throws OutcomeUnknown when it may or may not be carried out
     */
    public Executed relay(SignedTransaction signed) throws LedgerException, InterruptedException {
        return carryOut(signed, new Deadline(rpc.settings().deadline()));
    }

    /** Whether the bytes were refused for their nonce or their age, so that signing anew makes sense. */
    private static boolean isOutdated(Refused refused) {
        return refused.code().equals("InvalidNonce") || refused.code().equals("Expired");
    }

    private Executed carryOut(SignedTransaction signed, Deadline deadline)
            throws LedgerException, InterruptedException {
        ObjectNode send =
                json.createObjectNode().put("signed_tx_base64", signed.base64()).put("wait_until", "FINAL");
        Unreachable last = null;
        boolean handedOver = false;
        for (boolean first = true; first || !deadline.isOver(); first = false) {
            try {
                Reply reply = rpc.call("send_tx", send, deadline.left());
                if (reply instanceof Reply.Result result && Replies.isFinal(result.value())) {
                    return new Executed(signed.id(), parse(Replies.outcome(result.value())));
                }
                if (reply instanceof Reply.Failed failed && !Replies.isPending(failed.error())) {
                    Refused refused = Replies.refused(failed.error());
                    if ((handedOver || reply.repeated()) && isOutdated(refused)) {
                        // Earlier bytes of ours may have used the nonce up: these very ones.
                        return lookUp(signed, deadline);
                    }
                    throw refused;
                }
                handedOver = true;
            } catch (Unreachable e) {
                // It may have been taken all the same.
                handedOver = true;
                last = e;
            }
            waiting.pause(BETWEEN_QUESTIONS);
        }
        throw new OutcomeUnknown(signed.id(), last);
    }

    /** Asks for a transaction that some endpoint may have taken, until it is final. One that lags does not know it. */
    private Executed lookUp(SignedTransaction signed, Deadline deadline) throws LedgerException, InterruptedException {
        ObjectNode ask = json.createObjectNode()
                .put("tx_hash", signed.id())
                .put("sender_account_id", signed.transaction().signer())
                .put("wait_until", "FINAL");
        Unreachable last = null;
        for (boolean first = true; first || !deadline.isOver(); first = false) {
            try {
                Reply reply = rpc.call("tx", ask, deadline.left());
                if (reply instanceof Reply.Result result && Replies.isFinal(result.value())) {
                    return new Executed(signed.id(), parse(Replies.outcome(result.value())));
                }
                if (reply instanceof Reply.Failed failed && !Replies.isPending(failed.error())) {
                    throw Replies.refused(failed.error());
                }
            } catch (Unreachable e) {
                last = e;
            }
            waiting.pause(BETWEEN_QUESTIONS);
        }
        throw new OutcomeUnknown(signed.id(), last);
    }

    private byte[] bytes(Object arguments) {
        try {
            return json.writeValueAsBytes(arguments);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("these arguments are no JSON", e);
        }
    }

    private JsonNode parse(byte[] value) throws Unreachable {
        try {
            return json.readTree(value);
        } catch (IOException e) {
            throw new Unreachable("The contract's answer is no JSON.", e);
        }
    }

    @Override
    public void close() {
        rpc.close();
    }
}
