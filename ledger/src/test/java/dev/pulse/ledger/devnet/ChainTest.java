package dev.pulse.ledger.devnet;

import static dev.pulse.ledger.devnet.DevnetLedger.HOSTING;
import static dev.pulse.ledger.devnet.DevnetLedger.SPORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.domain.account.Account;
import dev.pulse.ledger.client.KeyState;
import dev.pulse.ledger.rpc.JsonRpc;
import dev.pulse.ledger.rpc.JsonRpc.Reply;
import dev.pulse.ledger.rpc.LedgerException.ContractRefused;
import dev.pulse.ledger.rpc.LedgerException.Refused;
import dev.pulse.ledger.rpc.RpcSettings;
import dev.pulse.ledger.transaction.AccessKey;
import dev.pulse.ledger.transaction.Action;
import dev.pulse.ledger.transaction.SignedTransaction;
import dev.pulse.ledger.transaction.Transaction;
import dev.pulse.ledger.transaction.TransactionSigner;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the development ledger has in common with a real one: nonces, keys, finality, and a memory. */
class ChainTest {
    @TempDir
    Path folder;

    private Devnet devnet;

    @AfterEach
    void stop() throws IOException {
        if (devnet != null) {
            devnet.close();
        }
    }

    private Reply send(SignedTransaction signed, String until) throws Exception {
        ObjectMapper json = new ObjectMapper();
        try (JsonRpc rpc = new JsonRpc(RpcSettings.of(List.of(devnet.uri())), json)) {
            ObjectNode params = json.createObjectNode()
                    .put("signed_tx_base64", signed.base64())
                    .put("wait_until", until);
            return rpc.call("send_tx", params, Duration.ofSeconds(5));
        }
    }

    private SignedTransaction transfer(TransactionSigner from, String to, long nonce, byte[] block) {
        return from.sign(new Transaction(
                from.key().hex(), from.key(), nonce, to, block, List.of(new Action.Transfer(BigInteger.ONE))));
    }

    private static String invalid(Reply reply) {
        JsonNode error =
                ((Reply.Failed) reply).error().data().path("TxExecutionError").path("InvalidTxError");
        return error.isTextual() ? error.asText() : error.fieldNames().next();
    }

    @Test
    void everythingIsThereAfterARestartAndAfterATornWrite() throws Exception {
        devnet = new Devnet(folder);
        TransactionSigner farmer = devnet.person("farmer");
        devnet.call(farmer, HOSTING, "farm_create", Map.of("farm_id", "green", "name", "Green"));
        long height = devnet.client()
                .view(HOSTING, "farm_get", Map.of("farm_id", "green"))
                .blockHeight();
        devnet.restart();
        assertThat(devnet.client()
                        .view(HOSTING, "farm_get", Map.of("farm_id", "green"))
                        .blockHeight())
                .isEqualTo(height);
        devnet.close();
        Path log = folder.resolve("blocks.log");
        long whole = Files.size(log);
        Files.write(log, new byte[] {0, 0, 1, 0, 9, 9, 9, 9, 1, 2, 3}, StandardOpenOption.APPEND);
        devnet = new Devnet(folder);
        assertThat(Files.size(log)).isEqualTo(whole);
        assertThat(devnet.view(HOSTING, "farm_get", Map.of("farm_id", "green"))
                        .get("owner")
                        .asText())
                .isEqualTo(farmer.key().hex());
        devnet.call(farmer, HOSTING, "farm_create", Map.of("farm_id", "blue", "name", "Blue"));
        devnet.restart();
        assertThat(devnet.view(HOSTING, "farms", Map.of()).get("items")).hasSize(2);
    }

