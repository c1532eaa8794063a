package dev.pulse.lifecycle.topology;

import dev.pulse.domain.liveness.Lease;
import dev.pulse.domain.node.NodeFacts;
import dev.pulse.domain.region.RegionTally;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** What is known of each node of one partition, and the region's counts that follow from it. */
final class NodeBook {
    private final KeyValueStore<String, Lease> leases;
    private final KeyValueStore<String, NodeFacts> facts;
    private final RegionTally tally = new RegionTally();

    NodeBook(ProcessorContext<?, ?> context) {
        leases = context.getStateStore(Names.LEASES);
        facts = context.getStateStore(Names.FACTS);
    }

    /** Counts every lease: once, when the partition is taken over, as the last step of restoring it. */
    void recount(BiConsumer<String, Lease> each) {
        try (KeyValueIterator<String, Lease> all = leases.all()) {
            while (all.hasNext()) {
                KeyValue<String, Lease> entry = all.next();
                tally.change(null, entry.value);
                each.accept(entry.key, entry.value);
            }
        }
    }

    Lease lease(String nodeId) {
        return leases.get(nodeId);
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

    RegionTally tally() {
        return tally;
    }
}
