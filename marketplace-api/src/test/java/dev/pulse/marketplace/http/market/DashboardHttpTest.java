package dev.pulse.marketplace.http.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.life.Command;
import dev.pulse.domain.life.Ownership;
import dev.pulse.ledger.devnet.http.Faults;
import dev.pulse.ledger.message.ActingRequest;
import dev.pulse.ledger.transaction.AccessKey;
import dev.pulse.ledger.transaction.Action;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.Browser.Answer;
import dev.pulse.marketplace.fixture.FakeLifecycle;
import dev.pulse.marketplace.fixture.MarketRig;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.NodeCommand;
import dev.pulse.schemas.OwnerRecord;
import dev.pulse.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Signing in, and what a farmer sees and does then; keys by a development ledger over its wire protocol. */
@TestInstance(Lifecycle.PER_CLASS)
class DashboardHttpTest {
    private static final int MANY = 120;

    private MarketRig rig;
    private TransactionSigner farmer;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        rig = new MarketRig(folder);
        farmer = rig.person("farmer");
        for (int i = 0; i < MANY; i++) {
            owned("mine-%03d".formatted(i), farmer.key(), LifecycleStage.PENDING);
        }
        owned("mine-published", farmer.key(), LifecycleStage.PUBLISHED);
        owned("other", MarketRig.signer("other").key(), LifecycleStage.PENDING);
        browser = rig.open(folder);
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    private void owned(String nodeId, Account owner, LifecycleStage stage) {
        OwnerRecord record = new OwnerRecord(owner.hex(), "green", Records.account(nodeId), 1L, true);
        rig.topics.append(
                Topics.STATE,
                nodeId,
                Records.state(nodeId, LivenessState.ONLINE, "eu", stage)
                        .setOwner(record)
                        .build());
        String known = FakeLifecycle.node(nodeId, "online", 1, 1, "null", 0, 0).strip();
        rig.lifecycle.answer(
                nodeId,
                200,
                known.substring(0, known.length() - 1) + ",\"life\":{\"owner\":{\"identity\":\""
                        + Records.account(nodeId)
                        + "\",\"farmer\":\"" + owner.hex()
                        + "\",\"farm_id\":\"green\"},\"holds\":[]}}");
        rig.lives.carryOut(
                nodeId,
                new Command.Pair(new Ownership(owner, "green", new Account(Records.account(nodeId)), 1, null)),
                System.currentTimeMillis());
    }

    @Test
    void a_challenge_signed_by_the_accounts_key_signs_in_once() {
        String body = MarketRig.signed(rig.challenge(farmer), farmer.key(), farmer, false);
        Answer answer = rig.signIn(body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("token").isNull()).isTrue();
        assertThat(answer.header("Set-Cookie"))
                .contains("pulse_session=", "HttpOnly", "SameSite=Strict", "Path=/api")
                .doesNotContain("Secure");
        MarketRig.assertError(rig.signIn(body), 401, "used_challenge");
        String cookie = answer.header("Set-Cookie").split(";", 2)[0];
        Browser me = browser.with("Cookie", cookie);
        assertThat(me.get("/api/session").json().path("account_id").asText())
                .isEqualTo(farmer.key().hex());
        MarketRig.assertError(browser.get("/api/session"), 401, "not_signed_in");
        assertThat(me.delete("/api/session").status()).isEqualTo(204);
        MarketRig.assertError(me.get("/api/session"), 401, "not_signed_in");
    }

    @Test
    void what_was_not_signed_for_this_by_this_account_signs_nobody_in() {
        TransactionSigner other = MarketRig.signer("other");
        JsonNode challenge = rig.challenge(farmer);
        MarketRig.assertError(rig.signIn(MarketRig.signed(challenge, other.key(), other, true)), 401, "bad_challenge");
        MarketRig.assertError(rig.signIn(MarketRig.signed(challenge, farmer.key(), other, true)), 401, "wrong_key");
        String good = MarketRig.signed(challenge, farmer.key(), farmer, true);
        MarketRig.assertError(rig.signIn(good.replace("\"signature\":\"", "\"signature\":\"A")), 401, "signature");
        MarketRig.assertError(rig.signIn(good.replace("ed25519:", "secp256k1:")), 400, "bad_field");
        MarketRig.assertError(rig.signIn("[]"), 400, "not_an_object");
        MarketRig.assertError(rig.signIn("{"), 400, "not_json");
        MarketRig.assertError(rig.signIn("{\"account_id\":\"alice.near\"}"), 400, "bad_account");
        MarketRig.assertError(
                browser.with("Origin", "http://evil.example").post("/api/session", "application/json", good),
                403,
                "wrong_origin");
        assertThat(rig.signIn(good).status()).as("none of this used it up").isEqualTo(200);
    }

