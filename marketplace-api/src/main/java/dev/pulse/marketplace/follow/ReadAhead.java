package dev.pulse.marketplace.follow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Function;

/**
 * Reads many items side by side, for one thread that takes what they are in their order. Few items are read by that thread itself.
 *
 * @param <T> items
 * @param <R> what is read of each
 */
public final class ReadAhead<T, R> {
    private static final int CHUNK = 256;
    /** Below this there is nothing to gain. */
    private static final int MANY = 2 * CHUNK;

    private final Function<T, R> read;
    private final Deque<ForkJoinTask<Deque<Done<R>>>> chunks = new ArrayDeque<>();
    private Deque<Done<R>> next = new ArrayDeque<>();

    private record Done<R>(R result, RuntimeException failure) {}

    /** @param read may be called by several threads at a time; what it throws is thrown by {@link #next} */
    public ReadAhead(Function<T, R> read) {
        this.read = read;
    }

    /** Begins to read these, in the place of those that were not taken. */
    public void begin(List<T> items) {
        chunks.clear();
        next.clear();
        if (items.size() >= MANY) {
            for (int from = 0; from < items.size(); from += CHUNK) {
                List<T> some = items.subList(from, Math.min(items.size(), from + CHUNK));
                chunks.add(ForkJoinPool.commonPool().submit(() -> all(some)));
            }
        }
    }

    private Deque<Done<R>> all(List<T> some) {
        Deque<Done<R>> done = new ArrayDeque<>(some.size());
        for (T item : some) {
            try {
                done.add(new Done<>(read.apply(item), null));
            } catch (RuntimeException failed) {
                done.add(new Done<>(null, failed));
            }
        }
        return done;
    }

    /**
     * What is read of an item.
     *
     * @param item the next of those that were begun, in their order; any where none is left
     */
    public R next(T item) {
        if (next.isEmpty() && !chunks.isEmpty()) {
            next = chunks.removeFirst().join();
        }
        Done<R> done = next.pollFirst();
        if (done == null) {
            return read.apply(item);
        }
        if (done.failure() != null) {
            throw done.failure();
        }
        return done.result();
    }
}
