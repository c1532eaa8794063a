package dev.pulse.telemetry.trace;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** So many a second, and a second's worth at once. Thread-safe; nobody waits. */
final class Budget {
    private static final long SECOND = 1_000_000_000L;

    private final long period;
    private final LongSupplier nanoTime;

    /** When the budget is whole again, by {@code nanoTime}: each one taken moves it on by a period. */
    private final AtomicLong whole;

    /**
     * A whole budget.
     *
     * @param perSecond 0 for none at all
     * @param nanoTime a clock that never goes back
     */
    Budget(int perSecond, LongSupplier nanoTime) {
        this.period = perSecond == 0 ? Long.MAX_VALUE : SECOND / perSecond;
        this.nanoTime = nanoTime;
        this.whole = new AtomicLong(nanoTime.getAsLong());
    }

    /** Takes one; false where there is none left. */
    boolean take() {
        if (period > SECOND) {
            return false;
        }
        long now = nanoTime.getAsLong();
        while (true) {
            long before = whole.get();
            // Differences alone mean something: the clock may pass the end of its range.
            long owed = Math.max(0, before - now) + period;
            if (owed > SECOND) {
                return false;
            }
            if (whole.compareAndSet(before, now + owed)) {
                return true;
            }
        }
    }
}
