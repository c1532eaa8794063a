package dev.pulse.streams;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How often a failed thread is replaced before the application gives up, and how long it waits first. An outage of
 * Kafka or of the registry shall be survived; a bug that fails every time shall end where someone sees it. Time is an
 * argument. Not safe for use by several threads.
 */
final class RestartBudget {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    private final int failuresAllowed;
    private final Duration window;
    private final Deque<Long> failures = new ArrayDeque<>();

    /**
     * @param failuresAllowed how many failures within the window are answered with another thread
     * @param window what is forgotten after
     */
    RestartBudget(int failuresAllowed, Duration window) {
        this.failuresAllowed = failuresAllowed;
        this.window = window;
    }

    /** What to do about a failure. */
    sealed interface Decision {
        /**
         * Go on with another thread.
         *
         * @param pause to wait first
         * @param failures within the window, this one included
         */
        record Replace(Duration pause, int failures) implements Decision {}

        /**
         * Stop the application.
         *
         * @param failures within the window, this one included
         */
        record GiveUp(int failures) implements Decision {}
    }

    /**
     * Counts a failure at this time.
     *
     * @param passes whether it is an outage of something else, which ends without us: it is waited out however often it
     *     comes back
     */
    Decision failed(long nanoTime, boolean passes) {
        while (!failures.isEmpty() && nanoTime - failures.peekFirst() > window.toNanos()) {
            failures.removeFirst();
        }
        failures.addLast(nanoTime);
        int count = failures.size();
        if (count > failuresAllowed) {
            failures.removeFirst();
            if (!passes) {
                return new Decision.GiveUp(count);
            }
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(count - 1, 20));
        return new Decision.Replace(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause, count);
    }
}
