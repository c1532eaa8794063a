package dev.pulse.domain.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessTest {
    @ParameterizedTest
    @CsvSource({
        // timestamp s, received at ms, fresh
        "1790000000, 1790000000000, true",
        "1789999701, 1790000000000, true",
        "1789999700, 1790000000000, true",
        "1789999699, 1790000000000, false",
        "1790000299, 1790000000000, true",
        "1790000300, 1790000000000, true",
        "1790000301, 1790000000000, false",
        // The ingest's clock counts by its whole second, like the node's.
        "1789999700, 1790000000999, true",
        "1789999699, 1790000000999, false",
        "1790000300, 1790000000999, true",
        "1790000301, 1790000000999, false",
        "1789999700, 1790000001000, false",
        "1790000301, 1790000001000, true",
        // Before 1970 a second is still the one it began in.
        "-301, -1, true",
        "-302, -1, false",
        "299, -1, true",
        "300, -1, false",
        "0, 0, true",
        // The ends of the range wrap nothing.
        "9223372036854775807, 1790000000000, false",
        "-9223372036854775808, 1790000000000, false",
        "9223372036854775807, 9223372036854775807, false",
        "-9223372036854775808, -9223372036854775808, false",
        "9223372036854775807, -9223372036854775808, false",
        "-9223372036854775808, 9223372036854775807, false",
        "9223372036854775, 9223372036854775807, true"
    })
    void tolerance(long timestampS, long receivedAtMs, boolean fresh) {
        assertThat(Freshness.check(timestampS, receivedAtMs).isEmpty()).isEqualTo(fresh);
        Freshness.check(timestampS, receivedAtMs).ifPresent(rejected -> {
            assertThat(rejected.reason()).isEqualTo(Rejection.SKEW);
            assertThat(rejected.detail())
                    .contains(Long.toString(timestampS))
                    .contains(timestampS > Math.floorDiv(receivedAtMs, 1000L) ? "ahead of" : "behind")
                    .hasSizeLessThanOrEqualTo(300);
        });
    }
}
