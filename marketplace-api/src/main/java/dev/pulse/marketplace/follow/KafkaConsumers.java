package dev.pulse.marketplace.follow;

import dev.pulse.schemas.generation.Course;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.kafka.KafkaSettings;
import java.util.List;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Consumers of a real Kafka, with bounded buffers. */
public final class KafkaConsumers implements ConsumerFactory {
    /** Bytes that one consumer holds at most, apart from one batch that is larger by itself. */
    private static final int FETCH_BYTES = 8 * 1024 * 1024;

    private final KafkaSettings settings;
    private final Supplier<Course> course;

    /**
     * Consumers of this Kafka. Nothing connects yet.
     *
     * @param course where the grid stands by now
     */
    public KafkaConsumers(KafkaSettings settings, Supplier<Course> course) {
        this.settings = settings;
        this.course = course;
    }

    @Override
    public List<Generation> generations() {
        return course.get().readable();
    }

    @Override
    public Consumer<String, byte[]> open(String purpose) {
        Properties properties = settings.readerProperties("pulse-marketplace-" + purpose);
        // A position that Kafka no longer has is a fact that the follower must know of, so no silent reset.
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(FETCH_BYTES));
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Integer.toString(FETCH_BYTES / 8));
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "2000");
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "250");
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        properties.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
