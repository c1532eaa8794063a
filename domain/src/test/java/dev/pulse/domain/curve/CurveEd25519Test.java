package dev.pulse.domain.curve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.verdict.ReferenceEd25519;
import dev.pulse.domain.verdict.SignatureVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurveEd25519Test {
    private static final SignatureVerifier EXACT = new ReferenceEd25519();
    private static final CurveEd25519 KEEPING = new CurveEd25519(1 << 20, 7);
    private static final CurveEd25519 KEEPING_NONE = new CurveEd25519(0, 7);

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    /** Three times, so that a key that is good is kept after the first. */
    private static boolean verdict(byte[] key, byte[] message, byte[] signature) {
        boolean exact = EXACT.verify(key, message, signature);
        for (int time = 0; time < 3; time++) {
            assertThat(KEEPING.verify(key, message, signature))
                    .as("%s %s %s", hexOf(key), hexOf(message), hexOf(signature))
                    .isEqualTo(exact);
        }
        assertThat(KEEPING_NONE.verify(key, message, signature))
                .as("%s %s %s", hexOf(key), hexOf(message), hexOf(signature))
                .isEqualTo(exact);
        return exact;
    }

    private static String hexOf(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
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
    void the_vectors_of_the_rfc_hold(String key, String message, String signature) {
        assertThat(verdict(hex(key), hex(message), hex(signature))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"/vectors/ed25519-speccheck.json, 12", "/vectors/ed25519-wycheproof.json, 112"})
    void the_cases_of_others_get_the_exact_verdicts(String file, int count) throws IOException {
        try (InputStream in = getClass().getResourceAsStream(file)) {
            JsonNode cases = new ObjectMapper().readTree(in).get("cases");
            assertThat(cases).hasSize(count);
            for (JsonNode one : cases) {
                assertThat(verdict(
                                hex(one.get("pub_key").asText()),
                                hex(one.get("message").asText()),
                                hex(one.get("signature").asText())))
                        .as("%s", one)
                        .isEqualTo(one.get("holds").asBoolean());
            }
        }
    }

    /** Every R and S at an edge: Project Wycheproof's "special values for r and s", and some more. */
    @Test
    void edge_values_of_r_and_s_get_the_exact_verdicts() {
        byte[] key = hex("7d4d0e7f6153a69b6242b522abbee685fda4420f8834b108c3bdae369ef549fa");
        BigInteger top = BigInteger.ONE.shiftLeft(255);
        BigInteger[] edges = {
            BigInteger.ZERO,
            BigInteger.ONE,
            Constants.L.subtract(BigInteger.ONE),
            Constants.L,
            Constants.P.subtract(BigInteger.ONE),
            Constants.P,
            Constants.P.add(BigInteger.ONE),
            top.subtract(BigInteger.ONE),
            top
        };
        for (BigInteger r : edges) {
            for (BigInteger s : edges) {
                byte[] signature = new byte[64];
                for (int i = 0; i < 32; i++) {
                    signature[i] = r.shiftRight(8 * i).byteValue();
                    signature[32 + i] = s.shiftRight(8 * i).byteValue();
                }
                verdict(key, new byte[] {0x3f}, signature);
                verdict(signature.length == 64 ? Arrays.copyOf(signature, 32) : key, new byte[32], signature);
            }
        }
    }

    @Test
    void honest_and_damaged_signatures_get_the_exact_verdicts() throws GeneralSecurityException {
        Random random = new Random(3);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        for (int round = 0; round < 60; round++) {
            KeyPair pair = generator.generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] key = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
            byte[] message = new byte[32];
            random.nextBytes(message);
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(pair.getPrivate());
            signer.update(message);
            byte[] signature = signer.sign();
            assertThat(verdict(key, message, signature)).isTrue();
            byte[] damaged = signature.clone();
            damaged[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
            assertThat(verdict(key, message, damaged)).isFalse();
            byte[] other = key.clone();
            other[random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
            assertThat(verdict(other, message, signature)).isFalse();
        }
        assertThat(KEEPING.keys()).isPositive();
        assertThat(KEEPING.hits()).isPositive();
        assertThat(KEEPING_NONE.keys()).isZero();
    }

    @Test
    void what_is_of_the_wrong_length_is_refused() {
        assertThat(KEEPING.verify(new byte[31], new byte[32], new byte[64])).isFalse();
        assertThat(KEEPING.verify(new byte[33], new byte[32], new byte[64])).isFalse();
        assertThat(KEEPING.verify(new byte[32], new byte[32], new byte[63])).isFalse();
        assertThat(KEEPING.verify(new byte[32], new byte[32], new byte[65])).isFalse();
    }

    @Test
    void a_table_keeps_no_more_keys_than_it_may_and_finds_those_it_keeps() {
        KeyTable table = new KeyTable(100, 11);
        Random random = new Random(5);
        long[] found = new long[KeyTable.WORDS];
        int kept = 0;
        for (int i = 0; i < 1_000; i++) {
            long[] points = random.longs(KeyTable.WORDS).toArray();
            points[7] &= Long.MAX_VALUE;
            long[] key = {points[4], points[5], points[6], points[7] | ~points[0] << 63};
            assertThat(table.find(key, found)).isFalse();
            table.put(key, points);
            assertThat(table.find(key, found)).isTrue();
            assertThat(found).isEqualTo(points);
            key[3] ^= Long.MIN_VALUE;
            assertThat(table.find(key, found)).isFalse();
            kept = Math.max(kept, table.size());
        }
        assertThat(kept).isEqualTo(100);
    }
}
