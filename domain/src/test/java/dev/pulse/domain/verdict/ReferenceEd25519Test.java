package dev.pulse.domain.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.account.WeakKeys;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceEd25519Test {
    private static final SignatureVerifier VERIFIER = new ReferenceEd25519();
    private static final BigInteger L =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    /** RFC 8032 section 7.1: tests 1, 2 and 3. */
    @ParameterizedTest
    @CsvSource({
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '',"
                + " e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                + "d25bf5f0595bbe24655141438e7a100b",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c, 72,"
                + " 92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
                + "387b2eaeb4302aeeb00d291612bb0c00",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82,"
                + " 6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
                + "4a7c15e9716ed28dc027beceea1ec40a"
    })
    void verifiesTheVectorsOfTheRfc(String key, String message, String signature) {
        assertThat(VERIFIER.verify(hex(key), hex(message), hex(signature))).isTrue();
    }

    @Test
    void agreesWithTheJdkOnHonestAndOnDamagedSignatures() throws GeneralSecurityException {
        Random random = new Random(8032);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        for (int round = 0; round < 25; round++) {
            KeyPair pair = generator.generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] key = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
            byte[] message = new byte[32];
            random.nextBytes(message);
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(pair.getPrivate());
            signer.update(message);
            byte[] signature = signer.sign();
            assertThat(WeakKeys.isWeak(key)).isFalse();
            assertThat(VERIFIER.verify(key, message, signature)).isTrue();

            byte[] damaged = signature.clone();
            damaged[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
            assertThat(VERIFIER.verify(key, message, damaged)).isFalse().isEqualTo(jdk(key, message, damaged));
            message[random.nextInt(32)] ^= 1;
            assertThat(VERIFIER.verify(key, message, signature)).isFalse();
        }
    }

    private static boolean jdk(byte[] key, byte[] message, byte[] signature) throws GeneralSecurityException {
        byte[] y = key.clone();
        boolean odd = y[31] < 0;
        y[31] &= 0x7f;
        for (int i = 0; i < 16; i++) {
            byte swapped = y[i];
            y[i] = y[31 - i];
            y[31 - i] = swapped;
        }
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(
                        new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, y)))));
        verifier.update(message);
        try {
            return verifier.verify(signature);
        } catch (java.security.SignatureException e) {
            return false;
        }
    }

    @Test
    void casesOfSpeccheckHaveTheCofactorlessVerdicts() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/vectors/ed25519-speccheck.json")) {
            JsonNode cases = new ObjectMapper().readTree(in).get("cases");
            assertThat(cases).hasSize(12);
            for (JsonNode c : cases) {
                byte[] key = hex(c.get("pub_key").asText());
                assertThat(WeakKeys.isWeak(key))
                        .as(c.get("note").asText())
                        .isEqualTo(c.get("weak").asBoolean());
                assertThat(VERIFIER.verify(
                                key,
                                hex(c.get("message").asText()),
                                hex(c.get("signature").asText())))
                        .as(c.get("note").asText())
                        .isEqualTo(c.get("holds").asBoolean());
            }
        }
    }

    @Test
    void secondSpellingOfSIsRefused() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        byte[] key = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        byte[] message = new byte[32];
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(message);
        byte[] signature = signer.sign();
        BigInteger s = BigInteger.ZERO;
        for (int i = 63; i >= 32; i--) {
            s = s.shiftLeft(8).or(BigInteger.valueOf(signature[i] & 0xff));
        }
        BigInteger second = s.add(L);
        for (int i = 0; i < 32; i++) {
            signature[32 + i] = second.shiftRight(8 * i).byteValue();
        }
        assertThat(VERIFIER.verify(key, message, signature)).isFalse();
    }

    @Test
    void whatIsNoKeyNoPointOrOfTheWrongLengthIsFalse() {
        byte[] key = hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        byte[] notOnTheCurve = new byte[32];
        notOnTheCurve[0] = 2;
        assertThat(VERIFIER.verify(notOnTheCurve, new byte[32], new byte[64])).isFalse();
        assertThat(VERIFIER.verify(new byte[31], new byte[32], new byte[64])).isFalse();
        assertThat(VERIFIER.verify(new byte[33], new byte[32], new byte[64])).isFalse();
        assertThat(VERIFIER.verify(key, new byte[32], new byte[63])).isFalse();
        assertThat(VERIFIER.verify(key, new byte[32], new byte[65])).isFalse();
        assertThat(VERIFIER.verify(key, new byte[32], new byte[0])).isFalse();
        byte[] full = new byte[64];
        Arrays.fill(full, (byte) 0xff);
        assertThat(VERIFIER.verify(key, new byte[32], full)).isFalse();
    }
}
