package dev.pulse.domain.proof;

import static dev.pulse.domain.proof.Documents.heartbeat;
import static dev.pulse.domain.proof.Documents.pairing;
import static dev.pulse.domain.proof.Documents.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.pairing.PairingReader;
import dev.pulse.domain.verdict.ReferenceEd25519;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose word a signed document is. */
class SealTest {
    private static final Signer NODE = new Signer();
    private static final Signer FARMER = new Signer();
    private static final Signer OTHER = new Signer();

    private final ChainRule rule = new ChainRule(new ReferenceEd25519(), "devnet");

    @ParameterizedTest
    @EnumSource(Paper.class)
    void aByteThatFlippedInASignatureOrItsPayloadIsFound(Paper paper) {
        Signed good = NODE.sign(paper == Paper.HEARTBEAT ? heartbeat("node-1", NODE) : pairing("node-1", NODE, FARMER));
        assertThat(rule.seal(paper, good).signer()).isEqualTo(NODE.account());
        byte[] signature = Base64.getDecoder().decode(good.signature());
        for (int at : new int[] {0, 31, 32, 63}) {
            byte[] flipped = signature.clone();
            flipped[at] ^= 1;
            assertNotSigned(
                    paper, new Signed(good.payload(), Base64.getEncoder().encodeToString(flipped)));
        }
        String text = new String(good.payload(), StandardCharsets.UTF_8);
        assertNotSigned(paper, new Signed(utf8(text.replace("0000", "0001")), good.signature()));
        assertNotSigned(paper, new Signed(utf8(text + " "), good.signature()));
        assertNotSigned(paper, new Signed(good.payload(), ""));
        assertNotSigned(paper, new Signed(good.payload(), good.signature().replace("=", "")));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void assertNotSigned(Paper paper, Signed bad) {
        Seal seal = rule.seal(paper, bad);
        assertThat(seal.holds()).isFalse();
        assertThat(seal.detail()).isNotBlank();
    }

    @Test
    void aFarmersWordCountsForHisNodeWhereFarmersSign() {
        Map<String, Object> his = with(pairing("node-1", NODE, FARMER), "path", PairingReader.FARMER_PATH);
        Seal seal = rule.seal(Paper.PAIRING, FARMER.sign(his));
        assertThat(seal.signer()).isEqualTo(FARMER.account());
        assertThat(seal.detail()).contains("farmer's key");

        assertThat(rule.seal(Paper.PAIRING, OTHER.sign(his)).holds()).isFalse();
        assertThat(rule.seal(Paper.PAIRING, NODE.sign(his)).holds())
                .as("a node does not sign for the farmers' endpoint")
                .isFalse();
        assertThat(rule.seal(Paper.PAIRING, FARMER.sign(pairing("node-1", NODE, FARMER)))
                        .holds())
                .as("a farmer does not sign for the nodes' endpoint")
                .isFalse();
        Map<String, Object> open = pairing("node-1", NODE, FARMER);
        open.remove("path");
        assertThat(rule.seal(Paper.PAIRING, FARMER.sign(open)).signer()).isEqualTo(FARMER.account());
        assertThat(rule.seal(Paper.PAIRING, NODE.sign(open)).signer()).isEqualTo(NODE.account());
        assertThat(rule.seal(Paper.PAIRING, NODE.sign(with(open, "path", "/api/nodes/rotate")))
                        .detail())
                .contains("another endpoint");
        assertThat(rule.seal(Paper.HEARTBEAT, FARMER.sign(heartbeat("node-1", NODE)))
                        .holds())
                .as("nobody heartbeats for a node")
                .isFalse();
    }

    @Test
    void whatWasSignedForAnotherNetworkIsRefused() {
        Signed elsewhere = NODE.sign(with(pairing("node-1", NODE, FARMER), "audience", "mainnet"));
        assertThat(rule.seal(Paper.PAIRING, elsewhere).detail()).startsWith("wrong_audience");
        assertThat(new ChainRule(new ReferenceEd25519(), null)
                        .seal(Paper.PAIRING, elsewhere)
                        .holds())
                .isTrue();
    }
}
