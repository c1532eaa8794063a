package dev.pulse.agent.proof;

import static dev.pulse.agent.proof.Checking.listing;
import static dev.pulse.agent.proof.Checking.proof;
import static dev.pulse.agent.proof.Checking.saved;
import static dev.pulse.agent.proof.Checking.written;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pulse node check-proof} as a person types it, with answers that a marketplace gave. */
class CheckProofTest {
    private static final String ALL = "heartbeat,pairing,registration,listing,reservation";

    private final Checking checking = new Checking();
    private final StringWriter out = checking.out;
    private final StringWriter err = checking.err;

    @TempDir
    Path temp;

    private int check(String... words) {
        return checking.check(words);
    }

    private List<String> failed() {
        return checking.failed();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "rented|ok         heartbeat: Signed with the node's key",
                "adopted|ok         pairing: Signed with the farmer's key",
                "rotated|explained  pairing.account = registration.identity: The ledger has changed the node's key once",
                "heard|not there  registration: not_registered: The ledger knows no node of this name.",
                "silent|not there  heartbeat: not_heard: This node was paired, and never heard from.",
                "away|not there  listing: ledger_failed: The ledger gave no answer"
            })
    void what_a_marketplace_gave_holds(String name, String said) {
        assertThat(check(saved(name))).as(out.toString()).isZero();
        assertThat(out.toString()).contains("node       " + name, said, "\nIt holds");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void a_whole_chain_has_each_link_its_age_and_a_word_on_what_was_not_checked() {
        assertThat(check(saved("rented"), "--require", ALL, "--audience", "devnet", "--node", "rented"))
                .as(out.toString())
                .isZero();
        assertThat(out.toString())
                .contains("ok         heartbeat: Signed with the node's key", "2026-09-21T14:13:20Z, 3 h ago.")
                .contains("ok         pairing: ", "27 h ago. It names the farmer ")
                .contains("said       registration: The ledger is said to have it in the farm green of ")
                .contains("ok         listing.proof: Signed with the node's key")
                .contains("said       reservations: The ledger is said to have 2 that hold slices")
                .contains("ok         reservations.slices <= listing.slices: ")
                .endsWith("It holds, if the ledger said what is shown: --ledger URL asks one that you trust.\n");
    }

    @ParameterizedTest
    @CsvSource({
        "heard, registration, not_registered",
        "silent, heartbeat, not_heard",
        "away, listing, ledger_failed",
        "heard, pairing, not_paired",
        "adopted, reservation, nobody holds slices",
    })
    void what_is_required_must_be_there(String name, String link, String why) {
        assertThat(check(saved(name), "--require", link)).isEqualTo(1);
        assertThat(failed()).singleElement().asString().contains(link + ": It is required", why);
        assertThat(out.toString()).contains("It does NOT hold: 1 of ");
    }

    @Test
    void an_unsigned_heartbeat_is_no_link() throws IOException {
        ObjectNode proof = proof("silent");
        proof.setAll(proof("heard").retain("payload_base64", "payload", "timestamp", "account"));
        proof.put("node_id", "silent").put("legacy", true).put("signature", "");
        assertThat(check(written(temp, proof))).as(out.toString()).isZero();
        assertThat(out.toString()).contains("not there  heartbeat: The heartbeat was let in without a signature");
        proof.put("legacy", false);
        assertThat(check(written(temp, proof))).isEqualTo(1);
        assertThat(failed()).anySatisfy(line -> assertThat(line).contains("heartbeat: The signature is not 64 bytes"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|A proof is a JSON object",
                "[]|A proof is a JSON object",
                "nothing|This is no JSON",
                "{\"node_id\":\"a\",\"node_id\":\"b\"}|This is no JSON: Duplicate field",
                "{\"node_id\":\"a\"} {}|This is no JSON",
                "{\"error\":\"evidence_gone\",\"detail\":\"Too old.\"}|no proof but an error: evidence_gone: Too old.",
                "{}|The field node_id must be a text.",
                "{\"node_id\":\"A_1\"}|The field node_id must be 1 to 64",
                "{\"node_id\":\"a\",\"payload_base64\":7}|The field payload_base64 must be a text.",
                "{\"node_id\":\"a\",\"payload_base64\":\"*\",\"signature\":\"\"}|is not base64",
                "{\"node_id\":\"a\",\"pairing\":[]}|The field pairing must be an object.",
                "{\"node_id\":\"a\",\"pairing\":{}}|The field pairing.payload_base64 must be a text.",
                "{\"node_id\":\"a\",\"listing\":{\"contract\":\"c\"}}|The field listing.method must be a text.",
                "{\"node_id\":\"a\",\"ties\":{}}|The field ties must be a list.",
                "{\"node_id\":\"a\",\"missing\":[7]}|The field missing.link must be a text.",
            })
    void what_is_no_proof_is_refused_with_a_reason(String answer, String reason) throws IOException {
        Path file = Files.writeString(temp.resolve("x.json"), answer);
        assertThat(check(file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains(reason);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_proof_has_a_bounded_size_and_a_file() throws IOException {
        Path big = Files.write(temp.resolve("big.json"), new byte[SavedProof.MAX_BYTES + 1]);
        assertThat(check(big.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("at most 1048576 bytes");
        assertThat(check(temp.resolve("none.json").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("There is no file");
        assertThat(check(temp.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("can't be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a.json --url http://h/api/v1/nodes/a/proof",
                "--url http://h/api/v1/nodes/a",
                "--url http://h/api/v1/nodes/a/proof/x",
                "--url ftp://h/api/v1/nodes/a/proof",
                "--url http://h/api/v1/nodes/a/proof --node b",
                "a.json --require everything",
                "a.json --ledger nowhere",
                "a.json b.json"
            })
    void wrong_usage_is_said(String words) {
        assertThat(check(words.isEmpty() ? new String[0] : words.split(" "))).isEqualTo(2);
        assertThat(err.toString()).isNotBlank();
    }

    @Test
    void another_nodes_proof_is_none() {
        assertThat(check(saved("rented"), "--node", "adopted")).isEqualTo(1);
        assertThat(failed()).containsExactly("FAILED     node: The proof is of rented, and not of adopted.");
    }

    @Test
    void the_standard_input_is_read() throws IOException {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(Files.readAllBytes(Path.of(saved("rented")))));
        try {
            assertThat(check("-")).isZero();
        } finally {
            System.setIn(before);
        }
        assertThat(out.toString()).contains("node       rented");
    }

    @Test
    void a_marketplace_is_asked_for_it() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = Files.readAllBytes(Path.of(saved("rented")));
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1/nodes/";
        try {
            assertThat(check("--url", base + "rented/proof")).as(err.toString()).isZero();
            assertThat(check("--url", base + "adopted/proof")).isEqualTo(1);
            assertThat(failed()).containsExactly("FAILED     node: The proof is of rented, and not of adopted.");
        } finally {
            server.stop(0);
        }
        assertThat(check("--url", base + "rented/proof")).isEqualTo(1);
        assertThat(err.toString()).contains("can't be reached");
    }

    /** What the ledger says by now, and what must be said of it. */
    private void assertLedger(String name, UnaryOperator<FakeLedger> change, String... says) throws IOException {
        try (FakeLedger ledger = change.apply(new FakeLedger(proof(name)))) {
            check(saved(name), "--ledger", ledger.url());
        }
        assertThat(failed().stream().map(line -> line.substring("FAILED     ".length())))
                .hasSameSizeAs(says)
                .zipSatisfy(
                        Arrays.asList(says), (line, said) -> assertThat(line).startsWith(said));
    }

    @Test
    void the_ledger_is_asked_again() throws IOException {
        assertLedger("rented", ledger -> ledger);
        assertThat(out.toString())
                .contains(
                        "ok         ledger: registration: The ledger says the same, at block 1000.",
                        "ok         ledger: reservations: ",
                        "ok         ledger: listing block: Block ")
                .endsWith("It holds.\n");
        assertLedger(
                "rented",
                ledger -> ledger.says(
                        "listing_of",
                        listing("rented").put("price_per_hour", "61").toString()),
                "ledger: listing: The ledger says something else, at block 1000: price_per_hour was \"60\" and is \"61\".");
        assertLedger("rented", ledger -> ledger.says("node_get", "null"), "ledger: registration: The ledger says");
        assertLedger(
                "rented",
                ledger -> ledger.says("reservations_on", "{\"items\":[],\"next\":null}"),
                "ledger: reservations: The ledger says something else");
    }

    @Test
    void what_a_marketplace_hides_the_ledger_tells() throws IOException {
        String registered = proof("rented").path("registration").path("result").asText();
        assertLedger(
                "heard",
                ledger -> ledger.says("node_get", registered),
                "ledger: registration: The proof says that there is none, and the ledger has one");
        assertLedger("heard", ledger -> ledger);
        assertThat(out.toString()).contains("ok         ledger: listing: The ledger has none either");
        assertLedger("away", ledger -> ledger.says("node_get", registered));
        assertThat(out.toString())
                .contains("not there  ledger: registration: The ledger has one that the proof does not");
    }

    @Test
    void a_block_that_is_not_the_ledgers_is_found() throws IOException {
        assertLedger(
                "silent",
                ledger -> ledger.withBlocks("another"),
                "ledger: registration block: Block " + block("silent") + " is another there");
        assertLedger(
                "silent", ledger -> ledger.at(3), "ledger: registration block: Block " + block("silent") + " is not");
        assertLedger("silent", FakeLedger::withoutBlocks);
        assertThat(out.toString()).contains("not there  ledger: registration block: The ledger no longer has block");
    }

    private static long block(String name) {
        return proof(name).path("registration").path("block_height").asLong();
    }

    @Test
    void a_ledger_that_does_not_answer_proves_nothing() {
        assertThat(check(saved("rented"), "--ledger", "http://127.0.0.1:1")).isEqualTo(1);
        assertThat(failed()).singleElement().asString().contains("ledger: registration: The ledger can't be reached");
    }
}
