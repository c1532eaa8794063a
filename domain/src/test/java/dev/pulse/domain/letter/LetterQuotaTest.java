package dev.pulse.domain.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.domain.limit.KeyHash;
import org.junit.jupiter.api.Test;

class LetterQuotaTest {
    private static final long NOW = 1_790_000_000_000L;
    private static final long HOUR = 3_600_000;

    /** Ten KiB at once, and ten an hour. */
    private final LetterQuota quota = new LetterQuota(LetterQuota.limit(10, 10), new KeyHash(1, 2));

    private int kept(String node, int bytes, long at) {
        int kept = 0;
        while (kept < 1_000 && quota.keeps(node, bytes, at)) {
            kept++;
        }
        return kept;
    }

    @Test
    void countsWholeKiBAndAtLeastOne() {
        assertThat(kept("empty", 0, NOW)).isEqualTo(10);
        assertThat(kept("small", 1_024, NOW)).isEqualTo(10);
        assertThat(kept("more", 1_025, NOW)).isEqualTo(5);
        assertThat(kept("whole", 10 * 1_024, NOW)).isEqualTo(1);
        assertThat(kept("never", 10 * 1_024 + 1, NOW)).isZero();
    }

    @Test
    void whatIsTooLargeTakesNothingFromWhatFits() {
        assertThat(quota.keeps("node-1", 8 * 1_024, NOW)).isTrue();
        assertThat(quota.keeps("node-1", 3 * 1_024, NOW)).isFalse();
        assertThat(quota.keeps("node-1", 2 * 1_024, NOW)).isTrue();
    }

    @Test
    void comesBackAtItsRateAndNotBefore() {
        kept("node-1", 1, NOW);
        assertThat(quota.keeps("node-1", 1, NOW + HOUR / 10 - 1)).isFalse();
        assertThat(quota.keeps("node-1", 1, NOW + HOUR / 10)).isTrue();
        assertThat(kept("node-1", 1, NOW + 10 * HOUR)).isEqualTo(10);
    }

    @Test
    void oneNodesNoiseTakesNothingFromAnother() {
        kept("noisy", 1, NOW);
        assertThat(kept("quiet", 1, NOW)).isEqualTo(10);
        assertThat(kept(null, 1, NOW)).as("those without a name share one").isEqualTo(10);
        assertThat(quota.keeps(null, 1, NOW)).isFalse();
    }

    @Test
    void anyTimeIsTaken() {
        for (long at : new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}) {
            quota.keeps("node-1", 1, at);
        }
        assertThat(kept("node-2", 1, NOW)).isEqualTo(10);
    }

    @Test
    void aLimitThatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> LetterQuota.limit(10, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LetterQuota.limit(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LetterQuota.limit(1_000_000, 1)).hasMessageContaining("30 days");
        assertThat(LetterQuota.defaults().burst()).isEqualTo(2_048);
    }
}
