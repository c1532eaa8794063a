package dev.pulse.marketplace.earn;

import dev.pulse.ledger.contract.Payment;
import java.math.BigInteger;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What a farmer earned, and what runs. Amounts are in SPORE's smallest unit.
 *
 * @param from where the span begins, unix milliseconds; payments before it are not here
 * @param hours what was paid in each hour that has a payment, by the hour's first unix second
 * @param paid the sum of these
 * @param running reservations on his nodes that are not over
 * @param complete false where there is more than was looked at
 */
public record Earnings(
        long from, SortedMap<Long, Hour> hours, BigInteger paid, List<Running> running, boolean complete) {
    /**
     * Payments of one hour.
     *
     * @param paid their sum
     * @param payments how many
     */
    public record Hour(BigInteger paid, int payments) {
        static final Hour NOTHING = new Hour(BigInteger.ZERO, 0);

        Hour and(BigInteger amount) {
            return new Hour(paid.add(amount), payments + 1);
        }
    }

    /**
     * A reservation that runs.
     *
     * @param reservation as the ledger has it
     * @param dueNow what the farmer would be paid if it ended now: an estimate, since the ledger reckons by its own clock
     */
    public record Running(Payment reservation, BigInteger dueNow) {}

    /** Keeps copies. */
    public Earnings {
        hours = new TreeMap<>(hours);
        running = List.copyOf(running);
    }

    /**
     * Sums up.
     *
     * @param now unix milliseconds
     */
    static Earnings of(long from, long now, List<Payment> payments, List<Payment> running, boolean complete) {
        SortedMap<Long, Hour> hours = new TreeMap<>();
        BigInteger paid = BigInteger.ZERO;
        for (Payment each : payments) {
            long hour = TimeUnit.HOURS.toSeconds(TimeUnit.MILLISECONDS.toHours(each.paidAt()));
            hours.put(hour, hours.getOrDefault(hour, Hour.NOTHING).and(each.earned()));
            paid = paid.add(each.earned());
        }
        return new Earnings(
                from,
                hours,
                paid,
                running.stream().map(each -> new Running(each, due(each, now))).toList(),
                complete);
    }

    /** Each hour that began, as the contract pays it ({@code releaseReservation}). */
    private static BigInteger due(Payment running, long now) {
        long ran = Math.max(0, Math.min(now, running.until()) - running.from());
        return running.hourly()
                .multiply(BigInteger.valueOf(Math.ceilDiv(ran, TimeUnit.HOURS.toMillis(1))))
                .min(running.amount());
    }
}
