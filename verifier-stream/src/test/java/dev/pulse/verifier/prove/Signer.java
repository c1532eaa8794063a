package dev.pulse.verifier.prove;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.verdict.Sha256;
import java.util.Random;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A key pair that a number stands for. */
final class Signer {
    private final byte[] secret = new byte[Ed25519.SECRET_KEY_SIZE];
    private final byte[] key = new byte[Ed25519.PUBLIC_KEY_SIZE];

    Signer(int number) {
        new Random(number).nextBytes(secret);
        Ed25519.generatePublicKey(secret, 0, key, 0);
    }

    String account() {
        return Account.ofKey(key).hex();
    }

    byte[] sign(byte[] payload) {
        byte[] hash = Sha256.hash(payload);
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(secret, 0, hash, 0, hash.length, signature, 0);
        return signature;
    }
}
