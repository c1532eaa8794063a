package dev.pulse.standalone.scale;

import dev.pulse.schemas.generation.Course;
import dev.pulse.schemas.kafka.CourseLog;
import dev.pulse.schemas.kafka.KafkaSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What a move reads and writes. All that it writes goes through one transactional producer, so a second run of the command
 * fences the first one, wherever that was held up.
 */
final class Records implements AutoCloseable {
    /** The transactional id: there is one move at a time. */
    static final String TRANSACTIONAL_ID = "pulse-scale";

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration STANDSTILL = Duration.ofMinutes(1);
    private static final int BATCH = 5_000;

    /** So far ahead that no broker takes a record of that time: a probe must never be written. */
    private static final Duration AHEAD = Duration.ofDays(3650);

    private final KafkaSettings settings;
    private final InstantSource clock;
    private final Producer<byte[], byte[]> writer;
    private int open;

    /** Fences whoever moved the grid before. */
    Records(KafkaSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        Properties all = settings.clientProperties();
        all.put(ProducerConfig.CLIENT_ID_CONFIG, "pulse-scale");
        all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
        all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        all.put(ProducerConfig.LINGER_MS_CONFIG, "10");
        all.put(ProducerConfig.BATCH_SIZE_CONFIG, "131072");
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "20000");
        writer = new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
        writer.initTransactions();
    }

    /** Writes down where the grid stands, and returns when everybody can read it. */
    void write(Course course) {
        put(CourseLog.record(course));
        commit();
    }

    /** Writes a record in a transaction that ends by itself now and then, and with {@link #commit}. */
    @SuppressWarnings("FutureReturnValueIgnored") // A failure fails the commit.
    void put(ProducerRecord<byte[], byte[]> record) {
        if (open == 0) {
            writer.beginTransaction();
        }
        writer.send(record);
        if (++open == BATCH) {
            commit();
        }
    }

    /** Ends the transaction, if one is open. */
    void commit() {
        if (open > 0) {
            writer.commitTransaction();
            open = 0;
        }
    }

    /**
     * Reads what is committed, from some offsets to some ends, in the order of each partition. Ends that lie behind an open
     * transaction are waited for.
     *
     * @param from where to begin; the beginning for partitions that it lacks
     * @throws ScaleException where nothing more comes for a minute
     */
    void read(
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<byte[], byte[]>> each) {
        if (ends.isEmpty()) {
            return;
        }
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            place(consumer, from, ends.keySet());
            Set<TopicPartition> left = new HashSet<>(ends.keySet());
            long moved = System.nanoTime();
            long before = -1;
            while (true) {
                left.removeIf(partition -> consumer.position(partition) >= ends.get(partition));
                if (left.isEmpty()) {
                    return;
                }
                consumer.poll(POLL).forEach(each);
                long now = left.stream().mapToLong(consumer::position).sum();
                if (now != before) {
                    before = now;
                    moved = System.nanoTime();
                } else if (System.nanoTime() - moved > STANDSTILL.toNanos()) {
                    throw new ScaleException(
                            "Not all of " + left.iterator().next().topic()
                                    + " can be read: a transaction seems to be open. The same command goes on from here.");
                }
            }
        }
    }

    /** Whether no committed record lies from some offsets on, and no transaction is open; markers do not count. */
    boolean nothingFrom(Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> behind = new HashMap<>(ends);
        behind.entrySet().removeIf(end -> from.getOrDefault(end.getKey(), 0L) >= end.getValue());
        if (behind.isEmpty()) {
            return true;
        }
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            place(consumer, from, behind.keySet());
            // One answer is enough to tell: the caller asks again.
            for (int polls = 0; polls < 5; polls++) {
                if (!consumer.poll(POLL).isEmpty()) {
                    return false;
                }
                if (behind.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                    return true;
                }
            }
            return false;
        }
    }

    private static void place(
            KafkaConsumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> from,
            Collection<TopicPartition> partitions) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        partitions.stream()
                .filter(from::containsKey)
                .forEach(partition -> consumer.seek(partition, from.get(partition)));
    }

    /**
     * Whether the leaders of all these partitions refuse whatever is to be written. Each is offered a record from ten years
     * ahead, which it takes in no case: a partition that is sealed says that the record is too large, before it looks at
     * its time.
     *
     * @return the partitions that are not sealed yet
     */
    List<TopicPartition> unsealed(Collection<TopicPartition> partitions) {
        List<TopicPartition> still = new ArrayList<>();
        Properties all = settings.clientProperties();
        all.put(ProducerConfig.CLIENT_ID_CONFIG, "pulse-scale-probe");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "false");
        all.put(ProducerConfig.RETRIES_CONFIG, "0");
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "10000");
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        long then = clock.instant().plus(AHEAD).toEpochMilli();
        try (Producer<byte[], byte[]> probe =
                new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer())) {
            Map<TopicPartition, Future<RecordMetadata>> answers = new HashMap<>();
            for (TopicPartition partition : partitions) {
                answers.put(
                        partition,
                        probe.send(new ProducerRecord<>(
                                partition.topic(), partition.partition(), then, null, new byte[64])));
            }
            answers.forEach((partition, answer) -> {
                if (!isRefused(partition, answer)) {
                    still.add(partition);
                }
            });
        }
        return still;
    }

    private static boolean isRefused(TopicPartition partition, Future<RecordMetadata> answer) {
        try {
            answer.get();
            throw new ScaleException(
                    partition + " took a record from ten years ahead: set message.timestamp.after.max.ms"
                            + " to an hour, as Kafka has it by default.");
        } catch (ExecutionException refused) {
            if (refused.getCause() instanceof RecordTooLargeException) {
                return true;
            }
            if (refused.getCause() instanceof InvalidTimestampException
                    || refused.getCause() instanceof org.apache.kafka.common.errors.RetriableException) {
                return false;
            }
            throw new ScaleException(
                    "Whether " + partition + " is sealed can't be told: "
                            + refused.getCause().getMessage(),
                    refused.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ScaleException("Stopped. The same command goes on from here.", stopped);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Properties all = settings.readerProperties("pulse-scale");
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000");
        all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "20000");
        return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        try {
            if (open > 0) {
                writer.abortTransaction();
            }
        } catch (KafkaException fenced) {
            // Another run has taken over, and has ended it.
            open = 0;
        }
        writer.close(Duration.ofSeconds(2));
    }
}
