package dev.pulse.domain.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.domain.json.Malformed.Code;
import dev.pulse.domain.verdict.Freshness;
import dev.pulse.domain.verdict.ReferenceEd25519;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.domain.verdict.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Pairings as an agent in Python makes them ({@code src/test/python/pairings.py}), and what is none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PairingTest {
    private static final long SIGNED_MS = 1_790_000_000_000L;

    private final ObjectMapper json = new ObjectMapper();
    private final PairingReader reader = new PairingReader("devnet", "market-1");
    private final PairingJudge judge = new PairingJudge(new ReferenceEd25519());
    private JsonNode vectors;

    @BeforeAll
    void read() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/pairings.json")) {
            vectors = json.readTree(in);
        }
    }

    private PairingReading.Read read(String body) {
        return (PairingReading.Read) reader.read(body.getBytes(StandardCharsets.UTF_8));
    }

    private String everything() {
        return vectors.get("cases").get(0).get("body").asText();
    }

    private Code refusal(Consumer<ObjectNode> change) {
        try {
            ObjectNode document = (ObjectNode) json.readTree(everything());
            change.accept(document);
            return ((PairingReading.Refused) reader.read(json.writeValueAsBytes(document)))
                    .malformed()
                    .code();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void thePayloadIsByteForByteWhatPythonDumpsAndTheSignatureHolds() {
        List<String> expected = new ArrayList<>();
        List<String> found = new ArrayList<>();
        for (JsonNode each : vectors.get("cases")) {
            PairingReading.Read read = read(each.get("body").asText());
            String name = each.get("name").asText();
            expected.add(name + " " + each.get("canonical").asText() + " Accepted[binds=false]");
            found.add(name + " " + HexFormat.of().formatHex(read.canonical()) + " " + judge.judge(read, SIGNED_MS));
        }
        assertThat(found).isEqualTo(expected).hasSize(4);
    }

    @Test
    void everyFieldIsRead() {
        Pairing pairing = read(everything()).pairing();
        assertThat(pairing.nodeId()).isEqualTo("node-0001");
        assertThat(pairing.account().hex()).isEqualTo(vectors.get("node").asText());
        assertThat(pairing.farmer().hex()).isEqualTo(vectors.get("farmer").asText());
        assertThat(pairing.farmId()).isEqualTo("green");
        assertThat(pairing.hostname()).isEqualTo("höst-1");
        assertThat(pairing.myceliumIp()).isEqualTo("46a:52b7::1");
        assertThat(pairing.specs()).isEqualTo(new Specs(16, 64, 2000, 1));
        assertThat(pairing.specs().slices()).isEqualTo(15);
        Pairing bare = read(vectors.get("cases").get(1).get("body").asText()).pairing();
        assertThat(bare.farmId()).isNull();
        assertThat(bare.specs()).isEqualTo(Specs.UNKNOWN);
        assertThat(bare.specs().slices()).isZero();
    }

    @Test
    void aPairingIsStaleAfterThreeHundredSecondsEitherWay() {
        PairingReading.Read read = read(everything());
        long tolerance = Freshness.TOLERANCE_S * 1_000;
        assertThat(judge.judge(read, SIGNED_MS + tolerance)).isInstanceOf(Verdict.Accepted.class);
        assertThat(judge.judge(read, SIGNED_MS - tolerance)).isInstanceOf(Verdict.Accepted.class);
        for (long past : new long[] {SIGNED_MS + tolerance + 1_000, SIGNED_MS - tolerance - 1_000}) {
            assertThat(judge.judge(read, past))
                    .isInstanceOfSatisfying(
                            Verdict.Rejected.class, r -> assertThat(r.reason()).isEqualTo(Rejection.SKEW));
        }
    }

    @Test
    void whatTheNodeDidNotSignIsNoPairing() {
        String stolen = everything().replace("\"green\"", "\"blue\"");
        assertThat(judge.judge(read(stolen), SIGNED_MS))
                .isInstanceOfSatisfying(
                        Verdict.Rejected.class, r -> assertThat(r.reason()).isEqualTo(Rejection.SIGNATURE));
    }

    @Test
    void aPairingForAnotherNetworkOrMarketplaceOrEndpointIsRefused() {
        assertThat(refusal(d -> d.put("marketplace", "market-2"))).isEqualTo(Code.WRONG_MARKETPLACE);
        assertThat(refusal(d -> d.put("audience", "mainnet"))).isEqualTo(Code.WRONG_AUDIENCE);
        assertThat(refusal(d -> d.put("path", "/v1/heartbeats"))).isEqualTo(Code.WRONG_PATH);
    }

    @Test
    void namedAccountsAndKeysThatNobodyHasAreRefused() {
        assertThat(refusal(d -> d.put("farmer_account", "alice.near"))).isEqualTo(Code.BAD_ACCOUNT);
        assertThat(refusal(d -> d.put("node_account", "hosting.dev.hero"))).isEqualTo(Code.BAD_ACCOUNT);
        assertThat(refusal(d -> d.put("farmer_account", "0".repeat(64)))).isEqualTo(Code.WEAK_ACCOUNT);
    }

    @Test
    void fieldsOfTheWrongFormAreRefused() {
        assertThat(refusal(d -> d.remove("farmer_account"))).isEqualTo(Code.MISSING_FIELD);
        assertThat(refusal(d -> d.remove("timestamp"))).isEqualTo(Code.MISSING_FIELD);
        assertThat(refusal(d -> d.remove("signature"))).isEqualTo(Code.MISSING_FIELD);
        assertThat(refusal(d -> d.put("signature", "abc"))).isEqualTo(Code.BAD_SIGNATURE_ENCODING);
        assertThat(refusal(d -> d.put("node_id", "Node 1"))).isEqualTo(Code.BAD_NODE_ID);
        assertThat(refusal(d -> d.put("farm_id", "Green farm"))).isEqualTo(Code.BAD_FIELD);
        assertThat(refusal(d -> d.put("specs", "big"))).isEqualTo(Code.BAD_FIELD);
        assertThat(refusal(d -> ((ObjectNode) d.get("specs")).put("ram_gb", -1)))
                .isEqualTo(Code.BAD_FIELD);
        assertThat(refusal(d -> d.put("hostname", "x".repeat(256)))).isEqualTo(Code.BAD_FIELD);
    }

    @Test
    void aCanonicalPayloadIsReadWithoutItsSignatureAndByWhomeverItWasSentTo() {
        byte[] canonical = read(everything()).canonical();
        PairingReader any = new PairingReader(null, null, null);
        assertThat(any.readCanonical(canonical)).isInstanceOfSatisfying(PairingReading.Read.class, again -> {
            assertThat(again.pairing()).isEqualTo(read(everything()).pairing());
            assertThat(again.canonical()).isSameAs(canonical);
            assertThat(again.signature()).isNull();
        });
        assertThat(new PairingReader("mainnet", null, null).readCanonical(canonical))
                .isInstanceOfSatisfying(
                        PairingReading.Refused.class,
                        refused -> assertThat(refused.malformed().code()).isEqualTo(Code.WRONG_AUDIENCE));
        String text = new String(canonical, StandardCharsets.UTF_8);
        for (String other : List.of(text + " ", everything(), "{}", "[]", "", text.replace("green", "Green farm"))) {
            assertThat(any.readCanonical(other.getBytes(StandardCharsets.UTF_8)))
                    .as(other)
                    .isInstanceOf(PairingReading.Refused.class);
        }
    }
}
