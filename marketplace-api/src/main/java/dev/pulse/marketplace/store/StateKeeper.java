package dev.pulse.marketplace.store;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Keeps what a reader of {@code nodes.state} has read, over the end of its process. For use by the reader's thread. */
public interface StateKeeper extends AutoCloseable {
    /** Keeps nothing: all is read from Kafka at each start. */
    StateKeeper MEMORY = new StateKeeper() {
        @Override
        public <T> Map<Integer, Long> resume(
                Set<String> served,
                Map<Integer, Long> begins,
                Map<Integer, Long> ends,
                Function<byte[], T> decode,
                Consumer<T> take) {
            return Map.of();
        }

        @Override
        public void keep(String nodeId, byte[] value) {}

        @Override
        public void reached(Map<Integer, Long> offsets, Instant asOf) {}

        @Override
        public void forget() {}

        @Override
        public void close() {}
    };

    /**
     * Gives out all that was kept, where it can be gone on from.
     *
     * @param served regions whose nodes are kept; empty for all
     * @param begins by partition, the oldest offset that Kafka has
     * @param ends by partition, the offset behind the newest
     * @param decode reads a record; called by several threads
     * @param take takes what was read of each node
     * @return by partition, the offset from which on Kafka is to be read; empty where nothing was kept, or it was of no use
     * @throws DamagedStoreException when it turns out to be damaged while it is given out: nothing of it is to be trusted, and it is
     *     gone at the next call
     */
    <T> Map<Integer, Long> resume(
            Set<String> served,
            Map<Integer, Long> begins,
            Map<Integer, Long> ends,
            Function<byte[], T> decode,
            Consumer<T> take);

    /** Keeps a node's newest record, or that there is none where it is null; for good with the next {@link #reached}. */
    void keep(String nodeId, byte[] value);

    /**
     * Everything before these offsets has been given to {@link #keep}.
     *
     * @param asOf everything committed before this moment is among it; null until that was so for the first time
     */
    void reached(Map<Integer, Long> offsets, Instant asOf);

    /** What was kept is of no use any more. */
    void forget();

    @Override
    void close();
}