    @Test
    void an_account_that_the_ledger_does_not_know_signs_nobody_in() {
        TransactionSigner stranger = MarketRig.signer("stranger");
        MarketRig.assertError(
                rig.signIn(MarketRig.signed(rig.challenge(stranger), stranger.key(), stranger, true)),
                401,
                "wrong_key");
    }

    @Test
    void a_ledger_that_gives_no_answer_signs_nobody_in() {
        String body = MarketRig.signed(rig.challenge(farmer), farmer.key(), farmer, true);
        rig.ledger.faults().set(new Faults.Plan(1, Duration.ZERO, 0, 0, 100, 0, false));
        try {
            MarketRig.assertError(rig.signIn(body), 502, "ledger_failed");
        } finally {
            rig.ledger.faults().set(Faults.Plan.NONE);
        }
        assertThat(rig.signIn(body).status()).isEqualTo(200);
    }

    @Test
    void a_farmer_sees_his_own_nodes_page_by_page() {
        Browser me = rig.signedIn(farmer);
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = me.get("/api/dashboard/nodes/pending?size=50" + cursor);
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            page.json()
                    .path("nodes")
                    .forEach(node -> seen.add(node.path("node_id").asText()));
            JsonNode next = page.json().path("next_cursor");
            cursor = next.isNull() ? null : "&cursor=" + next.asText();
        } while (cursor != null);
        assertThat(seen).hasSize(MANY).isSorted().doesNotHaveDuplicates().contains("mine-000", "mine-119");
        assertThat(me.get("/api/dashboard/nodes?size=500").json().path("nodes")).hasSize(MANY + 1);
        MarketRig.assertError(browser.get("/api/dashboard/nodes"), 401, "not_signed_in");
        MarketRig.assertError(me.get("/api/dashboard/nodes?size=501"), 400, "bad_parameter");
        MarketRig.assertError(me.get("/api/dashboard/nodes?cursor=x"), 400, "bad_cursor");
    }

    @Test
    void a_farmer_announces_maintenance_and_retires_what_is_his() {
        Browser me = rig.signedIn(farmer);
        long now = System.currentTimeMillis() / 1_000;
        String hour = "{\"until\":" + (now + 3_600) + "}";
        Answer announced = me.post("/api/dashboard/nodes/mine-001/maintenance", "application/json", hour);
        assertThat(announced.status()).as(announced.text()).isEqualTo(200);
        assertThat(announced.json().path("changed").asBoolean()).isTrue();
        NodeCommand command = rig.lives.taken().getLast();
        assertThat(command.getIssuedBy()).isEqualTo(farmer.key().hex());
        assertThat(command.getMaintain().getUntil().getEpochSecond()).isEqualTo(now + 3_600);
        String month = "{\"until\":" + (now + 40 * 86_400) + "}";
        MarketRig.assertError(
                me.post("/api/dashboard/nodes/mine-001/maintenance", "application/json", month), 409, "bad_window");
        MarketRig.assertError(
                me.post("/api/dashboard/nodes/mine-001/maintenance", "application/json", "{\"until\":-1}"),
                400,
                "bad_field");
        assertThat(me.post("/api/dashboard/nodes/mine-002/retire", "application/json", "")
                        .status())
                .isEqualTo(200);
        MarketRig.assertError(
                me.post("/api/dashboard/nodes/mine-002/maintenance", "application/json", hour), 409, "already_retired");
    }

    @Test
    void another_farmers_node_is_not_touched() {
        Browser me = rig.signedIn(farmer);
        int before = rig.lives.taken().size();
        MarketRig.assertError(me.post("/api/dashboard/nodes/other/retire", "application/json", ""), 403, "not_yours");
        MarketRig.assertError(
                me.post("/api/dashboard/nodes/nobody/retire", "application/json", ""), 404, "unknown_node");
        MarketRig.assertError(
                browser.post("/api/dashboard/nodes/mine-003/retire", "application/json", ""), 401, "not_signed_in");
        assertThat(rig.lives.taken()).hasSize(before);
    }

    @Test
    void a_page_of_another_origin_changes_nothing_with_the_cookie() {
        Answer in = rig.signIn(MarketRig.signed(rig.challenge(farmer), farmer.key(), farmer, false));
        Browser me = browser.with("Cookie", in.header("Set-Cookie").split(";", 2)[0]);
        String retire = "/api/dashboard/nodes/mine-004/retire";
        MarketRig.assertError(
                me.with("Origin", "http://evil.example").post(retire, "application/json", ""), 403, "wrong_origin");
        MarketRig.assertError(me.post(retire, "application/json", ""), 403, "wrong_origin");
        assertThat(me.with("Origin", rig.url())
                        .post(retire, "application/json", "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_session_ends_when_the_account_puts_another_key_in_the_place_of_its_own() throws Exception {
        TransactionSigner first = MarketRig.signer("rotating");
        TransactionSigner second = MarketRig.signer("rotated");
        rig.client.faucet(first.key());
        owned("rotating", first.key(), LifecycleStage.PENDING);
        Browser before = rig.signedIn(first);
        assertThat(before.post("/api/dashboard/nodes/rotating/maintenance", "application/json", "{\"until\":0}")
                        .status())
                .isEqualTo(200);
        String account = first.key().hex();
        rig.client.execute(
                first,
                account,
                account,
                List.of(new Action.AddKey(second.key(), AccessKey.full(0)), new Action.DeleteKey(first.key())));
        MarketRig.assertError(
                before.post("/api/dashboard/nodes/rotating/retire", "application/json", ""), 401, "key_gone");
        MarketRig.assertError(before.get("/api/session"), 401, "not_signed_in");
        MarketRig.assertError(
                rig.signIn(MarketRig.signed(rig.challenge(first), first.key(), first, true)), 401, "wrong_key");
        Answer with = rig.signIn(MarketRig.signed(rig.challenge(first), first.key(), second, true));
        assertThat(with.status()).as("the account under its new key").isEqualTo(200);
    }

    @Test
    void in_a_session_that_signs_every_part_of_a_request_counts() {
        String in = MarketRig.signed(rig.challenge(farmer), farmer.key(), farmer, true);
        Answer opened = rig.signIn(in.replace("\"bearer\":true", "\"bearer\":true,\"signed\":true"));
        Browser me = browser.with(
                "Authorization", "Bearer " + opened.json().path("token").asText());
        String path = "/api/dashboard/nodes/mine-005/maintenance";
        String body = "{\"until\":0}";
        assertThat(me.get("/api/session").status()).as("looking").isEqualTo(200);
        MarketRig.assertError(me.post(path, "application/json", body), 401, "unsigned_request");
        MarketRig.assertError(me.delete("/api/session"), 401, "unsigned_request");

        int before = rig.lives.taken().size();
        ActingRequest good = request("POST", path, body);
        for (ActingRequest another : List.of(
                request("PUT", path, body),
                request("POST", path.replace("005", "006"), body),
                request("POST", path + "?until=1", body),
                request("POST", path, body + " "),
                request("POST", path, ""))) {
            MarketRig.assertError(
                    signed(me, farmer, another, farmer, rig.url()).post(path, "application/json", body),
                    401,
                    "signature");
        }
        MarketRig.assertError(
                signed(me, farmer, good, farmer, "https://other.example").post(path, "application/json", body),
                401,
                "signature");
        TransactionSigner other = MarketRig.signer("other");
        MarketRig.assertError(
                signed(me, farmer, good, other, rig.url()).post(path, "application/json", body), 401, "signature");
        MarketRig.assertError(
                signed(me, other, good, farmer, rig.url()).post(path, "application/json", body), 401, "bad_challenge");
        MarketRig.assertError(
                me.with(ActingRequest.SIGNATURE, "A".repeat(88)).post(path, "application/json", body),
                400,
                "bad_field");
        assertThat(rig.lives.taken()).hasSize(before);

        Browser once = signed(me, farmer, good, farmer, rig.url());
        assertThat(once.post(path, "application/json", body).status()).isEqualTo(200);
        MarketRig.assertError(once.post(path, "application/json", body), 401, "used_challenge");
    }

    private static ActingRequest request(String method, String path, String body) {
        return new ActingRequest(method, path, body.getBytes(StandardCharsets.UTF_8));
    }

    /** A browser whose next request has this signature, with the nonce of a challenge for somebody. */
    private Browser signed(
            Browser from, TransactionSigner challenged, ActingRequest request, TransactionSigner key, String origin) {
        String nonce = rig.challenge(challenged).path("nonce").asText();
        byte[] hash = request.message(Base64.getDecoder().decode(nonce), origin).hash();
        return from.with(ActingRequest.NONCE, nonce)
                .with(ActingRequest.SIGNATURE, Base64.getEncoder().encodeToString(key.sign(hash)));
    }
}
