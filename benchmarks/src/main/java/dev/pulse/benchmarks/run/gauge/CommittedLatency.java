package dev.pulse.benchmarks.run.gauge;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How old the records of a topic are when somebody who reads committed ones gets them: from a record's timestamp, which
 * is when the ingest received the heartbeat, to now. It reads one partition, so that it costs the broker little.
 */
public final class CommittedLatency implements AutoCloseable {
    private static final long LONGEST_MS = 600_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Histogram millis = new Histogram(LONGEST_MS, 3);
    private final Thread thread;
    private volatile boolean ended;

    /** Begins to read what is committed from now on. */
    public CommittedLatency(String bootstrap, String topic, int partition) {
        Properties all = new Properties();
        all.put("bootstrap.servers", bootstrap);
        all.put("isolation.level", "read_committed");
        all.put("enable.auto.commit", "false");
        consumer = new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        TopicPartition only = new TopicPartition(topic, partition);
        consumer.assign(List.of(only));
        consumer.seekToEnd(List.of(only));
        consumer.position(only);
        thread = Thread.ofPlatform().daemon().name("committed-latency").start(this::read);
    }

    private void read() {
        try (consumer) {
            while (!ended) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    // Ticks have no key.
                    if (record.key() != null) {
                        millis.recordValue(Math.clamp(System.currentTimeMillis() - record.timestamp(), 0, LONGEST_MS));
                    }
                }
            }
        } catch (WakeupException woken) {
            ended = true;
        }
    }

    /** Ends the reading, and tells the ages in milliseconds. */
    public Histogram end() {
        close();
        return millis;
    }

    @Override
    public void close() {
        ended = true;
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
