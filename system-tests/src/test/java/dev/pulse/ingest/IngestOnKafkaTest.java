package dev.pulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pulse.schemas.topic.Topics;
import dev.pulse.system.Broker;
import dev.pulse.system.OnKafka;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An ingest whose Kafka and registry are away, come, go and come back. */
@OnKafka
@Timeout(180)
class IngestOnKafkaTest {
    private static final int PARTITIONS = 4;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String ACCOUNT = "1eabbeb47493e62275e4c9b68675113b2c7e1a8a68c386015eaf13fa3ec178a7";
    private static final String SIGNATURE = Base64.getEncoder().encodeToString(new byte[64]);

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private Broker broker;
    private RegistryStub registry;
    private Server server;

    @BeforeEach
    void startTheIngestAlone() throws Exception {
        broker = new Broker(folder);
        registry = new RegistryStub(freePort());
        server = start("""
                kafka: {bootstrapServers: "%s"}
                registry: {url: "%s"}
                createTopics: true
                partitions: %d
                name: ingest-eu
                region: eu
                regions: [eu]
                ackTimeout: 2s
                limits: {nodeBurst: 1000}
                server:
                  type: ingest
                  applicationContextPath: /
                  adminContextPath: /admin
                  connector: {type: http, port: 0, bindHost: 127.0.0.1}
                  requestLog: {appenders: []}
                logging: {type: external}
                """.formatted(broker.kafka().bootstrapServers(), registry.url(), PARTITIONS));
    }

    @AfterEach
    void stopEverything() throws Exception {
        server.stop();
        registry.close();
        broker.close();
        client.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    private static Server start(String yaml) throws Exception {
        IngestApplication application = new IngestApplication();
        Bootstrap<IngestConfiguration> bootstrap = new Bootstrap<>(application);
        application.initialize(bootstrap);
        IngestConfiguration configuration = bootstrap
                .getConfigurationFactoryFactory()
                .create(
                        IngestConfiguration.class,
                        bootstrap.getValidatorFactory().getValidator(),
                        bootstrap.getObjectMapper(),
                        "dw")
                .build(path -> new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "ingest.yml");
        Environment environment = new Environment(
                application.getName(),
                bootstrap.getObjectMapper(),
                bootstrap.getValidatorFactory(),
                bootstrap.getMetricRegistry(),
                bootstrap.getClassLoader(),
                bootstrap.getHealthCheckRegistry(),
                configuration);
        application.run(configuration, environment);
        Server server = configuration.getServerFactory().build(environment);
        server.start();
        return server;
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getURI().getPort() + path);
    }

    private CompletableFuture<Integer> post(String nodeId) {
        String body = "{\"node_id\":\"" + nodeId + "\",\"node_account\":\"" + ACCOUNT
                + "\",\"timestamp\":1790000000,\"signature\":\"" + SIGNATURE + "\"}";
        return client.sendAsync(
                        HttpRequest.newBuilder(uri("/v1/heartbeats"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .thenApply(HttpResponse::statusCode);
    }

    private int ready() {
        return client.sendAsync(HttpRequest.newBuilder(uri("/ready")).build(), HttpResponse.BodyHandlers.ofString())
                .join()
                .statusCode();
    }

    private void awaitReady() {
        await("ready").atMost(SOON).until(() -> ready() == 200);
    }

    /** Every record of the raw topic. */
    private List<ConsumerRecord<String, byte[]>> raw() {
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(Topics.RAW.name(), partition))
                .toList();
        List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
        Map<String, Object> properties =
                Map.of("bootstrap.servers", broker.kafka().bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
        }
        return all;
    }

    @Test
    void answersBeforeKafkaAndTheRegistryAreThereAndWorksOnceTheyAre() {
        assertThat(ready()).isEqualTo(503);
        assertThat(post("node-0").join()).isEqualTo(503);
        broker.start();
        assertThat(post("node-0").join()).as("still no registry").isEqualTo(503);
        assertThat(ready()).isEqualTo(503);
        registry.start();
        awaitReady();

        List<CompletableFuture<Integer>> answers =
                IntStream.range(0, 500).mapToObj(i -> post("node-" + i)).toList();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(202));

        Set<String> keys = new HashSet<>();
        Map<Integer, Integer> ticks = new HashMap<>();
        for (ConsumerRecord<String, byte[]> record : raw()) {
            if (record.key() == null) {
                ticks.merge(record.partition(), 1, Integer::sum);
            } else {
                assertThat(keys.add(record.key())).as("one record for one 202").isTrue();
                assertThat(record.partition())
                        .isEqualTo(BuiltInPartitioner.partitionForKey(
                                record.key().getBytes(StandardCharsets.UTF_8), PARTITIONS));
            }
        }
        assertThat(keys).hasSize(500);
        assertThat(ticks).hasSize(PARTITIONS);
    }

    @Test
    void aKafkaThatGoesAndComesBackLosesNothingThatWasAcknowledged() {
        broker.start();
        registry.start();
        awaitReady();
        registry.close();
        Map<String, Integer> answers = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            answers.put("before-" + i, post("before-" + i).join());
        }
        assertThat(answers.values()).as("the registry is not needed any more").containsOnly(202);

        broker.close();
        Instant gone = Instant.now();
        List<CompletableFuture<Integer>> meanwhile =
                IntStream.range(0, 20).mapToObj(i -> post("during-" + i)).toList();
        for (int i = 0; i < 20; i++) {
            answers.put("during-" + i, meanwhile.get(i).join());
        }
        assertThat(answers).containsEntry("during-0", 503);
        await("not ready").atMost(SOON).until(() -> ready() == 503);

        Instant back = Instant.now();
        broker.start();
        awaitReady();
        for (int i = 0; i < 50; i++) {
            answers.put("after-" + i, post("after-" + i).join());
        }

        Set<String> kept = new HashSet<>();
        for (ConsumerRecord<String, byte[]> record : raw()) {
            if (record.key() != null) {
                assertThat(kept.add(record.key())).as("twice: " + record.key()).isTrue();
            } else {
                Instant at = Instant.ofEpochMilli(record.timestamp());
                assertThat(at.isAfter(gone.plusSeconds(1)) && at.isBefore(back.minusSeconds(3)))
                        .as("a tick for a time without Kafka: " + at)
                        .isFalse();
            }
        }
        answers.forEach((node, status) -> {
            assertThat(status).isIn(202, 503);
            if (status == 202) {
                assertThat(kept).contains(node);
            }
        });
        assertThat(answers).containsEntry("after-49", 202);
    }

    @Test
    void stopsWithinFiveSecondsWhateverIsAway() {
        assertThat(ready()).as("and leaves a connection open").isEqualTo(503);
        long begun = System.nanoTime();
        stop();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    private void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
