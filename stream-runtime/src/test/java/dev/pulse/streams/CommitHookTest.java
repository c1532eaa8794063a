package dev.pulse.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class CommitHookTest {
    /** Keeps what it gets to itself, and stores it only when a commit begins. */
    private static final class Keeper extends ContextualProcessor<String, String, Void, Void> {
        private final List<Record<String, String>> kept = new ArrayList<>();

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            super.init(context);
            KeyValueStore<String, String> store = context.getStateStore("stored");
            context.<CommitHook>getStateStore("before-commit").beforeCommit(() -> {
                kept.forEach(record -> store.put(record.key(), record.value()));
                kept.clear();
            });
        }

        @Override
        public void process(Record<String, String> record) {
            if (record.value().equals("bad")) {
                CommitHook hook = context().getStateStore("before-commit");
                hook.beforeCommit(() -> {
                    // Once: closing the driver commits too.
                    hook.beforeCommit(() -> {});
                    throw new IllegalStateException("can't be stored");
                });
            }
            kept.add(record);
        }
    }

    private static TopologyTestDriver driver() {
        Topology topology = new Topology();
        topology.addSource("in", new StringDeserializer(), new StringDeserializer(), "in");
        topology.addProcessor("keep", Keeper::new, "in");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("stored"), Serdes.String(), Serdes.String())
                        .withLoggingEnabled(Map.of()),
                "keep");
        topology.addStateStore(CommitHook.named("before-commit"), "keep");
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "hook");
        return new TopologyTestDriver(topology, properties);
    }

    @Test
    void what_it_writes_is_in_the_store_and_in_its_changelog_with_the_commit() {
        try (TopologyTestDriver driver = driver()) {
            TestInputTopic<String, String> in =
                    driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            in.pipeInput("a", "1");
            assertThat(driver.<String, String>getKeyValueStore("stored").get("a"))
                    .isEqualTo("1");
            in.pipeInput("a", "2");
            var changelog = driver.createOutputTopic(
                    "hook-stored-changelog", new StringDeserializer(), new StringDeserializer());
            assertThat(changelog.readValuesToList()).containsExactly("1", "2");
        }
    }

    @Test
    void what_it_throws_fails_the_commit() {
        try (TopologyTestDriver driver = driver()) {
            TestInputTopic<String, String> in =
                    driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            assertThatThrownBy(() -> in.pipeInput("a", "bad")).hasStackTraceContaining("can't be stored");
        }
    }

    @Test
    void it_has_nothing_to_log() {
        assertThat(CommitHook.named("h").loggingEnabled()).isFalse();
        assertThatThrownBy(() -> CommitHook.named("h").withLoggingEnabled(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("h holds nothing");
    }
}
