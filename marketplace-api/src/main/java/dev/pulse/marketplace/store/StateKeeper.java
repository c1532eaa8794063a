package dev.pulse.marketplace.store;

import dev.pulse.marketplace.index.table.RowLog;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Keeps what a reader of {@code nodes.state} has read, over the end of its process: the rows that its index has, and the reservations of nodes. For use by the reader's thread.
 */
public interface StateKeeper extends RowLog, AutoCloseable {
    /** Keeps nothing: all is read from Kafka at each start. */
    StateKeeper MEMORY = new StateKeeper() {
        @Override
        public Map<Integer, Long> resume(
                Set<String> served, Map<Integer, Long> begins, Map<Integer, Long> ends, Kept kept) {
            return Map.of();
        }

        @Override
        public boolean isKept() {
            return false;
        }

        @Override
        public void value(int column, int code, byte[] value) {}

        @Override
        public void row(byte[] id, byte[] image) {}

        @Override
        public void gone(byte[] id) {}

        @Override
        public void held(String nodeId, byte[] image) {}

        @Override
        public void reached(Map<Integer, Long> offsets, Instant asOf) {}

        @Override
        public void forget() {}

        @Override
        public void close() {}
    };

    /** Takes back what was kept: all values, then all rows by their ids, then all reservations. */
    interface Kept {
        /** A code's value. */
        void value(int column, int code, byte[] value);

        /** A node's row. */
        void row(byte[] id, byte[] image);

        /** A node's reservations. */
        void held(byte[] image);
    }

    /**
     * Gives out all that was kept, where it can be gone on from.
     *
     * @param served regions whose nodes are kept; empty for all
     * @param begins by partition, the oldest offset that Kafka has
     * @param ends by partition, the offset behind the newest
     * @param kept takes it
     * @return by partition, the offset from which on Kafka is to be read; empty where nothing was kept, or it was of no use
     * @throws DamagedStoreException when it turns out to be damaged while it is given out: nothing of it is to be trusted, and it is
     *     gone at the next call
     */
    Map<Integer, Long> resume(Set<String> served, Map<Integer, Long> begins, Map<Integer, Long> ends, Kept kept);

    /** Keeps a node's reservations, null where it has none any more; for good, as all the rest, with the next {@link #reached}. */
    void held(String nodeId, byte[] image);

    /**
     * All that comes of what is before these offsets has been given to this.
     *
     * @param asOf everything committed before this moment is among it; null until that was so for the first time
     */
    void reached(Map<Integer, Long> offsets, Instant asOf);

    /** What was kept is of no use any more. */
    void forget();

    @Override
    void close();
}
