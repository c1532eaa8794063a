package dev.pulse.marketplace.http.market;

import static dev.pulse.marketplace.fixture.MarketRig.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.domain.account.Account;
import dev.pulse.domain.life.Command;
import dev.pulse.domain.life.Ownership;
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
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.NodeCommand;
import dev.pulse.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Offering nodes: what the farmer asks for, what stands on the ledger then, and what the lifecycle stream is told. */
@TestInstance(Lifecycle.PER_CLASS)
class PublishHttpTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BASIC = "{\"template\":\"basic\"}";

    private MarketRig rig;
    private TransactionSigner farmer;
    private Hosting hosting;
    private Marketplace contract;
    private Browser me;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        rig = new MarketRig(folder);
        farmer = rig.person("farmer");
        hosting = new Hosting(rig.client);
        contract = new Marketplace(rig.client);
        hosting.createFarm(farmer, "green", "Green farm");
        rig.open(folder);
        me = rig.signedIn(farmer);
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    /** A node of the farmer's: on the ledger, in the index, and paired at the lifecycle stream. */
    private Proof node(String nodeId) throws Exception {
        TransactionSigner node = rig.person(nodeId);
        hosting.register(node, nodeId, "green");
        byte[] payload = JSON.writeValueAsBytes(new TreeMap<>(Map.of(
                "node_id",
                nodeId,
                "node_account",
                node.key().hex(),
                "farmer_account",
                farmer.key().hex(),
                "timestamp",
                1_790_000_000L)));
        Proof proof = new Proof(
                new String(payload, StandardCharsets.UTF_8),
                Base64.getEncoder().encodeToString(node.sign(Sha256.hash(payload))));
        rig.topics.append(
                Topics.STATE,
                nodeId,
                Records.state(nodeId, LivenessState.ONLINE, "eu", LifecycleStage.PENDING)
                        .build());
        rig.lives.carryOut(
                nodeId,
                new Command.Pair(new Ownership(farmer.key(), "green", node.key(), 1_790_000_000L, proof)),
                System.currentTimeMillis());
        known(nodeId, node.key(), proof, null);
        return proof;
    }

    /** What the lifecycle stream answers about it from now on. */
    private void known(String nodeId, Account account, Proof proof, String listingId) throws Exception {
        ObjectNode node = (ObjectNode) JSON.readTree(FakeLifecycle.node(nodeId, "online", 1, 1, "null", 0, 0));
        node.put("account", account.hex());
        ObjectNode life = node.putObject("life");
        life.putObject("owner")
                .put("farmer", farmer.key().hex())
                .put("farm_id", "green")
                .put("identity", account.hex())
                .put("payload", proof == null ? null : proof.payload())
                .put("signature", proof == null ? null : proof.signature());
        life.putArray("holds");
        if (listingId != null) {
            life.putObject("offer").put("listing_id", listingId);
        }
        rig.lifecycle.answer(nodeId, 200, node.toString());
    }

    private Answer ask(String nodeId, String what, String body) {
        return me.post("/api/dashboard/nodes/" + nodeId + "/" + what, "application/json", body);
    }

    private Listing listing(String nodeId) throws Exception {
        return contract.listingOf(nodeId).orElseThrow();
    }

    @Test
    void a_node_is_offered_priced_and_taken_back_on_the_ledger_first() throws Exception {
        Proof proof = node("walk");
        Account account = MarketRig.signer("walk").key();
        Answer published = ask("walk", "publish", BASIC);
        assertThat(published.status()).as(published.text()).isEqualTo(200);
        Listing listing = listing("walk");
        assertThat(listing.pricePerHour()).isEqualTo(60);
        assertThat(listing.slices()).as("64 GB").isEqualTo(15);
        assertThat(listing.operator()).isEqualTo(Operator.signer().key().hex());
        assertThat(listing.proof().payload()).isEqualTo(proof.payload());
        NodeCommand told = rig.lives.taken().getLast();
        assertThat(told.getPublish().getOffer().getListingId()).isEqualTo(listing.listingId());
        assertThat(told.getPublish().getOffer().getTemplate()).isEqualTo("basic");

        Answer again = ask("walk", "publish", BASIC);
        assertThat(again.json().path("changed").asBoolean()).isFalse();
        known("walk", account, proof, listing.listingId());
        assertThat(ask("walk", "price", "{\"price_per_hour\":\"18446744073709551615\"}")
                        .status())
                .isEqualTo(200);
        assertThat(Long.toUnsignedString(listing("walk").pricePerHour())).isEqualTo("18446744073709551615");
        assertThat(ask("walk", "unpublish", "").status()).isEqualTo(200);
        assertThat(contract.listingOf("walk")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"price_per_hour\":0}",
                "{\"price_per_hour\":-1}",
                "{\"price_per_hour\":1.5}",
                "{\"price_per_hour\":18446744073709551616}",
                "{\"price_per_hour\":\"18446744073709551616\"}",
                "{\"price_per_hour\":\"1e3\"}",
                "{\"price_per_hour\":\"\"}",
                "{\"price_per_hour\":null}",
                "{\"price_per_hour\":1,\"template\":\"nano\"}",
                "{}"
            })
    void a_price_is_whole_and_in_range(String body) {
        int before = rig.lives.taken().size();
        assertError(ask("nobody", "publish", body), 400, "bad_price");
        assertThat(rig.lives.taken()).hasSize(before);
    }

    @Test
    void a_template_has_a_name_that_is_known() {
        assertError(ask("nobody", "publish", "{\"template\":\"huge\"}"), 400, "unknown_template");
    }

    @Test
    void a_ledger_that_fails_is_a_bad_gateway_and_nothing_changes() throws Exception {
        node("unlucky");
        int before = rig.lives.taken().size();
        rig.ledger.faults().set(new Faults.Plan(1, Duration.ZERO, 0, 0, 100, 0, false));
        try {
            assertError(ask("unlucky", "publish", BASIC), 502, "ledger_failed");
        } finally {
            rig.ledger.faults().set(Faults.Plan.NONE);
        }
        assertThat(contract.listingOf("unlucky")).isEmpty();
        assertThat(rig.lives.taken()).hasSize(before);
        assertThat(ask("unlucky", "publish", BASIC).status()).isEqualTo(200);
    }

    @Test
    void what_was_cut_off_after_the_ledger_did_it_is_found_done() throws Exception {
        Proof proof = node("cut");
        Listing made = contract.list(
                Operator.signer(),
                "cut",
                farmer.key(),
                60,
                15,
                null,
                new Listing.Proof(proof.payload(), proof.signature()));
        Answer published = ask("cut", "publish", BASIC);
        assertThat(published.status()).as(published.text()).isEqualTo(200);
        assertThat(rig.lives.taken().getLast().getPublish().getOffer().getListingId())
                .isEqualTo(made.listingId());
    }

    @Test
    void two_marketplaces_do_not_publish_one_node() throws Exception {
        Proof proof = node("wanted");
        TransactionSigner other = rig.person("another operator");
        contract.list(
                other, "wanted", farmer.key(), 60, 15, null, new Listing.Proof(proof.payload(), proof.signature()));
        int before = rig.lives.taken().size();
        assertError(ask("wanted", "publish", BASIC), 409, "published_elsewhere");
        assertThat(rig.lives.taken()).hasSize(before);
    }

    @Test
    void what_the_lifecycle_stream_would_refuse_never_stands_on_the_ledger() throws Exception {
        node("stolen");
        ObjectNode node = (ObjectNode) JSON.readTree(FakeLifecycle.node("stolen", "online", 1, 1, "null", 0, 0));
        node.put("account", MarketRig.signer("another key").key().hex());
        node.putObject("life")
                .putObject("owner")
                .put("farmer", farmer.key().hex())
                .put("identity", MarketRig.signer("stolen").key().hex());
        rig.lifecycle.answer("stolen", 200, node.toString());
        assertError(ask("stolen", "publish", BASIC), 409, "wrong_account");
        known("stolen", MarketRig.signer("stolen").key(), null, null);
        assertError(ask("stolen", "publish", BASIC), 409, "no_proof");
        assertThat(contract.listingOf("stolen")).isEmpty();
    }

    @Test
    void a_node_whose_key_was_changed_pairs_again_before_it_is_offered_anew() throws Exception {
        Proof old = node("rotated");
        TransactionSigner before = MarketRig.signer("rotated");
        TransactionSigner next = MarketRig.signer("rotated since");
        hosting.rotate(before, "rotated", before.key(), next);
        known("rotated", next.key(), old, null);
        assertError(ask("rotated", "publish", BASIC), 409, "outdated_proof");
        assertThat(contract.listingOf("rotated")).as("nothing was tried").isEmpty();
    }

    @Test
    void a_node_whose_key_was_changed_while_it_is_on_offer_keeps_its_offer_and_gets_another_price() throws Exception {
        Proof proof = node("offered");
        assertThat(ask("offered", "publish", BASIC).status()).isEqualTo(200);
        Listing listing = listing("offered");
        TransactionSigner before = MarketRig.signer("offered");
        TransactionSigner next = MarketRig.signer("offered since");
        hosting.rotate(before, "offered", before.key(), next);
        known("offered", next.key(), proof, listing.listingId());
        Answer dearer = ask("offered", "publish", "{\"price_per_hour\":61}");
        assertThat(dearer.status()).as(dearer.text()).isEqualTo(200);
        assertThat(listing("offered").listingId()).isEqualTo(listing.listingId());
        assertThat(listing("offered").pricePerHour()).isEqualTo(61);
    }
}
