package dev.pulse.marketplace.spend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.verdict.ReferenceEd25519;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.contract.Spore;
import dev.pulse.ledger.transaction.AccessKey;
import dev.pulse.ledger.transaction.Action;
import dev.pulse.ledger.transaction.Transaction;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.fixture.MarketRig;
import dev.pulse.marketplace.spend.ApprovalRule.Judgement;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is handed on to the ledger for people, and what is not. */
class ApprovalRuleTest {
    private static final TransactionSigner RENTER = MarketRig.signer("renter");
    private static final Account OPERATOR = MarketRig.signer("operator").key();
    private static final String SPENDER = "\"spender\":\"" + OPERATOR + "\"";

    private final ApprovalRule rule = new ApprovalRule(OPERATOR, new ReferenceEd25519());

    private static Action.FunctionCall call(String arguments) {
        return new Action.FunctionCall(
                "approve", arguments.getBytes(StandardCharsets.UTF_8), LedgerClient.GAS, BigInteger.ZERO);
    }

    private static byte[] signed(String receiver, Action... actions) {
        return RENTER.sign(
                        new Transaction(RENTER.key().hex(), RENTER.key(), 7, receiver, new byte[32], List.of(actions)))
                .bytes();
    }

    private Judgement judge(byte[] bytes) {
        return rule.judge(bytes, RENTER.key(), RENTER.key());
    }

    private void refused(byte[] bytes, String code) {
        assertThat(judge(bytes))
                .isInstanceOfSatisfying(
                        Judgement.Refused.class, no -> assertThat(no.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "1000000000000000000000", "340282366920938463463374607431768211455"})
    void an_approval_for_the_operator_may_go(String amount) {
        byte[] bytes = signed(Spore.ACCOUNT, call("{" + SPENDER + ",\"amount\":\"" + amount + "\"}"));
        assertThat(judge(bytes)).isInstanceOfSatisfying(Judgement.Approval.class, approval -> {
            assertThat(approval.amount()).isEqualTo(new BigInteger(amount));
            assertThat(approval.transaction().bytes()).isEqualTo(bytes);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{%s}",
                "{%s,\"amount\":\"\"}",
                "{%s,\"amount\":5}",
                "{%s,\"amount\":\"-1\"}",
                "{%s,\"amount\":\"1e3\"}",
                "{%s,\"amount\":\"340282366920938463463374607431768211456\"}",
                "{%s,\"amount\":\"1\",\"more\":true}",
                "{%s,\"amount\":\"1\",\"amount\":\"2\"}",
                "{%s,\"amount\":\"1\"} {}",
                "{\"spender\":\"marketplace.dev.hero\",\"amount\":\"1\"}",
                "[]",
                "approve",
                ""
            })
    void arguments_are_those_two_and_the_spender_is_the_operator(String arguments) {
        refused(signed(Spore.ACCOUNT, call(arguments.replace("%s", SPENDER))), "not_an_approval");
    }

    @Test
    void nothing_else_is_handed_on() {
        Action.FunctionCall good = call("{" + SPENDER + ",\"amount\":\"1\"}");
        refused(signed("marketplace.dev.hero", good), "not_an_approval");
        refused(signed(Spore.ACCOUNT, good, good), "not_an_approval");
        refused(signed(Spore.ACCOUNT), "not_an_approval");
        refused(signed(Spore.ACCOUNT, new Action.Transfer(BigInteger.ONE)), "not_an_approval");
        refused(signed(Spore.ACCOUNT, new Action.AddKey(OPERATOR, AccessKey.full(0))), "not_an_approval");
        refused(
                signed(
                        Spore.ACCOUNT,
                        new Action.FunctionCall("transfer", good.arguments(), good.gas(), BigInteger.ZERO)),
                "not_an_approval");
        refused(
                signed(Spore.ACCOUNT, new Action.FunctionCall("approve", good.arguments(), good.gas(), BigInteger.ONE)),
                "not_an_approval");
        refused(
                signed(Spore.ACCOUNT, new Action.FunctionCall("approve", good.arguments(), -1, BigInteger.ZERO)),
                "not_an_approval");
    }

    @Test
    void only_of_who_is_signed_in_and_only_with_his_signature() {
        byte[] bytes = signed(Spore.ACCOUNT, call("{" + SPENDER + ",\"amount\":\"1\"}"));
        assertThat(rule.judge(bytes, OPERATOR, RENTER.key()))
                .isEqualTo(new Judgement.Refused(
                        "wrong_signer", "The transaction is not of the account and key that are signed in."));
        assertThat(rule.judge(bytes, RENTER.key(), OPERATOR)).isInstanceOf(Judgement.Refused.class);
        bytes[bytes.length - 1] ^= 1;
        refused(bytes, "signature");
    }

    @Test
    void bytes_that_are_none_are_refused_before_anything_is_computed() {
        byte[] bytes = signed(Spore.ACCOUNT, call("{" + SPENDER + ",\"amount\":\"1\"}"));
        for (int length = 0; length < bytes.length; length++) {
            refused(Arrays.copyOf(bytes, length), "bad_transaction");
        }
        refused(Arrays.copyOf(bytes, bytes.length + 1), "bad_transaction");
        refused(new byte[ApprovalRule.MAX_BYTES + 1], "bad_transaction");
    }
}
