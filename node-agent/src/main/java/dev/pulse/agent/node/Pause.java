package dev.pulse.agent.node;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waiting, so that a test can wait in no time. */
@FunctionalInterface
public interface Pause {
    /**
     * Waits.
     *
     * @return false when the agent is to stop, which ends the wait at once
     */
    boolean await(Duration delay) throws InterruptedException;

    /** Waits in real time, until a latch falls. */
    static Pause until(CountDownLatch stop) {
        return delay -> !stop.await(delay.toNanos(), TimeUnit.NANOSECONDS);
    }
}
