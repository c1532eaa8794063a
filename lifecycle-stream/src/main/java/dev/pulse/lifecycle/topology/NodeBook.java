package dev.pulse.lifecycle.topology;

import dev.pulse.domain.life.NodeLife;
import dev.pulse.domain.liveness.Lease;
import dev.pulse.domain.node.LifecycleState;
import dev.pulse.domain.node.NodeFacts;
import dev.pulse.domain.region.RegionTally;
import dev.pulse.lifecycle.store.LeaseTable;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** What is known of each node of one partition, and the region's counts that follow from it. */
final class NodeBook {
    private final LeaseTable leases;
    private final KeyValueStore<String, NodeFacts> facts;
    private final KeyValueStore<String, NodeLife> lives;
    private final RegionTally tally = new RegionTally();

    NodeBook(ProcessorContext<?, ?> context) {
        leases = restored(context.getStateStore(Names.LEASES));
        facts = context.getStateStore(Names.FACTS);
        lives = context.getStateStore(Names.LIVES);
    }

    private static LeaseTable restored(KeyValueStore<Integer, byte[]> log) {
        Map<Integer, byte[]> chunks = new HashMap<>();
        try (KeyValueIterator<Integer, byte[]> all = log.all()) {
            while (all.hasNext()) {
                KeyValue<Integer, byte[]> chunk = all.next();
                chunks.put(chunk.key, chunk.value);
            }
        }
        return new LeaseTable(chunks, log::put);
    }

    /** The leases, which other threads may read. */
    LeaseTable leases() {
        return leases;
    }

    /** Counts every lease: once, when the partition is taken over, as the last step of restoring it. */
    void recount(LeaseTable.Visitor each) {
        leases.forEach((number, lease) -> {
            tally.change(null, lease);
            each.visit(number, lease);
        });
    }

    Lease lease(String nodeId) {
        return leases.get(nodeId);
    }

    Lease lease(int number) {
        return leases.get(number);
    }

    /** The number by which the wheel knows a node that has a lease. */
    int number(String nodeId) {
        return leases.number(nodeId);
    }

    String nodeId(int number) {
        return leases.nodeId(number);
    }

    void put(String nodeId, Lease before, Lease after) {
        if (!after.equals(before)) {
            leases.put(nodeId, after);
            tally.change(before, after);
        }
    }

    NodeFacts facts(String nodeId) {
        return facts.get(nodeId);
    }

    void put(String nodeId, NodeFacts now) {
        facts.put(nodeId, now);
    }

    /** A node's life. One that is only discovered has none stored, so most are not looked up. */
    NodeLife life(String nodeId, Lease lease) {
        return lease.standing().lifecycle() == LifecycleState.DISCOVERED ? NodeLife.DISCOVERED : lives.get(nodeId);
    }

    void put(String nodeId, NodeLife now) {
        lives.put(nodeId, now);
    }

    RegionTally tally() {
        return tally;
    }
}
