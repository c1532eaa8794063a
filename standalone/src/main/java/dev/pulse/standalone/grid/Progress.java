package dev.pulse.standalone.grid;

import java.io.PrintStream;
import java.time.Duration;

/** Tells a person what is being waited for, and how long each step took. */
public final class Progress {
    private final PrintStream out;
    private final long origin = System.nanoTime();

    public Progress(PrintStream out) {
        this.out = out;
    }

    /** Runs a step between two lines: what is waited for, and how long it took. */
    void of(String step, Runnable work) {
        long start = System.nanoTime();
        note(step + " ...");
        work.run();
        note("%s: %.1f s".formatted(step, (System.nanoTime() - start) / 1e9));
    }

    /** One line, with the seconds since the beginning. */
    public void note(String line) {
        out.printf("%6.1f s  %s%n", elapsed().toMillis() / 1e3, line);
        out.flush();
    }

    /** Time since the beginning. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - origin);
    }
}
