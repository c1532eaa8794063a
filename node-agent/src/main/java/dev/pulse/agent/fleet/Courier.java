package dev.pulse.agent.fleet;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps the POSTs in flight below a bound: who finds no place waits in line, in order. The line holds one entry for each
 * node at most, since a node has one heartbeat under way at a time.
 */
final class Courier {
    private final Executor executor;
    private final Semaphore places;
    private final int bound;
    private final Queue<Runnable> line = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /** @param executor runs the work; where it refuses (it was shut down), the work is dropped and its place freed */
    Courier(Executor executor, int bound) {
        this.executor = executor;
        this.places = new Semaphore(bound);
        this.bound = bound;
    }

    /** Runs the work once it has a place; the work must see to it that {@link #leave} is called exactly once. */
    void enter(Runnable work) {
        waiting.incrementAndGet();
        line.add(work);
        advance();
    }

    /** Gives a place back. */
    void leave() {
        places.release();
        advance();
    }

    /** Waits until nothing is in flight; false when the time was up first. The caller sees to it that nothing new enters. */
    boolean drain(Duration atMost) throws InterruptedException {
        boolean empty = places.tryAcquire(bound, atMost.toNanos(), TimeUnit.NANOSECONDS);
        if (empty) {
            places.release(bound);
        }
        return empty;
    }

    int inFlight() {
        return bound - places.availablePermits();
    }

    int waiting() {
        return waiting.get();
    }

    /** Whoever frees a place or joins the line looks again, so that no entry is left with a place free. */
    private void advance() {
        while (!line.isEmpty() && places.tryAcquire()) {
            Runnable next = line.poll();
            if (next == null) {
                places.release();
                continue;
            }
            waiting.decrementAndGet();
            try {
                executor.execute(next);
            } catch (RejectedExecutionException e) {
                places.release();
            }
        }
    }
}
