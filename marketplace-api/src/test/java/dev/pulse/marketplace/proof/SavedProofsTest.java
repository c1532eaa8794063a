package dev.pulse.marketplace.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.domain.life.Ownership.Proof;
import dev.pulse.domain.pairing.PairingReader;
import dev.pulse.ledger.contract.Listing;
import dev.pulse.ledger.devnet.http.Faults;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.Browser.Answer;
import dev.pulse.marketplace.fixture.Chains;
import dev.pulse.marketplace.fixture.MarketRig;
import dev.pulse.marketplace.fixture.Records;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The answers that are kept in {@code src/test/resources/proofs} are what the server gives. Those who check proofs are tested
 * with them.
 */
class SavedProofsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SAVED = Path.of("src/test/resources/proofs");
    private static final Path NOW = Path.of("target/proofs");

    private static final String ACCEPT =
            "To accept a change: copy marketplace-api/" + NOW + " to marketplace-api/" + SAVED;

    private final Map<String, JsonNode> answers = new TreeMap<>();
    private Browser browser;

    @Test
    void the_server_gives_the_answers_that_are_saved(@TempDir Path folder) throws Exception {
        MarketRig rig = new MarketRig(folder, Clock.fixed(Records.AT, ZoneOffset.UTC));
        Chains chains = new Chains(rig);
        browser = rig.open(folder);
        try {
            rented(chains);
            rotated(chains);
            TransactionSigner adopted = chains.registered("adopted");
            Proof his = Chains.pairing(
                    chains.farmer, "adopted", adopted.key(), chains.farmer.key(), PairingReader.FARMER_PATH);
            chains.heard("adopted", adopted, his);
            chains.list("adopted", his);
            chains.heard("heard", MarketRig.signer("heard"), null);
            TransactionSigner silent = chains.registered("silent");
            chains.silent(
                    "silent",
                    silent.key(),
                    Chains.pairing(silent, "silent", silent.key(), chains.farmer.key(), PairingReader.PATH));
            for (String nodeId : List.of("rented", "rotated", "adopted", "heard", "silent")) {
                keep(nodeId);
            }
            chains.offered("away");
            rig.ledger.faults().set(new Faults.Plan(1, Duration.ZERO, 0, 100, 0, 0, false));
            keep("away");
            rig.ledger.faults().set(Faults.Plan.NONE);
        } finally {
            rig.close();
        }
        for (Map.Entry<String, JsonNode> answer : answers.entrySet()) {
            assertSaved(answer.getKey(), answer.getValue());
        }
        try (Stream<Path> saved = Files.list(SAVED)) {
            assertThat(saved.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(answers.keySet());
        }
    }

    private static void rented(Chains chains) throws Exception {
        Listing listing = chains.offered("rented");
        chains.market.reserve(chains.renter, listing.listingId(), chains.renter.key(), 2, 24, "rented-1");
        chains.market.reserve(chains.renter, listing.listingId(), chains.renter.key(), 3, 48, "rented-2");
    }

    private static void rotated(Chains chains) throws Exception {
        chains.offered("rotated");
        TransactionSigner old = MarketRig.signer("rotated");
        TransactionSigner next = MarketRig.signer("rotated anew");
        chains.hosting.rotate(old, "rotated", old.key(), next);
        chains.heard(
                "rotated", next, Chains.pairing(old, "rotated", old.key(), chains.farmer.key(), PairingReader.PATH));
    }

    private void keep(String nodeId) throws IOException {
        Answer answer = browser.get("/api/v1/nodes/" + nodeId + "/proof");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        ObjectNode proof = (ObjectNode) answer.json();
        proof.put("as_of", Records.AT.getEpochSecond());
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(proof) + "\n";
        answers.put(nodeId + ".json", JSON.readTree(text));
        Files.createDirectories(NOW);
        Files.writeString(NOW.resolve(nodeId + ".json"), text, StandardCharsets.UTF_8);
    }

    private static void assertSaved(String name, JsonNode proof) throws IOException {
        Path saved = SAVED.resolve(name);
        assertThat(saved).as(ACCEPT).exists();
        assertThat(comparable(proof)).as(ACCEPT).isEqualTo(comparable(JSON.readTree(saved.toFile())));
    }

    /** Contracts keep JSON in the order in which it came, which is not the same in each run; and blocks have it in their hash. */
    private static JsonNode comparable(JsonNode proof) throws IOException {
        ObjectNode copy = proof.deepCopy();
        for (String link : List.of("registration", "listing", "reservations")) {
            if (copy.path(link) instanceof ObjectNode stated) {
                stated.set("result", JSON.readTree(stated.path("result").asText()));
                stated.put("block_hash", "");
                for (JsonNode step : stated.path("how_to_check")) {
                    ((ObjectNode) step).put("run", step.path("run").asText().replaceAll("printf %s '[^']*'", "printf"));
                }
            }
        }
        return copy;
    }
}
