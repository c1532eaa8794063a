package dev.pulse.streams;

import java.util.Map;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyConfig;

/** Where topologies begin. */
public final class StrictTopology {
    private StrictTopology() {}

    /**
     * A builder whose {@code build()} throws a {@link org.apache.kafka.streams.errors.TopologyException} for a store, a
     * changelog or a repartition topic without an explicit name: a generated name changes when a step is added before
     * it, and the state under the old one is lost (KIP-1111). Kafka Streams checks that in the builder alone, not when
     * the topology is run.
     */
    public static StreamsBuilder builder() {
        return new StreamsBuilder(new TopologyConfig(new StreamsConfig(Map.of(
                // Required, but not used by a builder.
                StreamsConfig.APPLICATION_ID_CONFIG,
                "unused",
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                "127.0.0.1:1",
                StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG,
                true))));
    }
}