    @Test
    void twoLedgersDoNotShareAFolder() throws Exception {
        devnet = new Devnet(folder);
        assertThatThrownBy(() -> DevnetLedger.start(DevnetSettings.in(folder), Clock.systemUTC()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Another development ledger uses");
    }

    @Test
    void aTransactionIsCarriedOutOnceAndOnlyUnderItsKeyAndANewNonce() throws Exception {
        devnet = new Devnet(folder);
        TransactionSigner from = devnet.person("from");
        String to = Devnet.key("to").key().hex();
        KeyState key = devnet.client().key(from.key().hex(), from.key());
        SignedTransaction good = transfer(from, to, key.nonce() + 1, key.blockHash());
        assertThat(send(good, "FINAL")).isInstanceOf(Reply.Result.class);
        assertThat(send(good, "FINAL")).as("the same bytes again").isInstanceOf(Reply.Result.class);
        assertThat(devnet.client().key(to, new Account(to)).fullAccess())
                .as("the account was made by the transfer")
                .isTrue();
        assertThat(devnet.client().key(from.key().hex(), from.key()).nonce()).isEqualTo(key.nonce() + 1);

        assertThat(invalid(send(transfer(from, HOSTING, key.nonce() + 1, key.blockHash()), "FINAL")))
                .isEqualTo("InvalidNonce");
        assertThat(invalid(send(transfer(from, to, Long.MAX_VALUE, key.blockHash()), "FINAL")))
                .isEqualTo("NonceTooLarge");
        assertThat(invalid(send(transfer(from, to, key.nonce() + 2, new byte[32]), "FINAL")))
                .isEqualTo("Expired");
        SignedTransaction forged = Devnet.key("other")
                .sign(new Transaction(
                        from.key().hex(), Devnet.key("other").key(), key.nonce() + 2, to, key.blockHash(), List.of()));
        assertThat(invalid(send(forged, "FINAL"))).isEqualTo("InvalidAccessKeyError");
        byte[] bytes = good.bytes().clone();
        bytes[bytes.length - 1] ^= 1;
        SignedTransaction broken = new SignedTransaction(good.transaction(), good.hash(), good.signature(), bytes);
        assertThat(invalid(send(broken, "FINAL"))).isEqualTo("InvalidSignature");
    }

    @Test
    void keysComeAndGo() throws Exception {
        devnet = new Devnet(folder);
        TransactionSigner owner = devnet.person("owner");
        TransactionSigner second = Devnet.key("second");
        String account = owner.key().hex();
        devnet.client().execute(owner, account, account, List.of(new Action.AddKey(second.key(), AccessKey.full(0))));
        devnet.client().execute(second, account, account, List.of(new Action.DeleteKey(owner.key())));
        assertThatThrownBy(() -> devnet.client().key(account, owner.key()))
                .as("an implicit account's name is no proof of its key")
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo("UNKNOWN_ACCESS_KEY"));
        assertThat(devnet.client().key(account, second.key()).fullAccess()).isTrue();
        assertThatThrownBy(() -> devnet.client().key(Devnet.key("nobody").key().hex(), owner.key()))
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo("UNKNOWN_ACCOUNT"));
    }

    @Test
    void aKeyForCallsAloneDoesNothingElse() throws Exception {
        devnet = new Devnet(folder);
        TransactionSigner owner = devnet.person("owner");
        TransactionSigner app = Devnet.key("app");
        String account = owner.key().hex();
        AccessKey farms = new AccessKey(0, new AccessKey.FunctionCallOnly(null, HOSTING, List.of("farm_create")));
        devnet.client().execute(owner, account, account, List.of(new Action.AddKey(app.key(), farms)));
        devnet.client()
                .call(app, account, HOSTING, "farm_create", Map.of("farm_id", "f", "name", "F"), BigInteger.ZERO);
        assertThat(devnet.client().key(account, app.key()).fullAccess()).isFalse();
        assertThatThrownBy(() ->
                        devnet.client().execute(app, account, account, List.of(new Action.DeleteKey(owner.key()))))
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo("InvalidAccessKeyError"));
    }

    @Test
    void allActionsOfATransactionAreDoneOrNone() throws Exception {
        devnet = new Devnet(folder);
        TransactionSigner owner = devnet.person("owner");
        byte[] farm = "{\"farm_id\":\"green\",\"name\":\"Green\"}".getBytes(StandardCharsets.UTF_8);
        Action.FunctionCall create = new Action.FunctionCall("farm_create", farm, 1, BigInteger.ZERO);
        assertThatThrownBy(() -> devnet.client().execute(owner, owner.key().hex(), HOSTING, List.of(create, create)))
                .isInstanceOf(ContractRefused.class);
        assertThat(devnet.view(HOSTING, "farm_get", Map.of("farm_id", "green")).isNull())
                .isTrue();
    }

    @Test
    void whatIsNotFinalIsSeenOnlyByWhoAsksForIt() throws Exception {
        devnet = new Devnet(DevnetSettings.in(folder).withFinality(Duration.ofHours(1)));
        String account = Devnet.key("somebody").key().hex();
        ObjectMapper json = new ObjectMapper();
        try (JsonRpc rpc = new JsonRpc(RpcSettings.of(List.of(devnet.uri())), json)) {
            rpc.call("devnet_faucet", json.createObjectNode().put("account_id", account), Duration.ofSeconds(5));
            ObjectNode ask = json.createObjectNode()
                    .put("request_type", "view_account")
                    .put("account_id", account)
                    .put("finality", "final");
            assertThat(rpc.call("query", ask, Duration.ofSeconds(5))).isInstanceOf(Reply.Failed.class);
            ask.put("finality", "optimistic");
            assertThat(rpc.call("query", ask, Duration.ofSeconds(5))).isInstanceOf(Reply.Result.class);
        }
        assertThat(devnet.view(SPORE, "balance", Map.of("account_id", account)).asText())
                .isEqualTo("0");
        devnet.restart();
        assertThat(devnet.view(SPORE, "balance", Map.of("account_id", account)).asText())
                .as("what was made before a restart is final")
                .isNotEqualTo("0");
    }
}
