package dev.pulse.agent.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C (SIGINT, SIGTERM) into a latch, and holds the process until the command has said its last line, for at
 * most {@value #GRACE_S} seconds.
 */
public final class StopSignal implements AutoCloseable {
    private static final long GRACE_S = 8;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onShutdown, "pulse-stop");

    private StopSignal() {}

    /** Listens for the signal from now until {@link #close}. */
    public static StopSignal install() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    /** Falls when the command is to stop. */
    public CountDownLatch latch() {
        return asked;
    }

    private void onShutdown() {
        asked.countDown();
        try {
            if (!finished.await(GRACE_S, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        finished.countDown();
        if (asked.getCount() > 0) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process is going down at this very moment, and the hook has been let go above.
                asked.countDown();
            }
        }
    }
}
