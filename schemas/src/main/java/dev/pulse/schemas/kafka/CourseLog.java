package dev.pulse.schemas.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.schemas.generation.Course;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The topic that the {@link Course} stands in: one partition, compacted, one key, JSON, which an operator can read with any
 * client. It holds no record of a grid that never moved.
 */
public final class CourseLog {
    /** Its name. */
    public static final String TOPIC = "pulse.generation";

    /** Its one partition. */
    public static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    private static final byte[] KEY = "course".getBytes(StandardCharsets.UTF_8);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration READ = Duration.ofSeconds(30);

    private CourseLog() {}

    /** How it is kept. */
    public static Map<String, String> configs(TopicSettings settings) {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                Integer.toString(settings.minInsyncReplicas()));
    }

    /**
     * The course as it is now; empty where none was ever written.
     *
     * @throws KafkaUnusableException where it can't be read within half a minute
     */
    public static Optional<Course> read(KafkaSettings settings) {
        long deadline = System.nanoTime() + READ.toNanos();
        try (Consumer<byte[], byte[]> consumer = consumer(settings, "pulse-generation")) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION), READ).get(PARTITION);
            Optional<Course> newest = Optional.empty();
            while (consumer.position(PARTITION, READ) < end) {
                if (System.nanoTime() > deadline) {
                    throw new KafkaUnusableException(
                            TOPIC + " was not read within " + READ.toSeconds() + " s: is a transaction left open?");
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    newest = Optional.of(decode(record.value()));
                }
            }
            return newest;
        } catch (KafkaException failure) {
            throw new KafkaUnusableException(TOPIC + " can't be read: " + failure.getMessage(), failure);
        }
    }

    /** A reader of committed records, without a group; the caller closes it. */
    static Consumer<byte[], byte[]> consumer(KafkaSettings settings, String client) {
        Properties all = settings.readerProperties(client);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
        all.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        all.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");
        all.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, "65536");
        return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    static void close(Consumer<?, ?> consumer) {
        consumer.close(CloseOptions.timeout(Duration.ofMillis(500)));
    }

    /** A course as a record of the topic. */
    public static ProducerRecord<byte[], byte[]> record(Course course) {
        try {
            return new ProducerRecord<>(TOPIC, 0, KEY, new ObjectMapper().writeValueAsBytes(course));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * The course in a record's value.
     *
     * @throws KafkaUnusableException where there is none that this version knows
     */
    static Course decode(byte[] value) {
        try {
            return new ObjectMapper().readValue(value, Course.class);
        } catch (IOException | IllegalArgumentException broken) {
            throw new KafkaUnusableException(
                    TOPIC + " holds what this version does not understand: " + broken.getMessage(), broken);
        }
    }
}
