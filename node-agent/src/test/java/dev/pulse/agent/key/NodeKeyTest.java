package dev.pulse.agent.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.domain.verdict.ReferenceEd25519;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class NodeKeyTest {
    /** RFC 8032 section 7.1, test 3: a message of two bytes. */
    @Test
    void signs_the_vector_of_rfc_8032() {
        NodeKey key = NodeKey.ofSeed(hex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"));

        assertThat(key.account().hex()).isEqualTo("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
        assertThat(HexFormat.of().formatHex(key.sign(hex("af82"))))
                .isEqualTo("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
    }

    @Test
    void the_reference_verifier_agrees_and_notices_a_change() {
        NodeKey key = NodeKey.ofSeed(new byte[32]);
        byte[] message = new byte[32];
        byte[] signature = key.sign(message);

        assertThat(new ReferenceEd25519().verify(key.publicKey(), message, signature))
                .isTrue();
        message[7] ^= 1;
        assertThat(new ReferenceEd25519().verify(key.publicKey(), message, signature))
                .isFalse();
    }

    @Test
    void never_shows_its_seed_and_cannot_be_changed_from_outside() {
        byte[] seed = new byte[32];
        NodeKey key = NodeKey.ofSeed(seed);
        String account = key.account().hex();
        byte[] signature = key.sign(new byte[32]);
        seed[0] = 1;
        key.publicKey()[0] ^= 1;
        key.seed()[0] = 1;

        assertThat(key.sign(new byte[32])).isEqualTo(signature);
        assertThat(key.toString()).isEqualTo("NodeKey[" + account + "]");
        assertThat(key.publicKeyText()).startsWith("ed25519:");
    }

    @Test
    void a_default_name_follows_from_the_account() {
        NodeKey key = NodeKey.ofSeed(new byte[32]);

        assertThat(NodeIdentity.ofKey(key).nodeId())
                .isEqualTo("node-" + key.account().hex().substring(0, 12));
        assertThatThrownBy(() -> new NodeIdentity("-x", key)).hasMessageContaining("[a-z0-9][a-z0-9-]{0,63}");
        assertThatThrownBy(() -> NodeKey.ofSeed(new byte[31])).hasMessageContaining("31");
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
