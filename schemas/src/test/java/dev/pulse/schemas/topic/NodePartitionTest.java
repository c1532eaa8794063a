package dev.pulse.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class NodePartitionTest {
    @Test
    void itIsWhereAProducerPutsTheKey() {
        for (int i = 0; i < 1_000; i++) {
            String nodeId = "node-" + i;
            int partitions = 1 + i % 64;
            assertThat(NodePartition.of(nodeId, partitions))
                    .isEqualTo(BuiltInPartitioner.partitionForKey(nodeId.getBytes(StandardCharsets.UTF_8), partitions));
        }
    }
}
