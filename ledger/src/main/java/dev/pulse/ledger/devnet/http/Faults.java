package dev.pulse.ledger.devnet.http;

import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What goes wrong on purpose, so that those who use the ledger can be tried: each in so many of a hundred requests, drawn
 * from a seed. Can be changed while the ledger runs. Safe for several threads.
 */
public final class Faults {
    private Plan plan;
    private SplittableRandom random;

    /** One request's fate. */
    enum Fault {
        NONE,
        /** Answered late. */
        SLOW,
        /** Refused with an internal error, and not carried out. */
        ERROR,
        /** Carried out, and answered with something that is not JSON. */
        GARBAGE,
        /** Carried out, and the connection closed without an answer. */
        LOST
    }

    /**
     * How often what happens, in percent of the requests; together at most 100.
     *
     * @param seed of the draw
     * @param delay how late a slow answer is
     * @param onlyTransactions whether questions are left alone
     */
    public record Plan(
            long seed, Duration delay, int slow, int error, int garbage, int lost, boolean onlyTransactions) {
        /** Nothing goes wrong. */
        public static final Plan NONE = new Plan(0, Duration.ZERO, 0, 0, 0, 0, false);

        /**
         * @throws IllegalArgumentException when a share is below 0, or all of them are above 100
         */
        public Plan {
            if (Math.min(Math.min(slow, error), Math.min(garbage, lost)) < 0 || slow + error + garbage + lost > 100) {
                throw new IllegalArgumentException("shares of faults are percents, together at most 100");
            }
        }
    }

    /** Methods that hand a transaction over, or ask what became of it. */
    private static final Set<String> TRANSACTIONS =
            Set.of("send_tx", "broadcast_tx_commit", "broadcast_tx_async", "tx");

    /** Faults by this plan. */
    public Faults(Plan plan) {
        set(plan);
    }

    /** From now on by this plan, from the beginning of its draw. */
    public synchronized void set(Plan next) {
        plan = next;
        random = new SplittableRandom(next.seed());
    }

    synchronized Fault next(String method) {
        if (plan.onlyTransactions() && !TRANSACTIONS.contains(method)) {
            return Fault.NONE;
        }
        int drawn = random.nextInt(100);
        Fault[] kinds = {Fault.SLOW, Fault.ERROR, Fault.GARBAGE, Fault.LOST};
        int[] shares = {plan.slow(), plan.error(), plan.garbage(), plan.lost()};
        for (int i = 0; i < kinds.length; i++) {
            if (drawn < shares[i]) {
                return kinds[i];
            }
            drawn -= shares[i];
        }
        return Fault.NONE;
    }

    synchronized Duration delay() {
        return plan.delay();
    }
}
