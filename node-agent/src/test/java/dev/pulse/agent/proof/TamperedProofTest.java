package dev.pulse.agent.proof;

import static dev.pulse.agent.proof.Checking.listing;
import static dev.pulse.agent.proof.Checking.proof;
import static dev.pulse.agent.proof.Checking.written;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that a marketplace gave, with one thing changed since. */
class TamperedProofTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Checking checking = new Checking();

    @TempDir
    Path temp;

    /** One thing that somebody changed, and what must be said of it. */
    record Tampered(String says, String name, Consumer<ObjectNode> change) {
        @Override
        public String toString() {
            return says;
        }
    }

    private static Tampered rented(String says, Consumer<ObjectNode> change) {
        return new Tampered(says, "rented", change);
    }

    private static void flip(ObjectNode object, String field) {
        byte[] bytes = Base64.getDecoder().decode(object.path(field).asText());
        bytes[40] ^= 1;
        object.put(field, Base64.getEncoder().encodeToString(bytes));
    }

    /** Changes what the ledger is said to have answered. */
    private static void answer(ObjectNode proof, String link, Consumer<ObjectNode> change) {
        try {
            ObjectNode result =
                    (ObjectNode) JSON.readTree(proof.path(link).path("result").asText());
            change.accept(result);
            ((ObjectNode) proof.path(link)).put("result", result.toString());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static ObjectNode at(JsonNode node) {
        return (ObjectNode) node;
    }

    private static ObjectNode at(ObjectNode object, String name) {
        return at(object.path(name));
    }

    static Stream<Tampered> tampered() {
        String other = proof("adopted").path("account").asText();
        return Stream.of(
                rented("heartbeat: The signature does not hold", proof -> flip(proof, "signature")),
                rented("heartbeat: bad_", proof -> flip(proof, "payload_base64")),
                rented("pairing: The signature holds neither", proof -> flip(at(proof, "pairing"), "signature")),
                rented(
                        "listing.proof: The signature holds neither",
                        proof -> answer(proof, "listing", result -> flip(at(result, "proof"), "signature"))),
                rented(
                        "pairing.node_id = node_id: ",
                        proof -> proof.set("pairing", proof("adopted").path("pairing"))),
                rented(
                        "heartbeat.node_id = node_id: ",
                        proof -> List.of("payload", "payload_base64", "signature", "sha256", "account", "public_key")
                                .forEach(field ->
                                        proof.set(field, proof("adopted").path(field)))),
                rented(
                        "listing.proof.node_id = listing.node_id: ",
                        proof -> answer(
                                proof,
                                "listing",
                                result -> result.set("proof", listing("adopted").path("proof")))),
                rented(
                        "listing.node_id = node_id: ",
                        proof -> at(proof, "listing")
                                .put("result", listing("adopted").toString())),
                rented(
                        "heartbeat.account = registration.identity: ",
                        proof -> answer(proof, "registration", result -> result.put("identity", other))),
                rented(
                        "pairing.farmer = registration.owner: ",
                        proof -> answer(proof, "registration", result -> result.put("owner", other))),
                rented("listing.open = true: ", proof -> answer(proof, "listing", result -> result.put("open", false))),
                rented(
                        "reservations.slices <= listing.slices: ",
                        proof -> answer(proof, "listing", result -> result.put("slices", 4))),
                rented("heartbeat.account: Shown is " + other, proof -> proof.put("account", other)),
                rented("heartbeat.public_key: Shown is x", proof -> proof.put("public_key", "x")),
                rented("heartbeat.timestamp: Shown is 1,", proof -> proof.put("timestamp", 1)),
                rented("heartbeat.sha256: Shown is null", proof -> proof.remove("sha256")),
                rented("heartbeat.payload: Shown is {}", proof -> proof.put("payload", "{}")),
                rented(
                        "pairing.farmer: Shown is " + other,
                        proof -> at(proof, "pairing").put("farmer", other)),
                rented(
                        "pairing.signed_by: Shown is farmer",
                        proof -> at(proof, "pairing").put("signed_by", "farmer")),
                rented(
                        "pairing.farm_id: Shown is blue",
                        proof -> at(proof, "pairing").put("farm_id", "blue")),
                rented(
                        "registration: It is the answer to another question",
                        proof -> at(proof, "registration").put("arguments", "{\"node_id\":\"adopted\"}")),
                rented(
                        "listing: It is the answer to another question",
                        proof -> at(proof, "listing").put("contract", "marketplace.other.hero")),
                rented(
                        "reservations: It is the answer to another question",
                        proof -> at(proof, "reservations").put("arguments", "{\"listing_id\":\"l-2\",\"limit\":20}")),
                rented(
                        "registration: Its request is not the one",
                        proof -> at(proof, "registration").put("request", "{}")),
                rented(
                        "registration: The ledger's answer to node_get is null",
                        proof -> at(proof, "registration").put("result", "null")),
                rented(
                        "listing: The ledger's answer to listing_of has no proper farmer",
                        proof -> answer(proof, "listing", result -> result.put("farmer", "alice.near"))),
                rented(
                        "reservations: The contract's answer is no JSON",
                        proof -> at(proof, "reservations").put("result", "{")),
                rented("reservations: There are reservations, and no offer", proof -> proof.putNull("listing")),
                rented(
                        "ties: The answer calls heartbeat.node_id = node_id broken",
                        proof -> at(proof.path("ties").get(0)).put("ok", false)),
                new Tampered(
                        "ties: The answer calls pairing.account = registration.identity ok",
                        "rotated",
                        proof -> proof.path("ties").forEach(tie -> at(tie).put("ok", true))),
                new Tampered(
                        "pairing.account = registration.identity: ",
                        "rotated",
                        proof -> answer(proof, "registration", result -> result.put("rotations", 0))),
                new Tampered(
                        "proof: No link is there",
                        "heard",
                        proof -> proof.putNull("payload_base64").putNull("registration")));
    }

    @ParameterizedTest
    @MethodSource("tampered")
    void what_somebody_changed_is_found(Tampered tampered) throws IOException {
        ObjectNode proof = proof(tampered.name());
        tampered.change().accept(proof);
        assertThat(checking.check(written(temp, proof)))
                .as(checking.out.toString())
                .isEqualTo(1);
        assertThat(checking.failed()).anySatisfy(line -> assertThat(line).startsWith("FAILED     " + tampered.says()));
    }
}
