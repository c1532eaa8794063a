package dev.pulse.domain.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharesTest {
    private static long exact(long amount, long part, long whole) {
        return BigInteger.valueOf(amount)
                .multiply(BigInteger.valueOf(part))
                .divide(BigInteger.valueOf(whole))
                .longValueExact();
    }

    /** Products that fit, that do not, and shares beyond what a double tells apart. */
    @ParameterizedTest
    @ValueSource(ints = {8, 31, 32, 40, 49, 50, 51, 60, 62})
    void isExactWhateverTheProduct(int bits) {
        Random random = new Random(bits);
        for (int i = 0; i < 20_000; i++) {
            long amount = random.nextLong(1L << bits);
            long whole = 1 + random.nextLong(1L << random.nextInt(1, 63));
            // Among them parts with which the product is a multiple of the whole, or one less.
            long part = random.nextInt(3) == 0 ? whole - random.nextLong(Math.min(whole, 3)) : random.nextLong(whole);
            assertThat(Shares.of(amount, part, whole))
                    .as("%d * %d / %d", amount, part, whole)
                    .isEqualTo(exact(amount, part, whole));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 1",
        "9223372036854775807, 9223372036854775807, 9223372036854775807",
        "9223372036854775807, 0, 9223372036854775807",
        "9223372036854775807, 1, 9223372036854775807",
        "1125899906842623, 2305843009213693951, 2305843009213693951",
        "1125899906842624, 2305843009213693950, 2305843009213693951"
    })
    void isExactAtTheEnds(long amount, long part, long whole) {
        assertThat(Shares.of(amount, part, whole)).isEqualTo(exact(amount, part, whole));
    }
}
