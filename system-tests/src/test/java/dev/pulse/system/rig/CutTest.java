package dev.pulse.system.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cut between two brokers: what needs both waits, what needs neither goes on. */
@Timeout(240)
class CutTest {
    private static final String TOPIC = "cut";

    @TempDir
    private Path folder;

    @Test
    void a_cut_parts_two_brokers_and_nobody_else() throws Exception {
        ClusterSettings three = new ClusterSettings(
                folder,
                3,
                1,
                Duration.ofSeconds(5),
                Map.of(),
                ClusterSettings.small(folder, Duration.ofSeconds(5)).brokerFlags(),
                false);
        try (Cluster cluster = Cluster.withDoors(three)) {
            cluster.startReady(cluster.brokers());
            Properties client = cluster.kafka().clientProperties();
            try (Admin admin = Admin.create(client)) {
                // Partition 0 is led by broker 1, partition 1 by broker 2; all three have both.
                admin.createTopics(List.of(new NewTopic(TOPIC, Map.of(0, List.of(1, 2, 3), 1, List.of(2, 1, 3)))))
                        .all()
                        .get();
            }
            // Well below the time that a follower may lag before it is left out.
            client.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "2000");
            client.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "3000");
            client.put(ProducerConfig.LINGER_MS_CONFIG, "0");
            try (KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
                await().ignoreExceptions().until(() -> sent(producer, 0) && sent(producer, 1));

                cluster.cut("broker-1", "broker-3");
                assertThatThrownBy(() -> sent(producer, 0))
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(TimeoutException.class);
                assertThat(sent(producer, 1)).as("broker 2 is reached by both").isTrue();

                cluster.mend();
                await().ignoreExceptions().until(() -> sent(producer, 0));
            }
        }
    }

    private static boolean sent(KafkaProducer<byte[], byte[]> producer, int partition) throws Exception {
        return producer.send(new ProducerRecord<>(TOPIC, partition, null, new byte[1]))
                .get()
                .hasOffset();
    }
}
