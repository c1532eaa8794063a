package dev.pulse.marketplace.store;

import dev.pulse.marketplace.store.StateFile.Stored;
import dev.pulse.schemas.serde.RegistryUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.errors.InterruptException;

/** Reads a whole store: one thread reads and takes in, the others decode. */
final class Loading {
    private static final int CHUNK = 2_048;
    private static final int MOST_THREADS = 4;
    /** Chunks that are on their way, for each thread. */
    private static final int AHEAD = 3;

    private Loading() {}

    /**
     * All records, in the order of their keys.
     *
     * @return how many there were
     * @throws DamagedStoreException when one of them can't be read
     * @throws RegistryUnavailableException when they can't be read for now
     */
    static <T> long all(StateFile file, Function<byte[], T> decode, Consumer<T> take) {
        int threads = Math.clamp(Runtime.getRuntime().availableProcessors() - 1L, 1, MOST_THREADS);
        ExecutorService pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("store-decoder-", 0).factory());
        Deque<Future<List<T>>> under = new ArrayDeque<>();
        long[] count = new long[1];
        try {
            file.read(CHUNK, some -> {
                if (under.size() >= threads * AHEAD) {
                    taken(under.removeFirst(), take);
                }
                under.addLast(pool.submit(() -> decoded(some, decode)));
                count[0] += some.size();
            });
            while (!under.isEmpty()) {
                taken(under.removeFirst(), take);
            }
        } finally {
            pool.shutdownNow();
        }
        return count[0];
    }

    private static <T> List<T> decoded(List<Stored> some, Function<byte[], T> decode) {
        List<T> all = new ArrayList<>(some.size());
        for (Stored stored : some) {
            all.add(decode.apply(stored.value()));
        }
        return all;
    }

    private static <T> void taken(Future<List<T>> chunk, Consumer<T> take) {
        try {
            chunk.get().forEach(take);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RegistryUnavailableException away) {
                throw away;
            }
            throw new DamagedStoreException(
                    "has a record that can't be read: " + failed.getCause().getMessage(), failed);
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }
}
