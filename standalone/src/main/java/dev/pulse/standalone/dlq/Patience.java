package dev.pulse.standalone.dlq;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How long a command may take, and what it says meanwhile: a line every few seconds, so that nobody thinks it hangs. */
final class Patience {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);

    private final LongSupplier nanoTime;
    private final long begun;
    private final Duration most;
    private final PrintWriter err;
    private long nextLine;

    Patience(Duration most, PrintWriter err, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
        this.most = most;
        this.err = err;
        this.nextLine = begun + BETWEEN_LINES.toNanos();
    }

    /** Whether it is over. */
    boolean over() {
        return nanoTime.getAsLong() - begun >= most.toNanos();
    }

    /** Says how far it is, if it was silent for long enough. */
    void progress(Supplier<String> howFar) {
        long now = nanoTime.getAsLong();
        if (now - nextLine >= 0) {
            nextLine = now + BETWEEN_LINES.toNanos();
            err.println("... " + howFar.get());
            err.flush();
        }
    }

    /** The same of what is read from the topics. */
    void progress(long read, long left) {
        if (left > 0) {
            progress(() -> "%,d offsets read, %,d left".formatted(read, left));
        }
    }

    /** Says that it ended before it was done. */
    void stopped(long left, String goOn) {
        err.printf("Stopped after %d s with %,d offsets not looked at. %s%n", most.toSeconds(), left, goOn);
        err.flush();
    }
}
