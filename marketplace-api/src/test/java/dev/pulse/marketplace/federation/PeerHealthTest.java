package dev.pulse.marketplace.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PeerHealthTest {
    private static final long NOW = Long.MAX_VALUE - 1_000; // A clock of nanoseconds may be anywhere, and wrap.

    private static PeerHealth failed(int times) {
        PeerHealth health = PeerHealth.WELL;
        for (int i = 0; i < times; i++) {
            health = health.failed(NOW, health.sick());
        }
        return health;
    }

    @Test
    void restsAfterThreeFailuresAndNotBefore() {
        assertThat(failed(2).sick()).isFalse();
        assertThat(failed(2).resting(NOW)).isFalse();
        assertThat(failed(3).resting(NOW)).isTrue();
        assertThat(failed(2).answered().failed(NOW, false).failed(NOW, false).sick())
                .as("an answer in between")
                .isFalse();
    }

    @Test
    void isAskedAgainWhenItsRestIsOver() {
        PeerHealth sick = failed(3);
        long over = NOW + PeerHealth.FIRST_REST;
        assertThat(sick.resting(over - 1)).isTrue();
        assertThat(sick.resting(over)).isFalse();
        assertThat(sick.resting(over + 1)).isFalse();
    }

    @Test
    void oneProbeKeepsTheOthersAwayUntilItsOutcomeIsKnown() {
        long over = NOW + PeerHealth.FIRST_REST;
        PeerHealth probed = failed(3).asked(over);
        assertThat(probed.resting(over)).isTrue();
        assertThat(probed.resting(over + PeerHealth.PROBE - 1)).isTrue();
        assertThat(probed.resting(over + PeerHealth.PROBE))
                .as("a probe that nobody reports on")
                .isFalse();
        assertThat(probed.answered().resting(over)).isFalse();
        PeerHealth again = probed.failed(over, true);
        assertThat(again.resting(over + 2 * PeerHealth.FIRST_REST - 1)).isTrue();
        assertThat(again.resting(over + 2 * PeerHealth.FIRST_REST)).isFalse();
    }

    @Test
    void theRestGrowsToAMinuteAndNoFurther() {
        PeerHealth health = failed(100);
        assertThat(health.resting(NOW + Duration.ofMinutes(1).toNanos() - 1)).isTrue();
        assertThat(health.resting(NOW + Duration.ofMinutes(1).toNanos())).isFalse();
    }

    @Test
    void whatWasAskedBeforeItWasSickDoesNotMakeItSicker() {
        PeerHealth sick = failed(3);
        assertThat(sick.failed(NOW + 1, false)).isEqualTo(sick);
        assertThat(PeerHealth.WELL.asked(NOW)).isEqualTo(PeerHealth.WELL);
    }
}
