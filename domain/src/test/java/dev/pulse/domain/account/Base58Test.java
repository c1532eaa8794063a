package dev.pulse.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Base58Test {
    /** The examples of draft-msporny-base58-03, section 5. */
    @ParameterizedTest
    @CsvSource({
        "Hello World!, 2NEpo7TZRRrLZSi2U",
        "The quick brown fox jumps over the lazy dog., USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z"
    })
    void textsOfTheDraft(String text, String base58) {
        assertThat(Base58.encode(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(base58);
        assertThat(Base58.decode(base58)).hasValue(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void leadingZerosAreOnes() {
        assertThat(Base58.encode(HexFormat.of().parseHex("0000287fb4cd"))).isEqualTo("11233QC4");
        assertThat(Base58.decode("11233QC4")).hasValue(HexFormat.of().parseHex("0000287fb4cd"));
        assertThat(Base58.encode(new byte[0])).isEmpty();
        assertThat(Base58.decode("")).hasValue(new byte[0]);
        assertThat(Base58.encode(new byte[32])).isEqualTo("1".repeat(32));
    }

    @Test
    void randomBytesComeBackAndAreTheNumberInBase58() {
        Random random = new Random(58);
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = new byte[random.nextInt(Base58.MAX_BYTES + 1)];
            random.nextBytes(bytes);
            String text = Base58.encode(bytes);
            assertThat(Base58.decode(text)).hasValue(bytes);
            BigInteger value = BigInteger.ZERO;
            for (int i = 0; i < text.length(); i++) {
                value = value.multiply(BigInteger.valueOf(58))
                        .add(BigInteger.valueOf(
                                "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".indexOf(text.charAt(i))));
            }
            assertThat(value).isEqualTo(new BigInteger(1, bytes));
        }
    }

    @Test
    void boundsHold() {
        byte[] largest = new byte[Base58.MAX_BYTES];
        java.util.Arrays.fill(largest, (byte) 0xff);
        assertThat(Base58.encode(largest)).hasSize(Base58.MAX_CHARACTERS);
        assertThatIllegalArgumentException().isThrownBy(() -> Base58.encode(new byte[Base58.MAX_BYTES + 1]));
        assertThat(Base58.decode("z".repeat(Base58.MAX_CHARACTERS))).isPresent();
        assertThat(Base58.decode("1".repeat(Base58.MAX_CHARACTERS + 1))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "O", "I", "l", "a b", "a+", "\u00e9"})
    void charactersOutsideTheAlphabetAreRefused(String text) {
        assertThat(Base58.decode(text)).isEmpty();
    }
}
