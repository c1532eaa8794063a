package dev.pulse.marketplace.market;

import dev.pulse.schemas.NodeCommand;
import dev.pulse.schemas.generation.Course;
import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.schemas.topic.Topics;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Commands into Kafka, acknowledged by all replicas. */
public final class CommandProducer implements Orders.Sender, AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final KafkaProducer<String, NodeCommand> producer;
    private final Supplier<Course> course;

    /**
     * Connects in the background.
     *
     * @param course where the grid stands by now
     */
    public CommandProducer(KafkaSettings settings, Supplier<Course> course, Serializer<NodeCommand> serializer) {
        this.course = course;
        Properties properties = settings.clientProperties();
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, "pulse-marketplace-commands");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "5000");
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "4000");
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Long.toString(Orders.PATIENCE.toMillis()));
        producer = new KafkaProducer<>(properties, new StringSerializer(), serializer);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // The callback says what became of it.
    public CompletionStage<?> send(NodeCommand command) {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        try {
            // The key decides the partition as everywhere else: the default partitioner over the node id's UTF-8.
            producer.send(
                    new ProducerRecord<>(course.get().writing().name(Topics.COMMANDS), command.getNodeId(), command),
                    (done, failure) -> {
                        if (failure == null) {
                            taken.complete(null);
                        } else {
                            taken.completeExceptionally(failure);
                        }
                    });
        } catch (KafkaException e) {
            taken.completeExceptionally(e);
        }
        return taken;
    }

    @Override
    public void close() {
        producer.close(CLOSE);
    }
}
