package dev.pulse.marketplace.http.rent;

import static dev.pulse.marketplace.fixture.MarketRig.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.domain.life.Command;
import dev.pulse.domain.life.Hold;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.Browser.Answer;
import dev.pulse.marketplace.fixture.MarketRig;
import dev.pulse.marketplace.fixture.PublishedNodes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A node's long poll. */
@TestInstance(Lifecycle.PER_CLASS)
class NodeReservationsHttpTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/api/nodes/reservations";
    private static final TransactionSigner RENTER = MarketRig.signer("renter");

    private MarketRig rig;
    private PublishedNodes nodes;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        rig = new MarketRig(folder);
        nodes = new PublishedNodes(rig, MarketRig.signer("farmer"));
        browser = rig.open("{verification: mock}");
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    private static String poll(TransactionSigner signer, String nodeId, Consumer<ObjectNode> change) throws Exception {
        ObjectNode document = JSON.createObjectNode()
                .put("audience", "devnet")
                .put("marketplace", "pulse")
                .put("node_account", signer.key().hex())
                .put("node_id", nodeId)
                .put("path", PATH)
                .put("timestamp", System.currentTimeMillis() / 1_000);
        // Put in their order, as the canonical payload has them.
        change.accept(document);
        byte[] hash = Sha256.hash(document.toString().getBytes(StandardCharsets.UTF_8));
        return document.put("signature", Base64.getEncoder().encodeToString(signer.sign(hash)))
                .toString();
    }

    private Answer ask(String nodeId, String version, int wait) throws Exception {
        return browser.post(PATH, "application/json", poll(MarketRig.signer(nodeId), nodeId, document -> {
            if (version != null) {
                document.put("version", version);
            }
            document.put("wait_s", wait);
        }));
    }

    private void reserve(String nodeId, String name, String reservationId) {
        long now = System.currentTimeMillis();
        rig.lives.carryOut(
                nodeId,
                new Command.Reserve(new Hold(name, reservationId, RENTER.key(), 1, 2, now, now + 7_200_000)),
                now);
    }

    private Answer answered(String nodeId, String version, int wait) throws Exception {
        Answer answer = ask(nodeId, version, wait);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    @Test
    void a_node_is_told_whom_to_serve_as_soon_as_that_changes() throws Exception {
        nodes.pretend("served", 3);
        Answer nothing = answered("served", null, 30);
        assertThat(nothing.json().path("reservations")).isEmpty();
        String version = nothing.json().path("version").asText();

        CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return answered("served", version, 30);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        await("another poll of this node is told what there is, and ends the one before")
                .until(() -> answered("served", version, 1)
                                .json()
                                .path("version")
                                .asText()
                                .equals(version)
                        && waiting.isDone());
        assertThat(waiting.get().json().path("version").asText()).isEqualTo(version);

        CompletableFuture<Answer> told = CompletableFuture.supplyAsync(() -> {
            try {
                return answered("served", version, 30);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        reserve("served", "promise", null);
        reserve("served", "a", "r-1");
        Answer one = told.get();
        assertThat(one.json().at("/reservations/0/reservation_id").asText()).isEqualTo("r-1");
        assertThat(one.json().path("reservations"))
                .as("nobody is served before he paid")
                .hasSize(1);
        assertThat(one.json().at("/reservations/0/renter_account").asText())
                .isEqualTo(RENTER.key().hex());
        assertThat(one.json().at("/reservations/0/slices").asInt()).isEqualTo(1);

        rig.lives.carryOut("served", new Command.Release("a", "r-1"), System.currentTimeMillis());
        await().untilAsserted(() -> assertThat(
                        answered("served", null, 0).json().path("version").asText())
                .isEqualTo(version));
    }

    @Test
    void only_the_node_itself_is_told() throws Exception {
        nodes.pretend("mine", 3);
        answered("mine", null, 0);
        TransactionSigner other = MarketRig.signer("other");
        assertError(browser.post(PATH, "application/json", poll(other, "mine", document -> {})), 403, "wrong_account");
        String forged = poll(other, "mine", document -> {})
                .replace(other.key().hex(), MarketRig.signer("mine").key().hex());
        assertError(browser.post(PATH, "application/json", forged), 401, "signature");
        assertError(ask("never-heard-of", null, 0), 404, "unknown_node");
    }

    @Test
    void what_was_signed_for_something_else_or_long_ago_is_refused() throws Exception {
        nodes.pretend("strict", 3);
        TransactionSigner node = MarketRig.signer("strict");
        assertError(
                browser.post(
                        PATH, "application/json", poll(node, "strict", d -> d.put("marketplace", "another market"))),
                400,
                "wrong_marketplace");
        assertError(
                browser.post(PATH, "application/json", poll(node, "strict", d -> d.put("path", "/api/nodes/pair"))),
                400,
                "wrong_path");
        assertError(
                browser.post(
                        PATH,
                        "application/json",
                        poll(node, "strict", d -> d.put("timestamp", System.currentTimeMillis() / 1_000 - 400))),
                401,
                "stale");
        assertError(ask("strict", null, 31), 400, "bad_field");
        assertError(browser.post(PATH, "application/json", "{"), 400, "not_json");
        assertError(browser.post(PATH, "application/json", " ".repeat(2_049)), 413, "too_large");
    }
}
