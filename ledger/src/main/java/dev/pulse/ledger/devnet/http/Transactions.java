package dev.pulse.ledger.devnet.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.domain.account.Base58;
import dev.pulse.ledger.borsh.BorshException;
import dev.pulse.ledger.devnet.chain.Chain;
import dev.pulse.ledger.devnet.chain.InvalidTransaction;
import dev.pulse.ledger.devnet.chain.Outcome;
import dev.pulse.ledger.transaction.Action;
import dev.pulse.ledger.transaction.SignedTransaction;
import dev.pulse.ledger.transaction.Transaction;
import dev.pulse.ledger.transaction.TransactionCodec;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code send_tx}, its older forms, and {@code tx}. */
final class Transactions {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Duration STEP = Duration.ofMillis(5);

    private final Chain chain;
    private final Duration longest;

    /** How far a request waits, in NEAR's order. */
    enum Until {
        NONE,
        INCLUDED,
        EXECUTED_OPTIMISTIC,
        INCLUDED_FINAL,
        EXECUTED,
        FINAL;

        static Until of(JsonNode params, Until otherwise) throws RpcFault {
            String text = params.path("wait_until").asText("");
            for (Until until : values()) {
                if (until.name().equals(text)) {
                    return until;
                }
            }
            if (text.isEmpty()) {
                return otherwise;
            }
            throw RpcFault.invalid("wait_until can't be " + text);
        }

        boolean isFinal() {
            return compareTo(INCLUDED_FINAL) >= 0;
        }
    }

    /**
     * @param longest how long a request waits for an outcome
     */
    Transactions(Chain chain, Duration longest) {
        this.chain = chain;
        this.longest = longest;
    }

