package dev.pulse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.kafka.KafkaUnusableException;
import dev.pulse.schemas.kafka.TopicAdmin;
import dev.pulse.schemas.kafka.TopicSettings;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Topics on a real broker. */
@OnKafka
@Timeout(120)
class TopicAdminTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final TopicSettings FOUR = new TopicSettings(4, 1);

    private final List<String> progress = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private Broker broker;

    @BeforeEach
    void start() {
        broker = new Broker(folder).start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private int prepare(TopicSettings create, Duration max) {
        try (TopicAdmin admin = new TopicAdmin(broker.kafka())) {
            return admin.prepare(create, max, progress::add).current().partitions();
        }
    }

    @Test
    void everyTopicIsMadeOnceWithItsConfiguration() throws Exception {
        assertThat(prepare(FOUR, SOON)).isEqualTo(4);
        assertThat(progress)
                .hasSize(1)
                .first()
                .asString()
                .startsWith("Made " + Topics.all().size() + " topics of 4 partitions");

        try (Admin admin = broker.admin()) {
            for (Topic<?> topic : Topics.all()) {
                Config config = config(admin, topic);
                assertThat(config.get("cleanup.policy").value())
                        .isEqualTo(topic.cleanup() == Topic.Cleanup.COMPACT ? "compact" : "delete");
                assertThat(config.get(topic.cleanup() == Topic.Cleanup.COMPACT ? "delete.retention.ms" : "retention.ms")
                                .value())
                        .isEqualTo("" + topic.retention().toMillis());
                assertThat(config.get("min.insync.replicas").value()).isEqualTo("1");
            }
        }

        // Another service asks for another count: what is there stays, and is what it is told.
        progress.clear();
        assertThat(prepare(new TopicSettings(8, 1), SOON)).isEqualTo(4);
        assertThat(prepare(null, SOON)).isEqualTo(4);
        assertThat(progress).isEmpty();
    }

    private static Config config(Admin admin, Topic<?> topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        return admin.describeConfigs(Set.of(resource))
                .all()
                .get(20, TimeUnit.SECONDS)
                .get(resource);
    }

    @Test
    void servicesThatStartTogetherDoNotGetInEachOthersWay() {
        List<CompletableFuture<Integer>> services = IntStream.range(0, 4)
                .mapToObj(service -> CompletableFuture.supplyAsync(() -> {
                    try (TopicAdmin admin = new TopicAdmin(broker.kafka())) {
                        // One of them makes no topics and waits for the others.
                        return admin.prepare(service == 0 ? null : FOUR, SOON, message -> {})
                                .current()
                                .partitions();
                    }
                }))
                .toList();
        assertThat(services)
                .allSatisfy(service -> assertThat(service).succeedsWithin(SOON).isEqualTo(4));
    }

    @Test
    void theOddTopicIsNamed() throws Exception {
        prepare(FOUR, SOON);
        try (Admin admin = broker.admin()) {
            admin.createPartitions(Map.of(Topics.CENSUS.name(), NewPartitions.increaseTo(5)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
        try (TopicAdmin admin = new TopicAdmin(broker.kafka())) {
            Awaitility.await()
                    .atMost(SOON)
                    .untilAsserted(() -> assertThatThrownBy(() -> admin.checkPartitions(Generation.first(4)))
                            .isInstanceOf(KafkaUnusableException.class)
                            .hasMessageContaining("9 have 4")
                            .hasMessageContaining("pulse.regions.census with 5"));
        }
    }

    @Test
    void missingTopicsAreNamedWhereTheyMayNotBeMade() {
        assertThatThrownBy(() -> prepare(null, Duration.ofMillis(500)))
                .isInstanceOf(KafkaUnusableException.class)
                .hasMessageContaining("lacks pulse.generation")
                .hasMessageContaining("createTopics: true");
        assertThat(progress).hasSize(1).first().asString().startsWith("Waiting for the topics on Kafka at 127.0.0.1:");
    }

    @Test
    void tooFewBrokersAreSaid() {
        assertThatThrownBy(() -> prepare(new TopicSettings(4, 3), SOON))
                .isInstanceOf(KafkaUnusableException.class)
                .hasMessageContaining("replication factor");
    }

    @Test
    void aKafkaThatComesLateIsWaitedFor() {
        broker.close();
        CompletableFuture<Integer> service = CompletableFuture.supplyAsync(() -> prepare(FOUR, SOON));
        Awaitility.await().atMost(SOON).until(() -> !progress.isEmpty());
        assertThat(progress.get(0)).startsWith("Waiting for Kafka at 127.0.0.1:");
        assertThat(service).isNotDone();
        broker.start();
        assertThat(service).succeedsWithin(SOON).isEqualTo(4);
    }
}
