package dev.pulse.marketplace.http.rent;

import static dev.pulse.marketplace.fixture.MarketRig.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.contract.Spore;
import dev.pulse.ledger.devnet.http.Faults;
import dev.pulse.ledger.transaction.Action;
import dev.pulse.ledger.transaction.Transaction;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.Browser.Answer;
import dev.pulse.marketplace.fixture.MarketRig;
import dev.pulse.marketplace.fixture.Operator;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Approvals that people sign themselves, handed on over HTTP, against a development ledger. */
@TestInstance(Lifecycle.PER_CLASS)
class SpendingHttpTest {
    private static final String PATH = "/api/spending";

    private MarketRig rig;
    private Spore spore;
    private Browser anybody;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        rig = new MarketRig(folder);
        spore = new Spore(rig.client);
        anybody = rig.open(folder);
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    private static String approval(TransactionSigner who, JsonNode terms, String amount) {
        String arguments = "{\"spender\":\"" + terms.path("spender").asText() + "\",\"amount\":\"" + amount + "\"}";
        Transaction transaction = new Transaction(
                who.key().hex(),
                who.key(),
                Long.parseUnsignedLong(terms.path("nonce").asText()) + 1,
                terms.path("contract").asText(),
                Base64.getDecoder().decode(terms.path("block_hash").asText()),
                List.of(new Action.FunctionCall(
                        "approve", arguments.getBytes(StandardCharsets.UTF_8), LedgerClient.GAS, BigInteger.ZERO)));
        return "{\"transaction\":\"" + who.sign(transaction).base64() + "\"}";
    }

    private static Answer post(Browser who, String body) {
        return who.post(PATH, "application/json", body);
    }

    @Test
    void an_approval_is_made_of_what_the_ledger_says_and_handed_on() throws Exception {
        TransactionSigner renter = rig.person("approver");
        Browser me = rig.signedIn(renter);
        JsonNode terms = me.get(PATH).json();
        assertThat(terms.path("account_id").asText()).isEqualTo(renter.key().hex());
        assertThat(terms.path("public_key").asText()).isEqualTo(renter.key().publicKeyText());
        assertThat(terms.path("contract").asText()).isEqualTo(Spore.ACCOUNT);
        assertThat(terms.path("spender").asText())
                .isEqualTo(Operator.signer().key().hex());

        String amount = Spore.ONE.multiply(BigInteger.valueOf(500)).toString();
        String body = approval(renter, terms, amount);
        Answer done = post(me, body);
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(done.json().path("allowance").asText()).isEqualTo(amount);
        assertThat(spore.allowance(renter.key(), Operator.signer().key())).isEqualTo(new BigInteger(amount));

        assertThat(post(me, body).json()).as("the same bytes are done once").isEqualTo(done.json());
        assertError(post(me, approval(renter, terms, "1")), 409, "outdated_transaction");
        assertThat(post(me, approval(renter, me.get(PATH).json(), "0")).status())
                .isEqualTo(200);
        assertThat(spore.allowance(renter.key(), Operator.signer().key())).isZero();
    }

    @Test
    void nobody_has_another_ones_or_another_transaction_handed_on() throws Exception {
        TransactionSigner one = rig.person("one");
        Browser me = rig.signedIn(one);
        JsonNode terms = me.get(PATH).json();
        TransactionSigner other = rig.person("other");
        assertError(post(me, approval(other, terms, "1")), 403, "wrong_signer");
        assertError(post(me, approval(one, terms, "1e9")), 400, "not_an_approval");
        assertError(post(me, "{\"transaction\":\"AAAA\"}"), 400, "bad_transaction");
        assertError(post(me, "{\"transaction\":\"%\"}"), 400, "bad_field");
        assertError(post(me, "{}"), 400, "bad_field");
        assertError(post(me, "{\"transaction\":\"" + "A".repeat(2_000) + "\"}"), 400, "bad_transaction");
        assertThat(spore.allowance(one.key(), Operator.signer().key())).isZero();
    }

    @Test
    void who_is_not_signed_in_or_comes_from_elsewhere_is_refused() throws Exception {
        assertError(anybody.get(PATH), 401, "not_signed_in");
        assertError(post(anybody, "{\"transaction\":\"AAAA\"}"), 401, "not_signed_in");
        Browser elsewhere = rig.signedIn(rig.person("stray")).with("Origin", "https://evil.example");
        assertError(post(elsewhere, "{\"transaction\":\"AAAA\"}"), 403, "wrong_origin");
    }

    @Test
    void a_ledger_that_fails_is_a_bad_gateway() throws Exception {
        TransactionSigner renter = rig.person("unlucky");
        Browser me = rig.signedIn(renter);
        rig.ledger.faults().set(new Faults.Plan(1, Duration.ZERO, 0, 100, 0, 0, false));
        try {
            assertError(me.get(PATH), 502, "ledger_failed");
        } finally {
            rig.ledger.faults().set(Faults.Plan.NONE);
        }
    }
}
