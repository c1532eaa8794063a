package dev.pulse.marketplace.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.domain.verdict.ReferenceEd25519;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.domain.verdict.SignatureVerifier;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.fixture.MarketRig;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What is remembered is what was computed, for the very same bytes alone. */
class RememberedSignaturesTest {
    private int computed;

    private SignatureVerifier counting(SignatureVerifier verifier) {
        return new SignatureVerifier() {
            @Override
            public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
                computed++;
                return verifier.verify(publicKey, message, signature);
            }

            @Override
            public String name() {
                return "counting";
            }
        };
    }

    @Test
    void the_same_bytes_are_computed_once_and_others_are_not_taken_for_them() {
        RememberedSignatures remembered = new RememberedSignatures(counting(new ReferenceEd25519()));
        TransactionSigner signer = MarketRig.signer("remembered");
        byte[] message = Sha256.hash(new byte[] {1});
        byte[] signature = signer.sign(message);
        for (int again = 0; again < 3; again++) {
            assertThat(remembered.verify(signer.key().key(), message, signature))
                    .isTrue();
        }
        assertThat(computed).isEqualTo(1);
        for (int i = 0; i < signature.length; i += 21) {
            byte[] flipped = signature.clone();
            flipped[i] ^= 1;
            assertThat(remembered.verify(signer.key().key(), message, flipped)).isFalse();
            assertThat(remembered.verify(signer.key().key(), message, flipped)).isFalse();
        }
        assertThat(remembered.verify(signer.key().key(), Sha256.hash(message), signature))
                .isFalse();
        assertThat(remembered.verify(MarketRig.signer("another").key().key(), message, signature))
                .isFalse();
        assertThat(computed).isEqualTo(1 + 4 + 2);
    }

    @Test
    void the_oldest_goes_when_there_is_no_room() {
        RememberedSignatures remembered = new RememberedSignatures(new SignatureVerifier() {
            @Override
            public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
                computed++;
                return true;
            }

            @Override
            public String name() {
                return "yes";
            }
        });
        byte[] key = new byte[32];
        byte[] signature = new byte[64];
        for (int i = 0; i <= RememberedSignatures.MAX_REMEMBERED; i++) {
            remembered.verify(key, number(i), signature);
        }
        int before = computed;
        remembered.verify(key, number(1), signature);
        assertThat(computed).isEqualTo(before);
        remembered.verify(key, number(0), signature);
        assertThat(computed).isEqualTo(before + 1);
    }

    private static byte[] number(int i) {
        return ByteBuffer.allocate(32).putInt(i).array();
    }
}
