package dev.pulse.lifecycle.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.lifecycle.measure.LifecycleCounters;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.serde.SingleObjectRecordSerdes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LifecycleTopologyTest {
    /** Names of stores and topics are where the state is: a change here moves or loses it. */
    @Test
    void isWhatWasReviewed() throws IOException {
        String described = new LifecycleTopology(
                        LifecycleSettings.of(60_000),
                        new SingleObjectRecordSerdes(),
                        new LifecycleCounters(new SimpleMeterRegistry()),
                        new Tallies(),
                        new LeaseTables())
                .build(Generation.first(8))
                .describe()
                .toString();
        try (InputStream golden = getClass().getResourceAsStream("/topology.txt")) {
            assertThat(described).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
