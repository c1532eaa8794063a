package dev.pulse.schemas.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be said without a broker; the rest is tested against real ones in the system tests. */
class TopicAdminTest {
    @Test
    @Timeout(30)
    void aKafkaThatStaysAwayIsNamed() {
        List<String> progress = new ArrayList<>();
        // Port 1 is never handed out: nothing listens there.
        try (TopicAdmin admin = new TopicAdmin(KafkaSettings.of("127.0.0.1:1"))) {
            assertThatThrownBy(() -> admin.prepare(new TopicSettings(8, 1), Duration.ofSeconds(1), progress::add))
                    .isInstanceOf(KafkaUnusableException.class)
                    .hasMessageContaining("127.0.0.1:1 does not answer")
                    .hasMessageContaining("kafka.bootstrapServers");
        }
        assertThat(progress).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 2", "5, 2"})
    void twoReplicasMustHaveARecordWhereThereAreThree(int replicas, int least) {
        assertThat(new TopicSettings(8, replicas).minInsyncReplicas()).isEqualTo(least);
        assertThat(TopicAdmin.configs(Topics.RAW, new TopicSettings(8, replicas)))
                .containsEntry(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "" + least);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, partitions", "10001, 1, partitions", "1, 0, replicationFactor", "1, 11, replicationFactor"})
    void aSettingOutsideItsRangeIsNamed(int partitions, int replicas, String key) {
        assertThatThrownBy(() -> new TopicSettings(partitions, replicas))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(key);
    }

    static List<Topic<?>> topics() {
        return Topics.all();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void recordsAreKeptAsLongAsTheDesignSays(Topic<?> topic) {
        Map<String, String> configs = TopicAdmin.configs(topic, new TopicSettings(8, 1));
        String retention = "" + topic.retention().toMillis();
        switch (topic.cleanup()) {
            case DELETE ->
                assertThat(configs)
                        .containsEntry(TopicConfig.CLEANUP_POLICY_CONFIG, "delete")
                        .containsEntry(TopicConfig.RETENTION_MS_CONFIG, retention);
            case COMPACT ->
                assertThat(configs)
                        .containsEntry(TopicConfig.CLEANUP_POLICY_CONFIG, "compact")
                        .containsEntry(TopicConfig.DELETE_RETENTION_MS_CONFIG, retention)
                        .doesNotContainKey(TopicConfig.RETENTION_MS_CONFIG);
        }
        // Only closed segments are dropped: one must not outlive what it holds by much.
        assertThat(Long.parseLong(configs.get(TopicConfig.SEGMENT_MS_CONFIG)))
                .isBetween(Duration.ofMinutes(10).toMillis(), topic.retention().toMillis() / 2);
    }

    @Test
    void theTopicsAreThoseOfTheDesign() {
        assertThat(Topics.all().stream().map(Topic::name))
                .containsExactlyInAnyOrder(
                        "pulse.heartbeats.raw",
                        "pulse.heartbeats.verified",
                        "pulse.heartbeats.dead.signature",
                        "pulse.heartbeats.dead.skew",
                        "pulse.heartbeats.dead.identity",
                        "pulse.heartbeats.dead.replay",
                        "pulse.heartbeats.dead.poison",
                        "pulse.heartbeats.replayed",
                        "pulse.nodes.commands",
                        "pulse.nodes.outcomes",
                        "pulse.nodes.events",
                        "pulse.nodes.state",
                        "pulse.regions.census",
                        "pulse.regions.verdicts");
        assertThat(Topics.dead(Rejection.SKEW).name()).isEqualTo("pulse.heartbeats.dead.skew");
        assertThat(Topics.STATE.cleanup()).isEqualTo(Topic.Cleanup.COMPACT);
    }
}
