package dev.pulse.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.streams.RestartBudget.Decision.GiveUp;
import dev.pulse.streams.RestartBudget.Decision.Replace;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartBudgetTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final RestartBudget budget = new RestartBudget(3, Duration.ofSeconds(60));

    @Test
    void replacesAsOftenAsAllowedThenGivesUp() {
        // Near the end of its range, since a monotonic clock may begin anywhere.
        long now = Long.MAX_VALUE - SECOND;
        assertThat(budget.failed(now, false)).isEqualTo(new Replace(Duration.ofMillis(100), 1));
        assertThat(budget.failed(now + 2 * SECOND, false)).isEqualTo(new Replace(Duration.ofMillis(200), 2));
        assertThat(budget.failed(now + 4 * SECOND, false)).isEqualTo(new Replace(Duration.ofMillis(400), 3));
        assertThat(budget.failed(now + 6 * SECOND, false)).isEqualTo(new GiveUp(4));
    }

    @Test
    void aFailureIsForgottenAfterTheWindowAndNotBefore() {
        budget.failed(0, false);
        budget.failed(0, false);
        budget.failed(0, false);
        assertThat(budget.failed(60 * SECOND, false)).isEqualTo(new GiveUp(4));

        RestartBudget other = new RestartBudget(3, Duration.ofSeconds(60));
        other.failed(0, false);
        other.failed(0, false);
        other.failed(0, false);
        assertThat(other.failed(60 * SECOND + 1, false)).isEqualTo(new Replace(Duration.ofMillis(100), 1));
    }

    @Test
    void anOutageOfSomethingElseIsWaitedOutAndNothingElseIs() {
        for (int i = 1; i <= 50; i++) {
            Replace replace = (Replace) budget.failed(i, true);
            assertThat(replace.failures()).isEqualTo(Math.min(i, 4));
            assertThat(replace.pause()).isLessThanOrEqualTo(Duration.ofSeconds(20));
        }
        assertThat(budget.failed(51, false)).isEqualTo(new GiveUp(4));
    }

    @Test
    void pausesGrowButNotForEver() {
        RestartBudget patient = new RestartBudget(100, Duration.ofHours(1));
        Duration last = Duration.ZERO;
        for (int i = 0; i < 100; i++) {
            Replace replace = (Replace) patient.failed(i, false);
            assertThat(replace.pause()).isBetween(last, Duration.ofSeconds(20));
            last = replace.pause();
        }
        assertThat(last).isEqualTo(Duration.ofSeconds(20));
    }
}
