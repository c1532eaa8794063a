package dev.pulse.marketplace.spend;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.verdict.SignatureVerifier;
import dev.pulse.ledger.borsh.BorshException;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.contract.Spore;
import dev.pulse.ledger.transaction.Action;
import dev.pulse.ledger.transaction.SignedTransaction;
import dev.pulse.ledger.transaction.Transaction;
import dev.pulse.ledger.transaction.TransactionCodec;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Which signed transactions are handed on: the one that lets this marketplace's operator spend some of the signer's SPORE, by
 * who is signed in, and no other. So the marketplace is nobody's way to the ledger for anything else. Immutable.
 */
public final class ApprovalRule {
    /** Most bytes of one: an approval has fewer than 600. */
    public static final int MAX_BYTES = 1_024;

    /** Amounts on the ledger are 0 to 2^128 - 1. */
    private static final int AMOUNT_BITS = 128;

    private static final int AMOUNT_DIGITS = 39;
    private static final int FIELDS = 2;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    /** What is thought of one. */
    public sealed interface Judgement {
        /**
         * It may go to the ledger.
         *
         * @param amount what may be spent from then on, in SPORE's smallest unit
         */
        record Approval(SignedTransaction transaction, BigInteger amount) implements Judgement {}

        /**
         * It may not.
         *
         * @param code {@code bad_transaction}, {@code not_an_approval}, {@code wrong_signer} or {@code signature}
         * @param detail one sentence for a person
         */
        record Refused(String code, String detail) implements Judgement {}
    }

    private final Account operator;
    private final SignatureVerifier verifier;

    /**
     * A rule.
     *
     * @param operator whom people may let spend
     * @param verifier what computes the signature's equation
     */
    public ApprovalRule(Account operator, SignatureVerifier verifier) {
        this.operator = operator;
        this.verifier = verifier;
    }

    /**
     * Judges one.
     *
     * @param bytes as it would go over the wire
     * @param account who is signed in
     * @param key the key that he is signed in with
     */
    public Judgement judge(byte[] bytes, Account account, Account key) {
        if (bytes.length > MAX_BYTES) {
            return new Judgement.Refused("bad_transaction", "An approval has " + MAX_BYTES + " bytes at most.");
        }
        SignedTransaction signed;
        try {
            signed = TransactionCodec.decode(bytes);
        } catch (BorshException e) {
            return new Judgement.Refused("bad_transaction", "This is no signed transaction: " + e.getMessage() + ".");
        }
        Transaction transaction = signed.transaction();
        if (!transaction.signer().equals(account.hex()) || !transaction.key().equals(key)) {
            return new Judgement.Refused(
                    "wrong_signer", "The transaction is not of the account and key that are signed in.");
        }
        Optional<BigInteger> amount = approved(transaction);
        if (amount.isEmpty()) {
            return new Judgement.Refused(
                    "not_an_approval",
                    "Only approve of " + Spore.ACCOUNT + " for " + operator
                            + " is handed on, alone and without a deposit.");
        }
        return verifier.verify(key.key(), signed.hash(), signed.signature())
                ? new Judgement.Approval(signed, amount.get())
                : new Judgement.Refused("signature", "The signature does not hold for the transaction under this key.");
    }

    private Optional<BigInteger> approved(Transaction transaction) {
        if (!transaction.receiver().equals(Spore.ACCOUNT)
                || transaction.actions().size() != 1
                || !(transaction.actions().getFirst() instanceof Action.FunctionCall call)
                || !call.method().equals("approve")
                || call.deposit().signum() != 0
                || Long.compareUnsigned(call.gas(), LedgerClient.GAS) > 0) {
            return Optional.empty();
        }
        try {
            JsonNode arguments = JSON.readTree(call.arguments());
            return arguments.isObject()
                            && arguments.size() == FIELDS
                            && arguments.path("spender").asText().equals(operator.hex())
                    ? amount(arguments.path("amount"))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<BigInteger> amount(JsonNode value) {
        String text = value.asText();
        if (!value.isTextual()
                || text.isEmpty()
                || text.length() > AMOUNT_DIGITS
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        return Optional.of(new BigInteger(text)).filter(amount -> amount.bitLength() <= AMOUNT_BITS);
    }
}
