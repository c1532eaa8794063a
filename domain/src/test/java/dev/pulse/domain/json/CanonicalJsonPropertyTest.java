package dev.pulse.domain.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties of the canonical form over seeded random documents; a failure names its seed and round. */
class CanonicalJsonPropertyTest {
    private static final int ROUNDS = 1000;
    private static final ObjectMapper JACKSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static String canonical(byte[] body) {
        return switch (CanonicalJson.canonicalize(body)) {
            case CanonicalJson.Result.Canonical given -> new String(given.bytes(), StandardCharsets.UTF_8);
            case CanonicalJson.Result.Refused refused ->
                fail(refused + " for " + new String(body, StandardCharsets.UTF_8));
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everySpellingHasTheNaiveCanonicalForm(long seed) {
        RandomJson json = new RandomJson(random(seed));
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Object> tree = json.object(6);
            String expected = RandomJson.canonical(tree);
            for (int spelling = 0; spelling < 3; spelling++) {
                byte[] body = json.spell(tree);
                assertThat(canonical(body))
                        .as("seed %d round %d: %s", seed, round, new String(body, StandardCharsets.UTF_8))
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void canonicalFormStaysAsItIsAndMeansTheSame(long seed) throws IOException {
        RandomJson json = new RandomJson(random(seed));
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = json.spell(json.object(5));
            String once = canonical(body);
            assertThat(canonical(once.getBytes(StandardCharsets.UTF_8)))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(once);
            assertThat(JACKSON.readTree(once))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(JACKSON.readTree(body));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7})
    void isCanonicalIsTrueOfTheCanonicalFormAlone(long seed) {
        RandomJson json = new RandomJson(random(seed));
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Object> tree = json.object(4);
            byte[] body = json.spell(tree);
            boolean same = new String(body, StandardCharsets.UTF_8).equals(RandomJson.canonical(tree));
            assertThat(((JsonDocument) JsonDocument.parse(body)).isCanonical())
                    .as("seed %d round %d: %s", seed, round, new String(body, StandardCharsets.UTF_8))
                    .isEqualTo(same);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 9})
    void leavingOutAMemberIsTheCanonicalFormOfTheRest(long seed) {
        RandomGenerator random = random(seed);
        RandomJson json = new RandomJson(random);
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Object> tree = json.object(4);
            String expected = RandomJson.canonical(tree);
            tree.put("signature", json.object(2));
            boolean canonicalAlready = random.nextBoolean();
            byte[] body =
                    canonicalAlready ? RandomJson.canonical(tree).getBytes(StandardCharsets.UTF_8) : json.spell(tree);
            JsonDocument document = (JsonDocument) JsonDocument.parse(body);
            int member = document.find(document.root(), "signature");
            assertThat(new String(CanonicalJson.canonicalWithout(document, member), StandardCharsets.UTF_8))
                    .as("seed %d round %d: %s", seed, round, new String(body, StandardCharsets.UTF_8))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 11, 12})
    void damagedDocumentsAreTakenExactlyWhenAnIndependentParserTakesThem(long seed) {
        RandomGenerator random = random(seed);
        RandomJson json = new RandomJson(random);
        int taken = 0;
        for (int round = 0; round < 4 * ROUNDS; round++) {
            byte[] body = damage(json.spell(json.object(3)), random);
            boolean expected = StrictJackson.accepts(body);
            CanonicalJson.Result result = CanonicalJson.canonicalize(body);
            assertThat(result instanceof CanonicalJson.Result.Canonical)
                    .as("seed %d round %d: %s %s", seed, round, new String(body, StandardCharsets.UTF_8), result)
                    .isEqualTo(expected);
            taken += expected ? 1 : 0;
        }
        assertThat(taken).as("damage must not always show").isBetween(ROUNDS / 4, 4 * ROUNDS - ROUNDS / 4);
    }

    /** One to three bytes changed, removed, doubled or replaced by something awkward. */
    private static byte[] damage(byte[] body, RandomGenerator random) {
        String awkward = "{}[]\",:\\/u0123456789abcdefDdE-+.etrnl \n\t";
        byte[] damaged = body;
        int changes = random.nextInt(1, 4);
        for (int i = 0; i < changes && damaged.length > 0; i++) {
            int at = random.nextInt(damaged.length);
            int removed = random.nextInt(3) == 0 ? 0 : 1;
            int added = random.nextInt(3) == 0 ? 0 : 1;
            byte[] next = new byte[damaged.length - removed + added];
            System.arraycopy(damaged, 0, next, 0, at);
            System.arraycopy(damaged, at + removed, next, at + added, damaged.length - at - removed);
            if (added == 1) {
                next[at] = (byte)
                        (random.nextInt(3) == 0
                                ? random.nextInt(256)
                                : awkward.charAt(random.nextInt(awkward.length())));
            }
            damaged = next;
        }
        return damaged;
    }
}
