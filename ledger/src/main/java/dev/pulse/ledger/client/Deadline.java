package dev.pulse.ledger.client;

import java.time.Duration;

/** When a call has to be done. */
final class Deadline {
    private final long end;

    Deadline(Duration left) {
        end = System.nanoTime() + left.toNanos();
    }

    /** What is left, 0 or more. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    boolean isOver() {
        return left().isZero();
    }
}