    /** {@code send_tx {signed_tx_base64, wait_until}}, or the older {@code [base64]}. */
    JsonNode send(JsonNode params, Until otherwise) throws RpcFault, InterruptedException {
        String base64 = params.isArray()
                ? params.path(0).asText()
                : params.path("signed_tx_base64").asText();
        SignedTransaction signed;
        try {
            signed = TransactionCodec.decode(Base64.getDecoder().decode(base64));
        } catch (BorshException | IllegalArgumentException e) {
            throw RpcFault.invalid("Failed to decode the transaction: " + e.getMessage());
        }
        Until until = Until.of(params, otherwise);
        try {
            CompletableFuture<Outcome> outcome = chain.submit(signed);
            if (until == Until.NONE) {
                return JSON.objectNode().put("final_execution_status", Until.NONE.name());
            }
            long end = System.nanoTime() + longest.toNanos();
            Outcome found = outcome.get(longest.toNanos(), TimeUnit.NANOSECONDS);
            return shown(signed, found, until, end);
        } catch (InvalidTransaction e) {
            throw invalid(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof InvalidTransaction late
                    ? invalid(late)
                    : RpcFault.internal(e.getCause().getMessage());
        } catch (TimeoutException e) {
            throw RpcFault.timeout();
        }
    }

    /** Hands a transaction over and answers its hash alone. */
    JsonNode sendAsync(JsonNode params) throws RpcFault, InterruptedException {
        ObjectNode changed = JSON.objectNode().put("wait_until", Until.NONE.name());
        String base64 = params.path(0).asText();
        changed.put("signed_tx_base64", base64);
        send(changed, Until.NONE);
        try {
            return JSON.textNode(
                    TransactionCodec.decode(Base64.getDecoder().decode(base64)).id());
        } catch (BorshException e) {
            throw new IllegalStateException("was read before", e);
        }
    }

    /** {@code tx {tx_hash, sender_account_id, wait_until}}, or the older {@code [hash, sender]}. */
    JsonNode status(JsonNode params) throws RpcFault, InterruptedException {
        String id = params.isArray()
                ? params.path(0).asText()
                : params.path("tx_hash").asText();
        Optional<SignedTransaction> signed = chain.transaction(id);
        if (signed.isEmpty()) {
            ObjectNode info = JSON.objectNode().put("requested_transaction_hash", id);
            throw RpcFault.handler("UNKNOWN_TRANSACTION", info, JSON.textNode("Transaction " + id + " doesn't exist"));
        }
        Outcome outcome = chain.outcome(id).orElseThrow();
        return shown(
                signed.get(),
                outcome,
                Until.of(params, Until.EXECUTED_OPTIMISTIC),
                System.nanoTime() + longest.toNanos());
    }

    private static RpcFault invalid(InvalidTransaction e) {
        ObjectNode data = JSON.objectNode();
        data.putObject("TxExecutionError").set("InvalidTxError", e.error());
        return RpcFault.handler("INVALID_TRANSACTION", JSON.objectNode(), data);
    }

    private ObjectNode shown(SignedTransaction signed, Outcome outcome, Until until, long end)
            throws RpcFault, InterruptedException {
        boolean isFinal = chain.isFinal(outcome.height());
        while (until.isFinal() && !isFinal) {
            if (System.nanoTime() - end > 0) {
                throw RpcFault.timeout();
            }
            TimeUnit.NANOSECONDS.sleep(STEP.toNanos());
            isFinal = chain.isFinal(outcome.height());
        }
        ObjectNode all = JSON.objectNode();
        all.put("final_execution_status", (isFinal ? Until.FINAL : Until.EXECUTED_OPTIMISTIC).name());
        ObjectNode status = all.putObject("status");
        if (outcome.failure() == null) {
            status.put("SuccessValue", Base64.getEncoder().encodeToString(outcome.value()));
        } else {
            status.set("Failure", outcome.failure());
        }
        Transaction transaction = signed.transaction();
        ObjectNode said = all.putObject("transaction")
                .put("signer_id", transaction.signer())
                .put("public_key", transaction.key().publicKeyText())
                .put("nonce", transaction.nonce())
                .put("receiver_id", transaction.receiver())
                .put("hash", signed.id())
                .put("signature", "ed25519:" + Base58.encode(signed.signature()));
        ArrayNode actions = said.putArray("actions");
        transaction.actions().forEach(action -> actions.add(shown(action)));
        ObjectNode own = all.putObject("transaction_outcome")
                .put("id", signed.id())
                .put(
                        "block_hash",
                        chain.block(Long.toString(outcome.height()))
                                .orElseThrow()
                                .id());
        own.putArray("proof");
        ObjectNode result = own.putObject("outcome")
                .put("executor_id", transaction.receiver())
                .put("gas_burnt", 0)
                .put("tokens_burnt", "0");
        result.putArray("logs");
        result.putArray("receipt_ids");
        result.set("status", status);
        all.putArray("receipts_outcome");
        return all;
    }

    private static JsonNode shown(Action action) {
        ObjectNode variant = JSON.objectNode();
        switch (action) {
            case Action.CreateAccount create -> {
                return JSON.textNode("CreateAccount");
            }
            case Action.FunctionCall call ->
                variant.putObject("FunctionCall")
                        .put("method_name", call.method())
                        .put("args", Base64.getEncoder().encodeToString(call.arguments()))
                        .put("gas", call.gas())
                        .put("deposit", call.deposit().toString());
            case Action.Transfer transfer ->
                variant.putObject("Transfer").put("deposit", transfer.deposit().toString());
            case Action.AddKey add ->
                variant.putObject("AddKey")
                        .put("public_key", add.key().publicKeyText())
                        .putObject("access_key")
                        .put("nonce", add.access().nonce());
            case Action.DeleteKey delete ->
                variant.putObject("DeleteKey").put("public_key", delete.key().publicKeyText());
            case Action.DeleteAccount delete ->
                variant.putObject("DeleteAccount").put("beneficiary_id", delete.beneficiary());
        }
        return variant;
    }
}
