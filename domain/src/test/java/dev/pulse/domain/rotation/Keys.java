package dev.pulse.domain.rotation;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.verdict.Sha256;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/** A key pair of the JDK's, and its account. */
record Keys(KeyPair pair, Account account) {
    static Keys make() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            return new Keys(
                    pair,
                    Account.ofKey(Arrays.copyOfRange(encoded, encoded.length - Account.KEY_LENGTH, encoded.length)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The signature over the SHA-256 of a payload, standard base64. */
    String sign(byte[] payload) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(pair.getPrivate());
            signer.update(Sha256.hash(payload));
            return Base64.getEncoder().encodeToString(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
