package dev.pulse.verifier.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.account.WeakKeys;
import dev.pulse.domain.verdict.ReferenceEd25519;
import dev.pulse.domain.verdict.SignatureVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;

/** Whatever provider runs, the same bytes get the same verdict: that of the exact cofactorless equation. */
class SameVerdictTest {
    private static final SignatureVerifier EXACT = new ReferenceEd25519();
    private static final Path SPECCHECK = Path.of("../domain/src/test/resources/vectors/ed25519-speccheck.json");
    private static final List<SignatureVerifier> PROVIDERS = providers();

    /** AWS-LC has no native library for every platform; {@link SignatureProviderTest} demands it where it has. */
    private static List<SignatureVerifier> providers() {
        List<SignatureVerifier> all = new ArrayList<>(List.of(new BouncyCastleVerifier()));
        try {
            all.add(CorrettoVerifier.load());
        } catch (ProviderUnavailableException unavailable) {
            assertThat(unavailable.getMessage()).isNotBlank();
        }
        return all;
    }

    @Test
    void the_published_cases_of_speccheck_get_the_exact_verdict() throws IOException {
        JsonNode cases = new ObjectMapper().readTree(SPECCHECK.toFile()).path("cases");
        assertThat(cases).hasSize(12);
        for (JsonNode one : cases) {
            assertSame(
                    HexFormat.of().parseHex(one.path("pub_key").asText()),
                    HexFormat.of().parseHex(one.path("message").asText()),
                    HexFormat.of().parseHex(one.path("signature").asText()),
                    one.path("holds").asBoolean());
        }
    }

    /** Too many for the exact one, which takes milliseconds for each: what they are is known by how they were made. */
    @Test
    void thousands_of_honest_and_of_damaged_signatures_get_the_verdict_of_their_making() {
        Random random = new Random(8_032);
        for (int round = 0; round < 2_000; round++) {
            TorsionCases.Case honest = honest(random);
            byte[] signature =
                    random.nextBoolean() ? flipped(honest.signature(), random.nextInt(512)) : honest.signature();
            boolean holds = Arrays.equals(signature, honest.signature());
            for (SignatureVerifier provider : PROVIDERS) {
                assertThat(provider.verify(honest.key(), honest.message(), signature))
                        .as("%s, round %d", provider.name(), round)
                        .isEqualTo(holds);
            }
        }
    }

    @Test
    void honest_signatures_hold_and_every_flipped_bit_breaks_them() {
        Random random = new Random(20_261_123);
        for (int round = 0; round < 12; round++) {
            TorsionCases.Case honest = honest(random);
            assertSame(honest.key(), honest.message(), honest.signature(), true);
            for (int flips = 0; flips < 4; flips++) {
                assertSame(honest.key(), honest.message(), flipped(honest.signature(), random.nextInt(512)), false);
                assertSame(honest.key(), flipped(honest.message(), random.nextInt(256)), honest.signature(), false);
            }
            assertSameAsExact(flipped(honest.key(), random.nextInt(256)), honest.message(), honest.signature());
            assertSame(honest.key(), honest.message(), TorsionCases.plusL(honest.signature()), false);
        }
    }

    @Test
    void keys_and_nonces_with_torsion_get_the_exact_verdict() {
        int accepted = 0;
        int onlyCofactored = 0;
        int smallKeys = 0;
        for (TorsionCases.Case crafted : TorsionCases.random(7, 96)) {
            boolean exact = assertSameAsExact(crafted.key(), crafted.message(), crafted.signature());
            if (WeakKeys.isWeak(crafted.key())) {
                smallKeys++;
                continue;
            }
            boolean cofactored = Ed25519.verify(
                    crafted.signature(), 0, crafted.key(), 0, crafted.message(), 0, crafted.message().length);
            assertThat(cofactored)
                    .as("all of them satisfy the cofactored equation")
                    .isTrue();
            accepted += exact ? 1 : 0;
            onlyCofactored += exact ? 0 : 1;
        }
        assertThat(smallKeys).as("keys of small order").isEqualTo(12);
        assertThat(accepted).as("cases that both equations accept").isGreaterThan(3);
        assertThat(onlyCofactored).as("cases that tell the equations apart").isGreaterThan(50);
    }

    @Test
    void r_of_small_order_or_not_canonical_gets_the_exact_verdict() {
        Random random = new Random(5);
        for (int round = 0; round < 2; round++) {
            TorsionCases.Case honest = honest(random);
            for (String encoding : smallOrderAndNonCanonical()) {
                byte[] signature = honest.signature().clone();
                System.arraycopy(HexFormat.of().parseHex(encoding), 0, signature, 0, 32);
                assertSameAsExact(honest.key(), honest.message(), signature);
                System.arraycopy(new byte[32], 0, signature, 32, 32);
                assertSameAsExact(honest.key(), honest.message(), signature);
            }
        }
    }

    @Test
    void wrong_lengths_are_a_no_and_never_an_exception() {
        TorsionCases.Case honest = honest(new Random(1));
        for (int length : new int[] {0, 1, 31, 33, 63, 65, 128}) {
            assertSame(honest.key(), honest.message(), Arrays.copyOf(honest.signature(), length), false);
            assertSame(Arrays.copyOf(honest.key(), length), honest.message(), honest.signature(), false);
        }
    }

    @Test
    void points_off_the_curve_are_a_no() {
        Random random = new Random(3);
        TorsionCases.Case honest = honest(random);
        for (int round = 0; round < 30; round++) {
            byte[] key = new byte[32];
            random.nextBytes(key);
            assertSameAsExact(key, honest.message(), honest.signature());
        }
    }

    private static List<String> smallOrderAndNonCanonical() {
        List<String> encodings = new ArrayList<>(List.of(
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"));
        for (int low = 0xec; low <= 0xff; low++) {
            String first = "%02x".formatted(low) + "ff".repeat(30);
            encodings.add(first + "7f");
            encodings.add(first + "ff");
        }
        return encodings;
    }

    private static TorsionCases.Case honest(Random random) {
        byte[] secret = new byte[32];
        byte[] message = new byte[32];
        random.nextBytes(secret);
        random.nextBytes(message);
        byte[] key = new byte[32];
        byte[] signature = new byte[64];
        Ed25519.generatePublicKey(secret, 0, key, 0);
        Ed25519.sign(secret, 0, message, 0, message.length, signature, 0);
        return new TorsionCases.Case(key, message, signature);
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] copy = bytes.clone();
        copy[bit / 8] ^= (byte) (1 << bit % 8);
        return copy;
    }

    private static void assertSame(byte[] key, byte[] message, byte[] signature, boolean verdict) {
        assertThat(assertSameAsExact(key, message, signature)).isEqualTo(verdict);
    }

    private static boolean assertSameAsExact(byte[] key, byte[] message, byte[] signature) {
        boolean exact = EXACT.verify(key, message, signature);
        for (SignatureVerifier provider : PROVIDERS) {
            assertThat(provider.verify(key, message, signature))
                    .as(
                            "%s on key %s, message %s, signature %s",
                            provider.name(),
                            HexFormat.of().formatHex(key),
                            HexFormat.of().formatHex(message),
                            HexFormat.of().formatHex(signature))
                    .isEqualTo(exact);
        }
        return exact;
    }
}
