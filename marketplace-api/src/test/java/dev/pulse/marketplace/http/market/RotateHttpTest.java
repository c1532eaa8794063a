package dev.pulse.marketplace.http.market;

import static dev.pulse.marketplace.fixture.MarketRig.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.life.Command;
import dev.pulse.domain.life.Ownership;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.ledger.contract.Hosting;
import dev.pulse.ledger.devnet.http.Faults;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.Browser.Answer;
import dev.pulse.marketplace.fixture.Lives;
import dev.pulse.marketplace.fixture.MarketRig;
import dev.pulse.marketplace.fixture.Operator;
import dev.pulse.marketplace.fixture.TestMarketplace;
import dev.pulse.schemas.CommandKind;
import dev.pulse.schemas.NodeCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Changing a node's key over HTTP, against a development ledger over its wire protocol. */
@TestInstance(Lifecycle.PER_CLASS)
class RotateHttpTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Path folder;
    private MarketRig rig;
    private Hosting hosting;
    private TransactionSigner farmer;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path given) throws Exception {
        folder = given;
        rig = new MarketRig(folder);
        hosting = new Hosting(rig.client);
        farmer = rig.person("farmer");
        hosting.createFarm(farmer, "green", "Green farm");
        browser = rig.open(folder);
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    /** A node that is on the ledger, paired, and heard from. */
    private TransactionSigner node(String nodeId) throws Exception {
        TransactionSigner node = rig.person(nodeId);
        hosting.register(node, nodeId, "green");
        rig.lives.bind(nodeId, node.key());
        rig.lives.carryOut(
                nodeId,
                new Command.Pair(new Ownership(farmer.key(), "green", node.key(), 1, null)),
                System.currentTimeMillis());
        return node;
    }

    private static TransactionSigner next(String nodeId) {
        return MarketRig.signer(nodeId + " since");
    }

    private static Map<String, Object> document(String nodeId, TransactionSigner old, TransactionSigner next) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("node_id", nodeId);
        fields.put("node_account", old.key().hex());
        fields.put("new_account", next.key().hex());
        fields.put("timestamp", System.currentTimeMillis() / 1_000);
        fields.put("path", "/api/nodes/rotate");
        fields.put("marketplace", "pulse");
        fields.put("audience", "devnet");
        return fields;
    }

    private static String signed(
            Map<String, Object> fields, String name, TransactionSigner by, TransactionSigner next) {
        try {
            byte[] hash = Sha256.hash(JSON.writeValueAsBytes(fields));
            Map<String, Object> whole = new TreeMap<>(fields);
            whole.put(name, Base64.getEncoder().encodeToString(by.sign(hash)));
            whole.put("new_signature", Base64.getEncoder().encodeToString(next.sign(hash)));
            return JSON.writeValueAsString(whole);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String own(String nodeId, TransactionSigner old, TransactionSigner next) {
        return signed(document(nodeId, old, next), "signature", old, next);
    }

    private static String owners(
            String nodeId, TransactionSigner old, TransactionSigner next, TransactionSigner owner) {
        Map<String, Object> fields = document(nodeId, old, next);
        fields.put("owner_account", owner.key().hex());
        return signed(fields, "owner_signature", owner, next);
    }

    private Answer post(String body) {
        return browser.post("/api/nodes/rotate", "application/json", body);
    }

    private void assertRefused(int status, String code, String body) {
        int before = rig.lives.taken().size();
        assertError(post(body), status, code);
        assertThat(rig.lives.taken()).as("nothing was ordered").hasSize(before);
    }

    @Test
    void a_node_changes_its_key_by_the_old_one_once_the_ledger_has_the_new_one() throws Exception {
        TransactionSigner old = node("own");
        TransactionSigner next = next("own");
        assertRefused(409, "not_rotated", own("own", old, next));
        hosting.rotate(old, "own", old.key(), next);
        String body = own("own", old, next);
        Answer rotated = post(body);
        assertThat(rotated.status()).as(rotated.text()).isEqualTo(200);
        assertThat(rotated.json().path("node_id").asText()).isEqualTo("own");
        assertThat(rotated.json().path("changed").asBoolean()).isTrue();
        NodeCommand command = rig.lives.taken().getLast();
        assertThat(command.getKind()).isEqualTo(CommandKind.ROTATE);
        assertThat(command.getIssuedBy()).isEqualTo("pulse");
        assertThat(command.getRotate().getAccount()).isEqualTo(old.key().hex());
        assertThat(command.getRotate().getNewAccount()).isEqualTo(next.key().hex());
        assertThat(command.getRotate().getOwner()).isNull();
        assertThat(rig.lives.life("own").ownership().identity()).isEqualTo(next.key());

        Answer again = post(body);
        assertThat(again.status()).as(again.text()).isEqualTo(200);
        assertThat(again.json().path("changed").asBoolean()).isFalse();
    }

    @Test
    void its_farms_owner_changes_it_where_the_old_key_is_lost() throws Exception {
        TransactionSigner old = node("lost");
        TransactionSigner next = next("lost");
        hosting.rotate(farmer, "lost", old.key(), next);
        TransactionSigner stranger = rig.person("stranger");
        assertRefused(409, "wrong_farmer", owners("lost", old, next, stranger));
        Answer rotated = post(owners("lost", old, next, farmer));
        assertThat(rotated.status()).as(rotated.text()).isEqualTo(200);
        assertThat(rig.lives.taken().getLast().getRotate().getOwner())
                .isEqualTo(farmer.key().hex());
    }

    @Test
    void what_contradicts_what_is_known_is_a_conflict() throws Exception {
        TransactionSigner old = node("known");
        TransactionSigner next = next("known");
        TransactionSigner stranger = MarketRig.signer("stranger");
        assertRefused(409, "not_registered", own("nobody", old, next));
        hosting.rotate(old, "known", old.key(), next);
        assertError(post(own("known", stranger, next)), 409, "wrong_account");
        TransactionSigner silent = rig.person("silent");
        hosting.register(silent, "silent", "green");
        hosting.rotate(silent, "silent", silent.key(), next("silent"));
        assertError(post(own("silent", silent, next("silent"))), 409, "unknown_node");
    }

    @Test
    void what_is_malformed_or_meant_for_somebody_else_is_refused_with_the_reason() {
        TransactionSigner old = MarketRig.signer("x");
        TransactionSigner next = next("x");
        assertRefused(400, "bad_account", changed(old, next, fields -> fields.put("new_account", "node.near")));
        assertRefused(400, "wrong_marketplace", changed(old, next, fields -> fields.put("marketplace", "market-2")));
        assertRefused(400, "wrong_path", changed(old, next, fields -> fields.put("path", "/api/nodes/pair")));
        assertRefused(400, "wrong_audience", changed(old, next, fields -> fields.put("audience", "mainnet")));
        assertRefused(400, "bad_field", own("x", old, old));
        assertRefused(400, "missing_field", changed(old, next, fields -> fields.remove("node_id")));
        assertRefused(413, "too_large", "{\"a\":\"" + "x".repeat(8 * 1024) + "\"}");
        assertThat(browser.post("/api/nodes/rotate", "text/plain", "x").status())
                .isEqualTo(415);
        assertThat(browser.get("/api/nodes/rotate").status()).isEqualTo(405);
        assertThat(post("").status()).isEqualTo(400);
        assertThat(post("[1,2").status()).isEqualTo(400);
    }

    private static String changed(TransactionSigner old, TransactionSigner next, Consumer<Map<String, Object>> change) {
        Map<String, Object> fields = document("x", old, next);
        change.accept(fields);
        return signed(fields, "signature", old, next);
    }

    @Test
    void what_proves_nothing_is_unauthorized() {
        TransactionSigner old = MarketRig.signer("x");
        TransactionSigner next = next("x");
        long now = System.currentTimeMillis() / 1_000;
        assertRefused(401, "stale", changed(old, next, fields -> fields.put("timestamp", now - 310)));
        assertRefused(401, "stale", changed(old, next, fields -> fields.put("timestamp", now + 310)));
        Map<String, Object> fields = document("x", old, next);
        assertRefused(401, "signature", signed(fields, "signature", farmer, next));
        assertRefused(401, "signature", signed(fields, "signature", old, farmer));
        assertRefused(401, "signature", signed(fields, "signature", next, old));
        assertRefused(401, "signature", own("x", old, next).replace("\"x\"", "\"y\""));
    }

    @Test
    void a_ledger_that_gives_no_answer_is_a_bad_gateway_and_changes_nothing() throws Exception {
        TransactionSigner old = node("unlucky");
        TransactionSigner next = next("unlucky");
        hosting.rotate(old, "unlucky", old.key(), next);
        rig.ledger.faults().set(new Faults.Plan(1, Duration.ZERO, 0, 0, 100, 0, false));
        try {
            assertRefused(502, "ledger_failed", own("unlucky", old, next));
        } finally {
            rig.ledger.faults().set(Faults.Plan.NONE);
        }
        assertThat(post(own("unlucky", old, next)).status()).isEqualTo(200);
    }

    @Test
    void a_verifier_that_gives_no_answer_is_not_waited_for_without_end() throws Exception {
        TransactionSigner old = node("slow");
        TransactionSigner next = next("slow");
        hosting.rotate(old, "slow", old.key(), next);
        Lives silent = new Lives(rig.topics);
        silent.bind("slow", old.key());
        silent.fallSilent();
        try (TestMarketplace other = TestMarketplace.start(
                rig.topics,
                silent,
                rig.lifecycle.uri(),
                0,
                "market: {ledger: [\"" + rig.ledger.uri() + "\"], operatorKey: " + Operator.key(folder) + "}")) {
            Browser asks = new Browser(other.url());
            await().until(() -> asks.get("/ready").status() == 200);
            Answer answer = asks.post("/api/nodes/rotate", "application/json", own("slow", old, next));
            assertError(answer, 503, "try_again");
            assertThat(answer.header("Retry-After")).isNotEmpty();
        }
    }

    @Test
    void a_mock_asks_no_ledger() throws Exception {
        TransactionSigner old = MarketRig.signer("anybody");
        Lives lives = new Lives(rig.topics);
        lives.bind("anybody", old.key());
        try (TestMarketplace mock =
                TestMarketplace.start(rig.topics, lives, rig.lifecycle.uri(), 0, "market: {verification: mock}")) {
            Browser asks = new Browser(mock.url());
            await().until(() -> asks.get("/ready").status() == 200);
            Answer answer = asks.post("/api/nodes/rotate", "application/json", own("anybody", old, next("anybody")));
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        }
    }
}
