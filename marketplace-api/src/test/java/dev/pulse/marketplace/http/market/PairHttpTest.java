package dev.pulse.marketplace.http.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.life.Command;
import dev.pulse.domain.life.Offer;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.ledger.client.LedgerClient;
import dev.pulse.ledger.contract.Hosting;
import dev.pulse.ledger.devnet.DevnetLedger;
import dev.pulse.ledger.devnet.DevnetSettings;
import dev.pulse.ledger.devnet.http.Faults;
import dev.pulse.ledger.rpc.RpcSettings;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.Browser.Answer;
import dev.pulse.marketplace.fixture.FakeLifecycle;
import dev.pulse.marketplace.fixture.FakeTopics;
import dev.pulse.marketplace.fixture.Lives;
import dev.pulse.marketplace.fixture.Operator;
import dev.pulse.marketplace.fixture.TestMarketplace;
import dev.pulse.schemas.NodeCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Pairing over HTTP, against a development ledger over its wire protocol. */
@TestInstance(Lifecycle.PER_CLASS)
class PairHttpTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TransactionSigner FARMER = signer("farmer");
    private static final TransactionSigner OTHER = signer("other");

    private Path folder;

    private final FakeTopics topics = new FakeTopics(2);
    private final Lives lives = new Lives(topics);
    private final FakeLifecycle lifecycle = new FakeLifecycle();
    private DevnetLedger ledger;
    private LedgerClient client;
    private Hosting hosting;
    private TestMarketplace market;
    private Browser browser;

    private static TransactionSigner signer(String name) {
        return new TransactionSigner(Sha256.hash(name.getBytes(StandardCharsets.UTF_8)));
    }

    @BeforeAll
    void start(@TempDir Path given) throws Exception {
        folder = given;
        ledger = DevnetLedger.start(
                DevnetSettings.in(folder.resolve("ledger")).withFinality(Duration.ZERO), Clock.systemUTC());
        client = new LedgerClient(RpcSettings.of(List.of(ledger.uri())));
        hosting = new Hosting(client);
        client.faucet(FARMER.key());
        client.faucet(OTHER.key());
        client.faucet(Operator.signer().key());
        hosting.createFarm(FARMER, "green", "Green farm");
        hosting.createFarm(OTHER, "blue", "Blue farm");
        market = open(
                lives,
                "market: {ledger: [\"" + ledger.uri() + "\"], name: market-1, operatorKey: " + Operator.key(folder)
                        + "}");
        browser = new Browser(market.url());
        await().until(() -> browser.get("/ready").status() == 200);
    }

    private TestMarketplace open(Lives takes, String line) throws Exception {
        return TestMarketplace.start(topics, takes, lifecycle.uri(), 0, line);
    }

    @AfterAll
    void stop() throws Exception {
        market.close();
        lifecycle.close();
        client.close();
        ledger.close();
    }

    /** A node that is on the ledger. */
    private TransactionSigner registered(String nodeId, String farmId) throws Exception {
        TransactionSigner node = signer(nodeId);
        client.faucet(node.key());
        hosting.register(node, nodeId, farmId);
        return node;
    }

    private static Map<String, Object> pairing(TransactionSigner node, String nodeId) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("node_id", nodeId);
        fields.put("node_account", node.key().hex());
        fields.put("farmer_account", FARMER.key().hex());
        fields.put("timestamp", System.currentTimeMillis() / 1_000);
        fields.put("hostname", "host-" + nodeId);
        fields.put("specs", new TreeMap<>(Map.of("cpu_cores", 16, "ram_gb", 64)));
        return fields;
    }

    private static String signed(TransactionSigner node, Map<String, Object> fields) {
        try {
            byte[] signature = node.sign(Sha256.hash(JSON.writeValueAsBytes(fields)));
            Map<String, Object> whole = new TreeMap<>(fields);
            whole.put("signature", Base64.getEncoder().encodeToString(signature));
            return JSON.writeValueAsString(whole);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private Answer post(String body) {
        return browser.post("/api/nodes/pair", "application/json", body);
    }

    private void assertRefused(int status, String code, String body) {
        int before = lives.taken().size();
        Answer answer = post(body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().path("error").asText()).as(answer.text()).isEqualTo(code);
        assertThat(lives.taken()).as("nothing was ordered").hasSize(before);
    }

    private void assertRefused(int status, String code, TransactionSigner node, Consumer<Map<String, Object>> change) {
        Map<String, Object> fields = pairing(node, "node-x");
        change.accept(fields);
        assertRefused(status, code, signed(node, fields));
    }

    @Test
    void a_registered_node_is_paired_and_the_same_again_is_seen_as_such() throws Exception {
        TransactionSigner node = registered("node-1", "green");
        String body = signed(node, pairing(node, "node-1"));
        Answer first = post(body);
        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertThat(first.json().toString())
                .isEqualTo(
                        "{\"node_id\":\"node-1\",\"lifecycle\":\"pending\",\"farmer_account\":\""
                                + FARMER.key().hex()
                                + "\",\"farm_id\":\"green\",\"slices\":15,\"sequence\":1,\"again\":false,\"verification\":\"real\"}");
        NodeCommand command = lives.taken().stream()
                .filter(taken -> taken.getNodeId().equals("node-1"))
                .findFirst()
                .orElseThrow();
        assertThat(command.getIssuedBy()).isEqualTo("market-1");
        assertThat(command.getPair().getHostname()).isEqualTo("host-node-1");
        assertThat(command.getPair().getCapacity().getRamGb()).isEqualTo(64);
        assertThat(post(body).status()).isEqualTo(200);
        lives.carryOut(
                "node-1",
                new Command.Publish(FARMER.key(), new Offer("l-1", "m", 1, 1, null, 0)),
                System.currentTimeMillis());
        Answer published = post(body);
        assertThat(published.status()).isEqualTo(409);
        assertThat(published.json().path("error").asText()).isEqualTo("already_published");
    }

    @Test
    void what_contradicts_the_ledger_is_a_conflict() throws Exception {
        TransactionSigner stranger = signer("stranger");
        assertRefused(409, "not_registered", signed(stranger, pairing(stranger, "node-2")));
        TransactionSigner node = registered("node-3", "blue");
        assertRefused(409, "wrong_farmer", signed(node, pairing(node, "node-3")));
        assertRefused(409, "wrong_node", signed(node, pairing(node, "node-1")));
        Map<String, Object> elsewhere = pairing(node, "node-3");
        elsewhere.put("farm_id", "green");
        assertRefused(409, "wrong_farm", signed(node, elsewhere));
    }

    @Test
    void what_is_malformed_or_meant_for_somebody_else_is_refused_with_the_reason() {
        TransactionSigner node = signer("node-x");
        assertRefused(400, "bad_account", node, fields -> fields.put("farmer_account", "alice.near"));
        assertRefused(400, "wrong_marketplace", node, fields -> fields.put("marketplace", "market-2"));
        assertRefused(400, "wrong_path", node, fields -> fields.put("path", "/v1/heartbeats"));
        assertRefused(400, "wrong_audience", node, fields -> fields.put("audience", "mainnet"));
        assertRefused(413, "too_large", "{\"a\":\"" + "x".repeat(8 * 1024) + "\"}");
        assertThat(browser.post("/api/nodes/pair", "text/plain", "x").status()).isEqualTo(415);
        assertThat(browser.get("/api/nodes/pair").status()).isEqualTo(405);
        assertThat(post("").status()).isEqualTo(400);
        assertThat(post("[1,2").status()).isEqualTo(400);
    }

    @Test
    void what_proves_nothing_is_unauthorized() {
        TransactionSigner node = signer("node-x");
        assertRefused(401, "stale", node, fields -> fields.put("timestamp", System.currentTimeMillis() / 1_000 - 310));
        String body = signed(node, pairing(node, "node-x"));
        assertRefused(401, "signature", body.replace("host-node-x", "host-node-y"));
        assertRefused(401, "signature", signed(OTHER, pairing(node, "node-x")));
    }

    @Test
    void a_ledger_that_gives_no_answer_is_a_bad_gateway_and_changes_nothing() throws Exception {
        TransactionSigner node = registered("node-4", "green");
        ledger.faults().set(new Faults.Plan(1, Duration.ZERO, 0, 0, 100, 0, false));
        try {
            assertRefused(502, "ledger_failed", signed(node, pairing(node, "node-4")));
        } finally {
            ledger.faults().set(Faults.Plan.NONE);
        }
        assertThat(post(signed(node, pairing(node, "node-4"))).status()).isEqualTo(201);
    }

    @Test
    void a_lifecycle_stream_that_gives_no_answer_is_not_waited_for_without_end() throws Exception {
        TransactionSigner node = registered("node-5", "green");
        Lives silent = new Lives(topics);
        silent.fallSilent();
        try (TestMarketplace other = open(
                silent, "market: {ledger: [\"" + ledger.uri() + "\"], operatorKey: " + Operator.key(folder) + "}")) {
            Browser asks = new Browser(other.url());
            await().until(() -> asks.get("/ready").status() == 200);
            Answer answer = asks.post("/api/nodes/pair", "application/json", signed(node, pairing(node, "node-5")));
            assertThat(answer.status()).as(answer.text()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotEmpty();
            assertThat(answer.json().path("error").asText()).isEqualTo("try_again");
        }
    }

    @Test
    void a_mock_believes_anybody_and_says_so() throws Exception {
        TransactionSigner node = signer("node-6");
        try (TestMarketplace mock = open(new Lives(topics), "market: {verification: mock}")) {
            Browser asks = new Browser(mock.url());
            await().until(() -> asks.get("/ready").status() == 200);
            Answer answer = asks.post("/api/nodes/pair", "application/json", signed(node, pairing(node, "node-6")));
            assertThat(answer.status()).as(answer.text()).isEqualTo(201);
            assertThat(answer.json().path("verification").asText()).isEqualTo("mock");
        }
    }

    @Test
    void an_explorer_without_a_market_has_no_such_address() throws Exception {
        try (TestMarketplace explorer = TestMarketplace.start(topics, lifecycle.uri(), 0)) {
            Browser asks = new Browser(explorer.url());
            assertThat(asks.post("/api/nodes/pair", "application/json", "{}").status())
                    .isEqualTo(404);
        }
    }
}
