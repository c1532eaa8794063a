package dev.pulse.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
    private static final long SECOND = 1_000_000_000L;

    private static long taken(Budget budget, int tries) {
        return IntStream.range(0, tries).filter(i -> budget.take()).count();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5 * SECOND, Long.MAX_VALUE - SECOND / 8, -3})
    void aSecondsWorthAtOnceAndThenOneForEachPeriod(long start) {
        AtomicLong now = new AtomicLong(start);
        Budget budget = new Budget(4, now::get);
        assertThat(taken(budget, 10)).isEqualTo(4);
        now.addAndGet(SECOND / 4 - 1);
        assertThat(budget.take()).as("a nanosecond before the next").isFalse();
        now.addAndGet(1);
        assertThat(taken(budget, 10)).isEqualTo(1);
        now.addAndGet(SECOND / 4 + 1);
        assertThat(taken(budget, 10)).isEqualTo(1);
        now.addAndGet(100 * SECOND);
        assertThat(taken(budget, 10)).as("what was not taken is not saved up").isEqualTo(4);
    }

    @Test
    void oneASecondAndNoneAtAll() {
        AtomicLong now = new AtomicLong();
        Budget one = new Budget(1, now::get);
        Budget none = new Budget(0, now::get);
        assertThat(taken(one, 3)).isEqualTo(1);
        assertThat(taken(none, 3)).isZero();
        now.addAndGet(SECOND);
        assertThat(taken(one, 3)).isEqualTo(1);
        assertThat(taken(none, 3)).isZero();
    }
}
