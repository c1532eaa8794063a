package dev.pulse.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.schemas.kafka.KafkaSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.TopologyException;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a runner does where there is no Kafka; the rest is tested against real brokers. */
class TopologyRunnerTest {
    /** Nothing listens there: port 1 is never handed out. */
    private static final KafkaSettings NOWHERE = KafkaSettings.of("127.0.0.1:1");

    @TempDir
    private Path folder;

    private static Topology copy() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .to("out");
        return builder.build();
    }

    private TopologyRunner runner(Topology topology) {
        return new TopologyRunner(topology, NOWHERE, StreamSettings.of("pulse-test", folder));
    }

    @Test
    void beforeItsStartItIsNotHealthyAndHasNoStreams() {
        TopologyRunner runner = runner(copy());
        assertThat(runner.state()).isEqualTo(State.CREATED);
        assertThat(runner.health().execute().isHealthy()).isFalse();
        assertThatThrownBy(runner::streams).hasMessageContaining("pulse-test");
        runner.stop();
    }

    @Test
    @Timeout(30)
    void withoutKafkaItStaysUpWithoutBeingRunningAndStopsInTime() {
        TopologyRunner runner = runner(copy());
        runner.start();
        try {
            assertThat(runner.whenRunning(Duration.ofMillis(300)))
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(TimeoutException.class);
            assertThat(runner.state()).isEqualTo(State.REBALANCING);
            assertThatThrownBy(runner::start).hasMessageContaining("already");
        } finally {
            runner.stop();
        }
        assertThat(runner.state()).isEqualTo(State.NOT_RUNNING);
        assertThat(runner.health().execute().isHealthy()).isFalse();
        assertThat(runner.whenRunning(Duration.ofSeconds(5))).isCompletedExceptionally();
    }

    @Test
    void aTopologyWithAnUnnamedStoreIsRefused() {
        StreamsBuilder builder = StrictTopology.builder();
        builder.stream("in").groupByKey().count();
        assertThatThrownBy(builder::build).isInstanceOf(TopologyException.class).hasMessageContaining("changelog");

        StreamsBuilder named = StrictTopology.builder();
        named.stream("in").groupByKey().count(Materialized.as("counts"));
        assertThat(named.build().describe().toString()).contains("counts");
    }
}
