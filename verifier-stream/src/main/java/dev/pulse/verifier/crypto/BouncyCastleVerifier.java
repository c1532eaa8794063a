package dev.pulse.verifier.crypto;

import dev.pulse.domain.account.WeakKeys;
import dev.pulse.domain.verdict.ReferenceEd25519;
import dev.pulse.domain.verdict.SignatureVerifier;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * BouncyCastle with its differences closed. It computes the cofactored equation 8SB = 8R + 8hA, ours is SB = R + hA. Whatever
 * ours accepts, the cofactored one accepts too, so its no is final, but for a key of small order, which it refuses
 * unseen. When both A and R lie in the subgroup of prime order,
 * so does SB - R - hA, and eight times a point of that subgroup is zero only when the point is: the two verdicts coincide.
 * Otherwise, which no honest signer produces, the exact equation decides. (An R of small order or in a non-canonical
 * encoding needs no care: the first goes through the equation like any other, the second is refused by both.)
 */
public final class BouncyCastleVerifier implements SignatureVerifier {
    private static final int KEY_LENGTH = 32;
    private static final int SIGNATURE_LENGTH = 64;

    private final SignatureVerifier exact = new ReferenceEd25519();

    @Override
    public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        // The low-level call takes no lengths and would read past a short array.
        if (publicKey.length != KEY_LENGTH || signature.length != SIGNATURE_LENGTH) {
            return false;
        }
        if (WeakKeys.isWeak(publicKey)) {
            return exact.verify(publicKey, message, signature);
        }
        if (!Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length)) {
            return false;
        }
        boolean bothOfPrimeOrder =
                Ed25519.validatePublicKeyFull(signature, 0) && Ed25519.validatePublicKeyFull(publicKey, 0);
        return bothOfPrimeOrder || exact.verify(publicKey, message, signature);
    }

    @Override
    public String name() {
        return "BouncyCastle";
    }
}
