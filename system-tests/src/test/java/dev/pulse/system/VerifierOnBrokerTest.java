package dev.pulse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pulse.domain.account.Account;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.domain.verdict.Sha256;
import dev.pulse.schemas.SignedHeartbeat;
import dev.pulse.schemas.Tick;
import dev.pulse.schemas.VerifiedHeartbeat;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.kafka.TopicAdmin;
import dev.pulse.schemas.kafka.TopicSettings;
import dev.pulse.schemas.serde.RecordSerdes;
import dev.pulse.schemas.serde.SingleObjectRecordSerdes;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.streams.StreamSettings;
import dev.pulse.streams.TopologyRunner;
import dev.pulse.verifier.crypto.SignatureProvider;
import dev.pulse.verifier.http.BindingsResource;
import dev.pulse.verifier.prove.VerdictCounters;
import dev.pulse.verifier.prove.VerifierSettings;
import dev.pulse.verifier.prove.VerifierTopology;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.ws.rs.core.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The verifier's topology on a real broker: what a driver in memory can't show. */
@OnKafka
@Timeout(300)
class VerifierOnBrokerTest {
    private static final int PARTITIONS = 4;
    private static final Duration SOON = Duration.ofSeconds(60);

    private final RecordSerdes serdes = new SingleObjectRecordSerdes();
    private final Instant now = Instant.now();

    @TempDir
    private Path folder;

    private Broker broker;
    private KafkaProducer<String, byte[]> producer;

    @BeforeEach
    void start() {
        broker = new Broker(folder.resolve("kafka")).start();
        try (TopicAdmin topics = new TopicAdmin(broker.kafka())) {
            topics.prepare(new TopicSettings(PARTITIONS, 1), SOON, message -> {});
        }
        producer = new KafkaProducer<>(
                broker.kafka().clientProperties(), new StringSerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        producer.close(Duration.ofSeconds(5));
        broker.close();
    }

    private TopologyRunner verifier(String stateDir) {
        TopologyRunner runner = new TopologyRunner(
                new VerifierTopology(
                                VerifierSettings.of("devnet"),
                                SignatureProvider.AUTO.load(why -> {}),
                                serdes,
                                new VerdictCounters(new SimpleMeterRegistry()))
                        .build(Generation.first(PARTITIONS)),
                broker.kafka(),
                StreamSettings.of("pulse-verifier", folder.resolve(stateDir)));
        runner.start();
        return runner;
    }

    @Test
    void nothing_that_fits_into_the_raw_topic_stops_it_and_bindings_outlive_the_loss_of_the_machine() throws Exception {
        KeyPair owner = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        KeyPair thief = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] garbage = new byte[1024 * 1024 - 200];
        new Random(1).nextBytes(garbage);

        TopologyRunner first = verifier("state-1");
        try {
            send(null, "node-a", garbage, now);
            send(null, "x".repeat(1_000_000), new byte[] {1}, now);
            producer.send(headed("node-a", heartbeat("node-a", owner, now.getEpochSecond())))
                    .get();
            send(null, "node-b", heartbeat("node-a", thief, now.getEpochSecond()), now);
            for (int partition = 0; partition < PARTITIONS; partition++) {
                send(partition, null, encode(new Tick(now, "ingest-eu", "eu", partition)), now);
            }

            List<ConsumerRecord<String, SpecificRecord>> verified = committed(Topics.VERIFIED, 1 + PARTITIONS);
            assertThat(verified)
                    .filteredOn(record -> record.value() instanceof VerifiedHeartbeat)
                    .singleElement()
                    .satisfies(record -> {
                        assertThat(record.key()).isEqualTo("node-a");
                        assertThat(record.timestamp()).isEqualTo(now.toEpochMilli());
                    });
            assertThat(verified)
                    .filteredOn(record -> record.value() instanceof Tick)
                    .hasSize(PARTITIONS)
                    .allSatisfy(record ->
                            assertThat(((Tick) record.value()).getPartition()).isEqualTo(record.partition()));
            assertThat(committed(Topics.dead(Rejection.POISON), 3))
                    .extracting(record -> record.value().getDetail())
                    .anyMatch(detail -> detail.contains("bytes are kept"))
                    .anyMatch(detail -> detail.contains("node-b"));

            BindingsResource bindings = new BindingsResource(first);
            await().atMost(SOON).until(() -> bindings.binding("node-a").getStatus() == 200);
            assertThat(bindings.binding("node-a").getEntity())
                    .isEqualTo(
                            Map.of("node_id", "node-a", "account", account(owner), "bound_at", now.getEpochSecond()));
            try (Response unknown = bindings.binding("node-b")) {
                assertThat(unknown.getStatus()).isEqualTo(404);
            }
        } finally {
            first.stop();
        }

        TopologyRunner elsewhere = verifier("state-2");
        try {
            send(null, "node-a", heartbeat("node-a", thief, now.getEpochSecond() + 1), now);
            assertThat(committed(Topics.dead(Rejection.IDENTITY), 1))
                    .singleElement()
                    .satisfies(record -> assertThat(record.value().getAccount()).isEqualTo(account(thief)));
            assertThat(committed(Topics.VERIFIED, 1 + PARTITIONS)).hasSize(1 + PARTITIONS);
        } finally {
            elsewhere.stop();
        }
    }

    private void send(Integer partition, String key, byte[] value, Instant at) throws Exception {
        producer.send(new ProducerRecord<>(Topics.RAW.name(), partition, at.toEpochMilli(), key, value))
                .get();
    }

    private ProducerRecord<String, byte[]> headed(String key, byte[] value) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(Topics.RAW.name(), null, now.toEpochMilli(), key, value);
        record.headers().add("x", new byte[1_000_000]);
        return record;
    }

    /** All committed records of a topic, once there are at least this many. */
    private <V extends SpecificRecord> List<ConsumerRecord<String, V>> committed(Topic<V> topic, int count) {
        List<ConsumerRecord<String, V>> all = new ArrayList<>();
        Properties properties = broker.kafka().clientProperties();
        properties.put("isolation.level", "read_committed");
        try (KafkaConsumer<String, V> consumer = new KafkaConsumer<>(
                properties, new StringDeserializer(), serdes.of(topic).deserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(SOON).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
                return all.size() >= count;
            });
        }
        return all;
    }

    private byte[] encode(SpecificRecord record) {
        return serdes.of(Topics.RAW).serializer().serialize(null, record);
    }

    private byte[] heartbeat(String node, KeyPair pair, long timestampS) throws GeneralSecurityException {
        byte[] payload = ("{\"node_account\":\"" + account(pair) + "\",\"node_id\":\"" + node + "\",\"timestamp\":"
                        + timestampS + "}")
                .getBytes(StandardCharsets.UTF_8);
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(Sha256.hash(payload));
        return encode(SignedHeartbeat.newBuilder()
                .setPayload(ByteBuffer.wrap(payload))
                .setSignature(ByteBuffer.wrap(signer.sign()))
                .setAccount(account(pair))
                .setReceivedAt(now)
                .setRegion("eu")
                .setIngest("ingest-eu")
                .setLegacy(false)
                .build());
    }

    private static String account(KeyPair pair) {
        byte[] encoded = pair.getPublic().getEncoded();
        return Account.ofKey(Arrays.copyOfRange(encoded, encoded.length - Account.KEY_LENGTH, encoded.length))
                .hex();
    }
}
