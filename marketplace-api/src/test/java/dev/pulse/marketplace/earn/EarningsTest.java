package dev.pulse.marketplace.earn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.ledger.contract.Payment;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums of payments by the hour, and what would be paid now. */
class EarningsTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private static Payment paid(long at, long earned) {
        return new Payment("r", "n", 1, BigInteger.TEN, BigInteger.TEN, 0, HOUR, at, BigInteger.valueOf(earned));
    }

    private static Payment running(long from, int hours) {
        return new Payment(
                "r", "n", 1, BigInteger.TEN, BigInteger.valueOf(10L * hours), from, from + hours * HOUR, 0, null);
    }

    @Test
    void payments_are_summed_by_the_hour_in_which_they_were_made() {
        Earnings earnings = Earnings.of(
                0, 10 * HOUR, List.of(paid(HOUR, 5), paid(2 * HOUR - 1, 7), paid(2 * HOUR, 11)), List.of(), true);
        assertThat(earnings.hours())
                .containsExactlyEntriesOf(new TreeMap<>(Map.of(
                        3_600L, new Earnings.Hour(BigInteger.valueOf(12), 2),
                        7_200L, new Earnings.Hour(BigInteger.valueOf(11), 1))));
        assertThat(earnings.paid()).isEqualTo(BigInteger.valueOf(23));
    }

    @ParameterizedTest
    @CsvSource({"-5, 0", "0, 0", "1, 10", "3600000, 10", "3600001, 20", "10800000, 30", "99999999, 30"})
    void what_runs_is_due_by_the_hour_that_began_and_never_for_more_than_all(long since, long due) {
        long from = 100 * HOUR;
        assertThat(Earnings.of(0, from + since, List.of(), List.of(running(from, 3)), true)
                        .running())
                .extracting(Earnings.Running::dueNow)
                .containsExactly(BigInteger.valueOf(due));
    }
}
