package dev.pulse.lifecycle.query;

import dev.pulse.domain.life.NodeLife;
import dev.pulse.domain.liveness.ClockState;
import dev.pulse.domain.liveness.Lease;
import dev.pulse.domain.liveness.LivenessRule;
import dev.pulse.domain.node.LifecycleState;
import dev.pulse.domain.node.NodeFacts;
import dev.pulse.lifecycle.store.LastRejection;
import dev.pulse.lifecycle.topology.LeaseTables;
import dev.pulse.lifecycle.topology.Names;
import dev.pulse.streams.TopologyRunner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Reads one node from the stores of the partition that it belongs to. While partitions move, a store may be closed
 * under a reader's hands: it asks again a few times, and then says so.
 */
public final class NodeReader {
    private static final int ATTEMPTS = 5;
    private static final long BETWEEN_ATTEMPTS_MS = 100;

    private final TopologyRunner runner;
    private final LeaseTables tables;
    private final LivenessRule rule;
    private final String self;

    /**
     * @param self this instance's {@code host:port} as others are told, or null where there are no others
     */
    public NodeReader(TopologyRunner runner, LeaseTables tables, LivenessRule rule, String self) {
        this.runner = runner;
        this.tables = tables;
        this.rule = rule;
        this.self = self;
    }

    /** Looks for a node; takes half a second at most. */
    public Lookup find(String nodeId) {
        String why = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (attempt > 0 && !pause()) {
                break;
            }
            try {
                KafkaStreams streams = runner.streams();
                KeyQueryMetadata owner = streams.queryMetadataForKey(Names.LEASES, nodeId, new StringSerializer());
                if (KeyQueryMetadata.NOT_AVAILABLE.equals(owner)) {
                    why = "Partitions are being given out.";
                } else if (isElsewhere(owner.activeHost())) {
                    return new Lookup.Elsewhere(owner.activeHost());
                } else {
                    return read(streams, owner.partition(), nodeId);
                }
            } catch (InvalidStateStoreException | IllegalStateException e) {
                why = "The stores of this partition are being restored or moved.";
            }
        }
        return new Lookup.NotNow(why + " Ask again in a second.");
    }

    private boolean isElsewhere(HostInfo owner) {
        return self != null && !self.equals(owner.host() + ":" + owner.port());
    }

    private Lookup read(KafkaStreams streams, int partition, String nodeId) {
        Lease lease = tables.of(partition)
                .orElseThrow(() -> new IllegalStateException("no leases of partition " + partition + " here"))
                .get(nodeId);
        LastRejection rejection =
                this.<LastRejection>store(streams, Names.REJECTIONS, partition).get(nodeId);
        if (rejection == null) {
            rejection = this.<LastRejection>store(streams, Names.STRANGERS, partition)
                    .get(nodeId);
        }
        if (lease == null) {
            return new Lookup.Unknown(NodeView.RejectedView.of(rejection));
        }
        NodeFacts facts = this.<NodeFacts>store(streams, Names.FACTS, partition).get(nodeId);
        NodeLife life = lease.standing().lifecycle() == LifecycleState.DISCOVERED
                ? null
                : this.<NodeLife>store(streams, Names.LIVES, partition).get(nodeId);
        ClockState clock =
                this.<ClockState>store(streams, Names.CLOCK, partition).get(Names.CLOCK_KEY);
        long observed = clock == null ? 0 : clock.observed();
        long wall = clock == null ? lease.last().receivedAt() : clock.leaderAt();
        return new Lookup.Found(NodeView.of(nodeId, lease, facts, life, rejection, rule, observed, wall));
    }

    private <V> ReadOnlyKeyValueStore<String, V> store(KafkaStreams streams, String name, int partition) {
        return streams.store(StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.<String, V>keyValueStore())
                .withPartition(partition));
    }

    /** Whether there was time to wait. */
    private static boolean pause() {
        try {
            // Nothing ever counts this down: it is a wait that an interrupt ends.
            new CountDownLatch(1).await(BETWEEN_ATTEMPTS_MS, TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
