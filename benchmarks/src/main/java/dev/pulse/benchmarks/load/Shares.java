package dev.pulse.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Splits a range of numbers among threads. */
final class Shares {
    private Shares() {}

    /** Work on one share of a range. */
    interface Share {
        /** Does it for the numbers from {@code from} on, up to and without {@code to}. */
        void work(int from, int to);
    }

    /** Works on 0 to {@code count - 1} with this many threads, and returns when all is done. */
    static void of(int count, int threads, Share share) {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> shares = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int from = (int) ((long) count * i / threads);
                int to = (int) ((long) count * (i + 1) / threads);
                shares.add(executor.submit(() -> share.work(from, to)));
            }
            for (Future<?> one : shares) {
                one.get();
            }
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
