package dev.pulse.marketplace.proof;

import static dev.pulse.marketplace.fixture.MarketRig.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.life.Ownership.Proof;
import dev.pulse.domain.pairing.PairingReader;
import dev.pulse.ledger.contract.Listing;
import dev.pulse.ledger.devnet.http.Faults;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.Browser.Answer;
import dev.pulse.marketplace.fixture.Chains;
import dev.pulse.marketplace.fixture.MarketRig;
import dev.pulse.marketplace.fixture.Operator;
import dev.pulse.marketplace.fixture.Shell;
import dev.pulse.marketplace.fixture.TestMarketplace;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The proof chain over HTTP, against a development ledger. */
@TestInstance(Lifecycle.PER_CLASS)
class ProofHttpTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> LINKS =
            List.of("heartbeat", "pairing", "registration", "listing", "reservations");

    private MarketRig rig;
    private Chains chains;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        rig = new MarketRig(folder);
        chains = new Chains(rig);
        browser = rig.open(folder);
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    private static String path(String nodeId) {
        return "/api/v1/nodes/" + nodeId + "/proof";
    }

    private JsonNode proof(String nodeId) {
        Answer answer = browser.get(path(nodeId));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> broken(JsonNode proof) {
        return StreamSupport.stream(proof.path("ties").spliterator(), false)
                .filter(tie -> !tie.path("ok").asBoolean())
                .map(tie -> tie.path("name").asText())
                .toList();
    }

    private static String missing(JsonNode proof, String link) {
        for (JsonNode each : proof.path("missing")) {
            if (each.path("link").asText().equals(link)) {
                assertThat(proof.path(link).isNull()).as(link).isTrue();
                return each.path("reason").asText();
            }
        }
        assertThat(proof.path(link).isObject()).as(link).isTrue();
        return "";
    }

    @Test
    void every_link_is_there_and_says_what_to_check_it_against() throws Exception {
        Listing listing = chains.offered("whole");
        chains.market.reserve(chains.renter, listing.listingId(), chains.renter.key(), 2, 3, "whole-1");
        JsonNode proof = proof("whole");
        for (String link : LINKS) {
            assertThat(missing(proof, link)).isEmpty();
            assertThat(proof.path(link).path("says").asText()).as(link).endsWith(".");
            assertThat(proof.path(link).path("check_against").asText()).as(link).endsWith(".");
        }
        assertThat(proof.path("missing")).isEmpty();
        assertThat(broken(proof)).isEmpty();
        assertThat(proof.path("ties")).hasSizeGreaterThan(15);
        assertThat(proof.path("consistent").asBoolean()).isTrue();
        assertThat(proof.path("complete").asBoolean()).isTrue();
        String node = MarketRig.signer("whole").key().hex();
        assertThat(proof.path("account").asText()).isEqualTo(node);
        assertThat(proof.at("/pairing/signer").asText()).isEqualTo(node);
        assertThat(proof.at("/pairing/signed_by").asText()).isEqualTo("node");
        assertThat(proof.at("/pairing/farmer").asText())
                .isEqualTo(chains.farmer.key().hex());
        assertThat(JSON.readTree(proof.at("/registration/result").asText())
                        .path("identity")
                        .asText())
                .isEqualTo(node);
        assertThat(JSON.readTree(proof.at("/listing/result").asText())
                        .at("/proof/payload")
                        .asText())
                .isEqualTo(proof.at("/pairing/payload").asText());
        assertThat(JSON.readTree(proof.at("/reservations/result").asText()).path("items"))
                .hasSize(1);
        assertThat(proof.at("/reservations/says").asText()).startsWith("1 reservation holds 2 of its slices");
    }

    @Test
    void the_request_of_a_ledgers_link_asks_any_node_the_same() throws Exception {
        chains.offered("asked");
        JsonNode proof = proof("asked");
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (String link : List.of("registration", "listing", "reservations")) {
                JsonNode stated = proof.path(link);
                String answer = http.send(
                                HttpRequest.newBuilder(rig.ledger.uri())
                                        .header("Content-Type", "application/json")
                                        .POST(BodyPublishers.ofString(
                                                stated.path("request").asText()))
                                        .build(),
                                BodyHandlers.ofString())
                        .body();
                JsonNode result = JSON.readTree(answer).path("result");
                byte[] bytes = new byte[result.path("result").size()];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) result.path("result").get(i).asInt();
                }
                assertThat(new String(bytes, StandardCharsets.UTF_8))
                        .isEqualTo(stated.path("result").asText());
                assertThat(stated.path("block_height").asLong())
                        .isPositive()
                        .isLessThanOrEqualTo(result.path("block_height").asLong());
                assertThat(stated.path("block_hash").asText()).hasSizeBetween(32, 44);
            }
        }
    }

    @Test
    void each_recipe_runs_in_one_folder_and_finds_what_has_changed(@TempDir Path folder) throws Exception {
        Listing listing = chains.offered("recipe");
        chains.market.reserve(chains.renter, listing.listingId(), chains.renter.key(), 1, 1, "recipe-1");
        JsonNode proof = proof("recipe");
        Shell.assumeThere("openssl", "curl", "awk", "cmp");
        Shell shell = new Shell(folder, Map.of("LEDGER", rig.ledger.uri().toString()));
        for (JsonNode signed : List.of(proof, proof.path("pairing"))) {
            assertThat(shell.run(signed.path("how_to_check")))
                    .contains(
                            signed.path("payload").asText(),
                            signed.path("sha256").asText())
                    .contains("Signature Verified Successfully");
        }
        for (String link : List.of("registration", "listing", "reservations")) {
            assertThat(shell.run(proof.path(link).path("how_to_check")))
                    .contains(proof.path(link).path("result").asText())
                    .endsWith("same\n");
        }
        chains.market.price(Operator.signer(), listing.listingId(), 61, "basic");
        JsonNode steps = proof.path("listing").path("how_to_check");
        for (int i = 0; i < 2; i++) {
            assertThat(shell.run(steps.get(i).path("run").asText()).status()).isZero();
        }
        assertThat(shell.run(steps.get(2).path("run").asText()))
                .returns(1, Shell.Ended::status)
                .satisfies(ended -> assertThat(ended.printed()).contains("differ"));
        assertThat(new Shell(folder, Map.of("LEDGER", ""))
                        .run(steps.get(0).path("run").asText())
                        .printed())
                .contains("set it to the address of a node of the ledger");
    }

    @Test
    void an_offer_that_was_made_with_another_pairing_has_a_recipe_for_it(@TempDir Path folder) throws Exception {
        TransactionSigner node = chains.registered("elsewhere");
        Proof his =
                Chains.pairing(chains.farmer, "elsewhere", node.key(), chains.farmer.key(), PairingReader.FARMER_PATH);
        chains.list("elsewhere", his);
        chains.heard(
                "elsewhere",
                node,
                Chains.pairing(node, "elsewhere", node.key(), chains.farmer.key(), PairingReader.PATH));
        JsonNode proof = proof("elsewhere");
        assertThat(broken(proof)).isEmpty();
        Shell.assumeThere("openssl", "curl", "awk", "cmp");
        assertThat(new Shell(folder, Map.of("LEDGER", rig.ledger.uri().toString()))
                        .run(proof.at("/listing/how_to_check")))
                .contains("same\n", his.payload(), "Signature Verified Successfully");
    }

    @Test
    void a_farmers_word_is_shown_as_his() throws Exception {
        TransactionSigner node = chains.registered("adopted");
        chains.heard(
                "adopted",
                node,
                Chains.pairing(chains.farmer, "adopted", node.key(), chains.farmer.key(), PairingReader.FARMER_PATH));
        JsonNode proof = proof("adopted");
        assertThat(proof.at("/pairing/signed_by").asText()).isEqualTo("farmer");
        assertThat(proof.at("/pairing/signer").asText())
                .isEqualTo(chains.farmer.key().hex());
        assertThat(proof.path("consistent").asBoolean()).isTrue();
        assertThat(missing(proof, "listing")).isEqualTo("not_listed");
        assertThat(missing(proof, "reservations")).isEqualTo("not_listed");
        assertThat(proof.path("complete").asBoolean()).as("there is no more").isTrue();
    }

    @Test
    void what_contradicts_the_ledger_is_seen_at_once() throws Exception {
        TransactionSigner node = chains.registered("claimed");
        TransactionSigner thief = MarketRig.signer("thief");
        chains.heard("claimed", thief, Chains.pairing(node, "claimed", node.key(), thief.key(), PairingReader.PATH));
        JsonNode proof = proof("claimed");
        assertThat(broken(proof))
                .containsExactly("heartbeat.account = registration.identity", "pairing.farmer = registration.owner");
        assertThat(proof.path("consistent").asBoolean()).isFalse();

        TransactionSigner other = chains.registered("forged");
        Proof good = Chains.pairing(other, "forged", other.key(), chains.farmer.key(), PairingReader.PATH);
        chains.heard("forged", other, new Proof(good.payload().replace("hôst", "host"), good.signature()));
        JsonNode forged = proof("forged");
        assertThat(broken(forged)).isEmpty();
        assertThat(forged.at("/pairing/signer").isNull()).isTrue();
        assertThat(forged.at("/pairing/says").asText()).startsWith("Nothing: ");
        assertThat(forged.at("/pairing/how_to_check")).isEmpty();
        assertThat(forged.path("consistent").asBoolean()).isFalse();
    }

    @Test
    void after_a_rotation_the_chain_goes_through_the_ledger() throws Exception {
        chains.offered("rotated");
        TransactionSigner old = MarketRig.signer("rotated");
        TransactionSigner next = MarketRig.signer("rotated anew");
        chains.hosting.rotate(old, "rotated", old.key(), next);
        chains.heard(
                "rotated", next, Chains.pairing(old, "rotated", old.key(), chains.farmer.key(), PairingReader.PATH));
        JsonNode proof = proof("rotated");
        assertThat(broken(proof))
                .containsExactly("pairing.account = registration.identity", "listing.identity = registration.identity");
        proof.path("ties")
                .forEach(tie -> assertThat(tie.path("explained").isNull())
                        .as(tie.toString())
                        .isEqualTo(tie.path("ok").asBoolean()));
        assertThat(proof.path("consistent").asBoolean()).isTrue();
    }

    @Test
    void a_paired_node_without_a_heartbeat_has_the_rest_and_another_is_gone() throws Exception {
        TransactionSigner node = chains.registered("silent");
        chains.silent(
                "silent",
                node.key(),
                Chains.pairing(node, "silent", node.key(), chains.farmer.key(), PairingReader.PATH));
        JsonNode proof = proof("silent");
        assertThat(missing(proof, "heartbeat")).isEqualTo("not_heard");
        assertThat(proof.path("payload").isNull()).isTrue();
        assertThat(proof.path("how_to_check")).isEmpty();
        assertThat(proof.path("consistent").asBoolean()).isTrue();
        assertThat(missing(proof, "registration")).isEmpty();
        chains.silent("unpaired", node.key(), null);
        assertError(browser.get(path("unpaired")), 410, "evidence_gone");
    }

    @Test
    void a_node_that_the_ledger_does_not_know_has_its_heartbeat_alone() {
        chains.heard("stranger", MarketRig.signer("stranger"), null);
        JsonNode proof = proof("stranger");
        assertThat(missing(proof, "heartbeat")).isEmpty();
        assertThat(missing(proof, "pairing")).isEqualTo("not_paired");
        assertThat(missing(proof, "registration")).isEqualTo("not_registered");
        assertThat(missing(proof, "listing")).isEqualTo("not_listed");
        assertThat(proof.path("complete").asBoolean()).isTrue();
        assertError(browser.get(path("nobody")), 404, "unknown_node");
    }

    @Test
    void more_reservations_than_a_page_are_not_all_there_is() throws Exception {
        Listing listing = chains.market.list(Operator.signer(), "busy", chains.farmer.key(), 1, 30, null, busy());
        for (int i = 0; i <= 20; i++) {
            chains.market.reserve(chains.renter, listing.listingId(), chains.renter.key(), 1, 1, "busy-" + i);
        }
        JsonNode proof = proof("busy");
        assertThat(proof.at("/reservations/says").asText())
                .isEqualTo("20 reservations hold 20 of its slices. They are the first 20; there are more.");
        assertThat(proof.path("complete").asBoolean()).isFalse();
        assertThat(proof.path("consistent").asBoolean()).isTrue();
    }

    private Listing.Proof busy() throws Exception {
        TransactionSigner node = chains.registered("busy");
        Proof pairing = Chains.pairing(node, "busy", node.key(), chains.farmer.key(), PairingReader.PATH);
        chains.heard("busy", node, pairing);
        return new Listing.Proof(pairing.payload(), pairing.signature());
    }

    @Test
    void a_ledger_that_fails_leaves_the_signed_links_and_is_asked_again() throws Exception {
        chains.offered("away");
        rig.ledger.faults().set(new Faults.Plan(1, Duration.ZERO, 0, 0, 100, 0, false));
        try {
            JsonNode proof = proof("away");
            for (String link : List.of("registration", "listing", "reservations")) {
                assertThat(missing(proof, link)).isEqualTo("ledger_failed");
            }
            assertThat(missing(proof, "pairing")).isEmpty();
            assertThat(proof.path("ties").findValuesAsText("name")).contains("heartbeat.account = pairing.account");
            assertThat(proof.path("complete").asBoolean()).isFalse();
            assertThat(proof.path("consistent").asBoolean()).isTrue();
            assertThat(proof.path("missing").toString())
                    .as("where it is asked is not told")
                    .doesNotContain("127.0.0.1");
        } finally {
            rig.ledger.faults().set(Faults.Plan.NONE);
        }
        await().until(() -> proof("away").path("complete").asBoolean());
    }

    @Test
    void too_many_at_one_time_are_told_to_come_back() throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 0; i <= GuardedLedger.AT_ONE_TIME; i++) {
            names.add("crowd-" + i);
            chains.heard("crowd-" + i, MarketRig.signer("crowd-" + i), null);
        }
        // Nobody's answer comes before the last one has lost patience.
        rig.ledger.faults().set(new Faults.Plan(1, Duration.ofSeconds(20), 100, 0, 0, 0, false));
        try (ExecutorService people = Executors.newCachedThreadPool()) {
            List<Future<Answer>> answers = new ArrayList<>();
            for (String name : names) {
                answers.add(people.submit(() -> browser.get(path(name))));
            }
            List<Answer> turnedAway = new ArrayList<>();
            for (Future<Answer> answer : answers) {
                if (answer.get().status() == 503) {
                    turnedAway.add(answer.get());
                } else {
                    assertThat(missing(answer.get().json(), "registration")).isEqualTo("ledger_failed");
                }
            }
            assertThat(turnedAway).singleElement().satisfies(answer -> {
                assertError(answer, 503, "too_many_proofs");
                assertThat(answer.header("Retry-After")).isEqualTo("1");
            });
        } finally {
            rig.ledger.faults().set(Faults.Plan.NONE);
        }
        await().until(() -> proof("crowd-0").path("complete").asBoolean());
    }

    @ParameterizedTest
    @CsvSource({"'market: {verification: mock}', mock", "'', no_market"})
    void without_a_ledger_its_links_are_missing_and_say_why(String market, String reason) throws Exception {
        TransactionSigner node = MarketRig.signer("ledgerless");
        chains.heard(
                "ledgerless",
                node,
                Chains.pairing(node, "ledgerless", node.key(), chains.farmer.key(), PairingReader.PATH));
        try (TestMarketplace other = TestMarketplace.start(rig.topics, rig.lives, rig.lifecycle.uri(), 0, market)) {
            Browser there = new Browser(other.url());
            await().until(() -> there.get("/ready").status() == 200);
            JsonNode proof = there.get(path("ledgerless")).json();
            assertThat(missing(proof, "registration")).isEqualTo(reason);
            assertThat(missing(proof, "listing")).isEqualTo(reason);
            assertThat(missing(proof, "reservations")).isEqualTo(reason);
            assertThat(missing(proof, "pairing")).isEmpty();
            assertThat(broken(proof)).isEmpty();
            assertThat(proof.path("consistent").asBoolean()).isTrue();
            assertThat(proof.path("complete").asBoolean()).isFalse();
        }
    }
}
