package dev.pulse.lifecycle.topology;

import dev.pulse.lifecycle.store.LeaseTable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The leases of each partition that this instance works on, for queries. Safe for use by several threads. */
public final class LeaseTables {
    private final Map<Integer, LeaseTable> byPartition = new ConcurrentHashMap<>();

    void open(int partition, LeaseTable table) {
        byPartition.put(partition, table);
    }

    /** Takes a table away, unless another one has come in its place. */
    void close(int partition, LeaseTable table) {
        byPartition.remove(partition, table);
    }

    /** Nodes that have a lease, over all partitions here. */
    public long nodes() {
        return byPartition.values().stream().mapToLong(LeaseTable::size).sum();
    }

    /** Bytes of all leases here, outdated ones among them. */
    public long bytes() {
        return byPartition.values().stream().mapToLong(LeaseTable::bytes).sum();
    }

    /** The leases of a partition, where this instance has taken it over. */
    public Optional<LeaseTable> of(int partition) {
        return Optional.ofNullable(byPartition.get(partition));
    }
}
