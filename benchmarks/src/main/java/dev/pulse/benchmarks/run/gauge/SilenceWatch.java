package dev.pulse.benchmarks.run.gauge;

import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads nodes.events as anybody would, committed records alone, and tells of each node that is no longer online. */
public final class SilenceWatch implements AutoCloseable {
    private final RegistryRecordSerdes serdes;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Clock clock;
    private final Thread thread;
    private volatile boolean ended;

    /** Is told of a node. */
    public interface Silence {
        /**
         * A node went from online to something else.
         *
         * @param offline whether that is OFFLINE; otherwise UNKNOWN
         * @param atMs when this was read, unix milliseconds
         */
        void found(String nodeId, boolean offline, long atMs);
    }

    /** Reads from now on; closes the serdes with itself. */
    public SilenceWatch(String bootstrap, RegistryRecordSerdes serdes, int partitions, Clock clock, Silence silence) {
        this.clock = clock;
        this.serdes = serdes;
        Properties all = new Properties();
        all.put("bootstrap.servers", bootstrap);
        all.put("isolation.level", "read_committed");
        all.put("enable.auto.commit", "false");
        consumer = new KafkaConsumer<>(all, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> topic = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(Topics.EVENTS.name(), partition))
                .toList();
        consumer.assign(topic);
        consumer.seekToEnd(topic);
        topic.forEach(consumer::position);
        thread = Thread.ofPlatform().daemon().name("silence-watch").start(() -> read(silence));
    }

    private void read(Silence silence) {
        Deserializer<NodeEvent> events = serdes.of(Topics.EVENTS).deserializer();
        try (consumer) {
            while (!ended) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    NodeEvent event = events.deserialize(record.topic(), record.value());
                    if (event.getLivenessBefore() == LivenessState.ONLINE
                            && event.getLiveness() != LivenessState.ONLINE) {
                        silence.found(record.key(), event.getLiveness() == LivenessState.OFFLINE, clock.millis());
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        serdes.close();
    }
}
