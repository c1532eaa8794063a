package dev.pulse.marketplace.http.farmer;

import static dev.pulse.marketplace.fixture.MarketRig.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.domain.life.Ownership.Proof;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.ledger.contract.Hosting;
import dev.pulse.ledger.contract.Listing;
import dev.pulse.ledger.contract.Marketplace;
import dev.pulse.ledger.devnet.http.Faults;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.Browser.Answer;
import dev.pulse.marketplace.fixture.FakeLifecycle;
import dev.pulse.marketplace.fixture.MarketRig;
import dev.pulse.marketplace.fixture.Operator;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.schemas.CommandKind;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.NodeCommand;
import dev.pulse.schemas.OwnerRecord;
import dev.pulse.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What farmers arrange, against a development ledger: templates, publishing without being asked, nodes from the explorer. */
@TestInstance(Lifecycle.PER_CLASS)
class FarmerHttpTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/api/dashboard/nodes/from-explorer";

    private MarketRig rig;
    private Hosting hosting;
    private Marketplace contract;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        rig = new MarketRig(folder);
        hosting = new Hosting(rig.client);
        contract = new Marketplace(rig.client);
        rig.open(folder);
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    private TransactionSigner farmer(String name) throws Exception {
        TransactionSigner farmer = rig.person(name);
        hosting.createFarm(farmer, name, "Farm of " + name);
        return farmer;
    }

    /** A node that the ledger has in a farm, and the index knows by its heartbeats. */
    private TransactionSigner heard(String nodeId, String farmId, String address) throws Exception {
        TransactionSigner node = rig.person(nodeId);
        if (farmId != null) {
            hosting.register(node, nodeId, farmId);
        }
        rig.topics.append(
                Topics.STATE,
                nodeId,
                Records.state(nodeId, LivenessState.ONLINE, "eu", LifecycleStage.DISCOVERED)
                        .setAccount(node.key().hex())
                        .setMyceliumIp(address)
                        .build());
        return node;
    }

    private Proof pairing(TransactionSigner signer, TransactionSigner node, String nodeId, TransactionSigner farmer)
            throws Exception {
        byte[] payload = JSON.writeValueAsBytes(new TreeMap<>(Map.of(
                "node_id",
                nodeId,
                "node_account",
                node.key().hex(),
                "farmer_account",
                farmer.key().hex(),
                "path",
                PATH,
                "timestamp",
                System.currentTimeMillis() / 1_000)));
        return new Proof(
                new String(payload, StandardCharsets.UTF_8),
                Base64.getEncoder().encodeToString(signer.sign(Sha256.hash(payload))));
    }

    private String body(Proof proof) throws Exception {
        return ((ObjectNode) JSON.readTree(proof.payload()))
                .put("signature", proof.signature())
                .toString();
    }

    private List<String> names(Answer answer) {
        return answer.json().path("templates").findValuesAsText("name");
    }

    @Test
    void templates_of_ones_own_are_made_changed_and_taken_away() throws Exception {
        TransactionSigner farmer = farmer("tina");
        Browser me = rig.signedIn(farmer);
        assertThat(names(me.get("/api/dashboard/templates"))).containsExactly("nano", "basic", "standard", "premium");
        assertThat(names(me.put("/api/dashboard/templates/night", "{\"price_per_hour\":7}")))
                .endsWith("night");
        Answer dear = me.put("/api/dashboard/templates/night", "{\"price_per_hour\":\"18446744073709551615\"}");
        assertThat(dear.json().path("templates").path(4).path("price_per_hour").asText())
                .isEqualTo("18446744073709551615");
        assertThat(dear.json().path("templates").path(4).path("own").asBoolean())
                .isTrue();
        assertThat(names(rig.signedIn(rig.person("stranger")).get("/api/dashboard/templates")))
                .as("a template is its farmer's")
                .doesNotContain("night");
        assertThat(names(me.delete("/api/dashboard/templates/night"))).doesNotContain("night");
        assertThat(me.delete("/api/dashboard/templates/night").status()).isEqualTo(200);
        assertThat(contract.note(
                        Operator.signer().key().hex(), "farmer/" + farmer.key().hex()))
                .as("nothing arranged leaves no note")
                .isEmpty();
    }

    @Test
    void what_is_no_template_is_refused() throws Exception {
        Browser me = rig.signedIn(farmer("theo"));
        assertError(me.put("/api/dashboard/templates/nano", "{\"price_per_hour\":7}"), 409, "built_in_template");
        assertError(me.delete("/api/dashboard/templates/premium"), 409, "built_in_template");
        assertError(me.put("/api/dashboard/templates/Night", "{\"price_per_hour\":7}"), 400, "bad_template");
        for (String price : List.of("0", "-1", "1.5", "\"18446744073709551616\"", "\"\"", "null")) {
            assertError(
                    me.put("/api/dashboard/templates/night", "{\"price_per_hour\":" + price + "}"), 400, "bad_price");
        }
        assertError(me.put("/api/dashboard/auto-publish", "{\"on\":\"yes\"}"), 400, "bad_field");
        assertError(me.put("/api/dashboard/auto-publish", "{\"on\":true}"), 400, "bad_price");
        assertError(
                me.put("/api/dashboard/auto-publish", "{\"on\":true,\"template\":\"mine\"}"), 400, "unknown_template");
        Browser nobody = new Browser(rig.url());
        assertError(nobody.get("/api/dashboard/templates"), 401, "not_signed_in");
        assertError(nobody.put("/api/dashboard/auto-publish", "{\"on\":false}"), 401, "not_signed_in");
    }

    @Test
    void a_ledger_that_is_away_is_said_and_nothing_changes() throws Exception {
        TransactionSigner farmer = farmer("luna");
        Browser me = rig.signedIn(farmer);
        rig.ledger.faults().set(new Faults.Plan(1, Duration.ZERO, 0, 0, 100, 0, false));
        try {
            assertError(me.get("/api/dashboard/templates"), 502, "ledger_failed");
            assertError(me.put("/api/dashboard/templates/night", "{\"price_per_hour\":7}"), 502, "ledger_failed");
            assertError(me.post(PATH, "application/json", "{\"mycelium_ip\":\"46a::1\"}"), 502, "ledger_failed");
        } finally {
            rig.ledger.faults().set(Faults.Plan.NONE);
        }
        assertThat(names(me.get("/api/dashboard/templates"))).hasSize(4);
    }

    @Test
    void a_node_is_taken_from_the_explorer_on_the_ledgers_word() throws Exception {
        TransactionSigner farmer = farmer("ada");
        TransactionSigner node = heard("ada-1", "ada", "46a:1::1");
        heard("ada-copycat", null, "46a:1::1");
        Browser me = rig.signedIn(farmer);
        String here = "{\"mycelium_ip\":\"046a:0001::0:1\"}";
        await().until(() -> me.post(PATH, "application/json", here).status() == 200);
        Answer again = me.post(PATH, "application/json", here);
        assertThat(again.json().path("node_id").asText()).isEqualTo("ada-1");
        assertThat(again.json().path("changed").asBoolean()).isFalse();
        NodeCommand told = told("ada-1", CommandKind.PAIR);
        assertThat(told.getPair().getFarmer()).isEqualTo(farmer.key().hex());
        assertThat(told.getPair().getFarmId()).isEqualTo("ada");
        assertThat(told.getPair().getIdentity()).isEqualTo(node.key().hex());
        assertThat(told.getPair().getPayload()).isNull();

        Browser other = rig.signedIn(farmer("eve"));
        assertError(other.post(PATH, "application/json", here), 403, "not_yours");
        assertError(other.post(PATH, "application/json", "{\"mycelium_ip\":\"46a:9::9\"}"), 404, "unknown_address");
        assertError(other.post(PATH, "application/json", "{}"), 400, "bad_field");
        heard("ada-2", "ada", "46a:1::1");
        await().untilAsserted(() -> assertError(me.post(PATH, "application/json", here), 409, "ambiguous"));
    }

    @Test
    void a_farmer_signs_in_his_nodes_place_and_nobody_elses() throws Exception {
        TransactionSigner farmer = farmer("hugo");
        TransactionSigner node = heard("hugo-1", "hugo", "46a:2::1");
        Browser me = rig.signedIn(farmer);
        Answer answer = me.post(PATH, "application/json", body(pairing(farmer, node, "hugo-1", farmer)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(told("hugo-1", CommandKind.PAIR).getPair().getPayload())
                .contains(farmer.key().hex());

        assertError(me.post(PATH, "application/json", body(pairing(node, node, "hugo-1", farmer))), 401, "signature");
        TransactionSigner eve = rig.person("eve");
        Browser thief = rig.signedIn(eve);
        assertError(
                thief.post(PATH, "application/json", body(pairing(farmer, node, "hugo-1", farmer))),
                403,
                "wrong_farmer");
        assertError(thief.post(PATH, "application/json", body(pairing(eve, node, "hugo-1", eve))), 409, "wrong_farmer");
        Proof proof = pairing(farmer, node, "hugo-1", farmer);
        Proof elsewhere = new Proof(proof.payload().replace(PATH, "/api/nodes/pair"), proof.signature());
        assertError(me.post(PATH, "application/json", body(elsewhere)), 400, "wrong_path");
    }

    @Test
    void nodes_are_offered_by_themselves_once() throws Exception {
        TransactionSigner farmer = farmer("olga");
        Browser me = rig.signedIn(farmer);
        assertThat(me.get("/api/dashboard/auto-publish").json().path("on").asBoolean())
                .isFalse();
        me.put("/api/dashboard/templates/night", "{\"price_per_hour\":7}");
        Answer on = me.put("/api/dashboard/auto-publish", "{\"on\":true,\"template\":\"night\"}");
        assertThat(on.json().path("price_per_hour").asText()).isEqualTo("7");
        assertError(me.delete("/api/dashboard/templates/night"), 409, "template_used");

        TransactionSigner taken = rig.person("olga-back");
        hosting.register(taken, "olga-back", "olga");
        Proof proof = pairing(taken, taken, "olga-back", farmer);
        Listing before = contract.list(
                Operator.signer(),
                "olga-back",
                farmer.key(),
                60,
                15,
                null,
                new Listing.Proof(proof.payload(), proof.signature()));
        contract.close(Operator.signer(), before.listingId());
        pending("olga-back", taken, farmer, proof);

        TransactionSigner fresh = rig.person("olga-1");
        hosting.register(fresh, "olga-1", "olga");
        pending("olga-1", fresh, farmer, pairing(fresh, fresh, "olga-1", farmer));

        await("the new one is offered")
                .atMost(Duration.ofSeconds(30))
                .until(() -> contract.listingOf("olga-1").isPresent());
        Listing listing = contract.listingOf("olga-1").orElseThrow();
        assertThat(listing.pricePerHour()).isEqualTo(7);
        assertThat(listing.template()).isEqualTo("night");
        await("the lifecycle stream was told").until(() -> told("olga-1", CommandKind.PUBLISH) != null);
        assertThat(contract.listingOf("olga-back"))
                .as("what its farmer took back stays with him")
                .isEmpty();
        assertThat(me.put("/api/dashboard/auto-publish", "{\"on\":false}")
                        .json()
                        .path("on")
                        .asBoolean())
                .isFalse();
    }

    private NodeCommand told(String nodeId, CommandKind kind) {
        return rig.lives.taken().stream()
                .filter(command -> command.getNodeId().equals(nodeId) && command.getKind() == kind)
                .reduce((first, second) -> second)
                .orElse(null);
    }

    /** A paired node, in the index and at the lifecycle stream. */
    private void pending(String nodeId, TransactionSigner node, TransactionSigner farmer, Proof proof)
            throws Exception {
        ObjectNode known = (ObjectNode) JSON.readTree(FakeLifecycle.node(nodeId, "online", 1, 1, "null", 0, 0));
        known.put("account", node.key().hex());
        ObjectNode life = known.putObject("life");
        life.putObject("owner")
                .put("farmer", farmer.key().hex())
                .put("farm_id", "olga")
                .put("identity", node.key().hex())
                .put("payload", proof.payload())
                .put("signature", proof.signature());
        life.putArray("holds");
        rig.lifecycle.answer(nodeId, 200, known.toString());
        JsonNode pairing = JSON.readTree(proof.payload());
        rig.topics.append(
                Topics.STATE,
                nodeId,
                Records.state(nodeId, LivenessState.ONLINE, "eu", LifecycleStage.PENDING)
                        .setAccount(node.key().hex())
                        .setOwner(OwnerRecord.newBuilder()
                                .setFarmer(farmer.key().hex())
                                .setFarmId("olga")
                                .setIdentity(node.key().hex())
                                .setSignedAt(pairing.path("timestamp").asLong())
                                .setProved(true)
                                .build())
                        .build());
    }

    @Test
    void ten_thousand_pending_nodes_of_one_farmer_come_in_pages_each_node_once() throws Exception {
        TransactionSigner farmer = rig.person("hoarder");
        OwnerRecord owner = new OwnerRecord(farmer.key().hex(), "hoard", Records.account("hoarded"), 1L, true);
        for (int n = 0; n < 10_000; n++) {
            String nodeId = "hoarded-" + n;
            rig.topics.append(
                    Topics.STATE,
                    nodeId,
                    Records.state(nodeId, LivenessState.ONLINE, "eu", LifecycleStage.PENDING)
                            .setOwner(owner)
                            .build());
        }
        Browser me = rig.signedIn(farmer);
        String path = "/api/dashboard/nodes/pending?size=500";
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !me.get("/api/v1/nodes?node_id=hoarded-9999")
                                .json()
                                .path("nodes")
                                .isEmpty()
                        && !me.get("/api/v1/nodes?node_id=hoarded-9998")
                                .json()
                                .path("nodes")
                                .isEmpty());
        Set<String> seen = new HashSet<>();
        int pages = 0;
        String cursor = "";
        while (cursor != null) {
            JsonNode page =
                    me.get(cursor.isEmpty() ? path : path + "&cursor=" + cursor).json();
            page.path("nodes")
                    .forEach(node ->
                            assertThat(seen.add(node.path("node_id").asText())).isTrue());
            cursor = page.path("next_cursor").textValue();
            pages++;
        }
        assertThat(seen).hasSize(10_000);
        assertThat(pages).isBetween(20, 21);
        assertError(me.get("/api/dashboard/nodes/pending?size=501"), 400, "bad_parameter");
    }
}
