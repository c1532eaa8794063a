package dev.pulse.domain.proof;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.verdict.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Somebody with a key. */
final class Signer {
    private final KeyPair pair;
    private final Account account;

    Signer() {
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
        byte[] encoded = pair.getPublic().getEncoded();
        account = Account.ofKey(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    Account account() {
        return account;
    }

    /** A document of these fields, in its canonical form. */
    Signed sign(Map<String, ?> fields) {
        return sign(new TreeMap<>(fields)
                .entrySet().stream()
                        .map(field -> "\"" + field.getKey() + "\":"
                                + (field.getValue() instanceof Number
                                        ? field.getValue().toString()
                                        : "\"" + field.getValue() + "\""))
                        .collect(Collectors.joining(",", "{", "}")));
    }

    Signed sign(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(Sha256.hash(payload));
            return new Signed(payload, Base64.getEncoder().encodeToString(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
