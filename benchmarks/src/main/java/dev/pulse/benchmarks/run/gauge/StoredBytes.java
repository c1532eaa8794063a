package dev.pulse.benchmarks.run.gauge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Bytes;

/** Bytes of state: folders on disk, and what changelogs hold once they are compacted. */
public final class StoredBytes {
    /** What a record takes beside its key and value: lengths, deltas and attributes in a batch. */
    private static final int RECORD_OVERHEAD = 12;

    private StoredBytes() {}

    /**
     * A compacted topic.
     *
     * @param keys keys that have a value
     * @param newest bytes of their newest records, uncompressed
     * @param all bytes of all records, uncompressed
     * @param stored bytes of its segments on the broker's disk, as far as it has been compacted
     */
    public record Changelog(long keys, long newest, long all, long stored) {
        /** Bytes on disk once it is compacted: the newest records, as small as all of them are stored now. */
        public long compacted() {
            return all == 0 ? 0 : Math.round((double) stored * newest / all);
        }
    }

    /** Bytes of all files in a folder and below; 0 where it is not there. */
    public static long folder(Path folder) {
        return files(folder, "");
    }

    private static long files(Path folder, String ending) {
        long[] bytes = new long[1];
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    bytes[0] += file.toString().endsWith(ending) ? attributes.size() : 0;
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }
            });
        } catch (NoSuchFileException nothing) {
            return 0;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return bytes[0];
    }

    /** Bytes of the segments of partitions whose folders' names match, in a broker's folder. */
    public static long segments(Path kafka, String pattern) {
        try (Stream<Path> folders = Files.list(kafka)) {
            return folders.filter(folder -> folder.getFileName().toString().matches(pattern))
                    .mapToLong(folder -> files(folder, ".log"))
                    .sum();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Bytes of the folders in a folder whose names match. */
    public static long matching(Path parent, String pattern) {
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.filter(folder -> folder.getFileName().toString().matches(pattern))
                    .mapToLong(StoredBytes::folder)
                    .sum();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** All topics that match, by name: internal changelogs for example. Reads each of them whole. */
    public static Map<String, Changelog> changelogs(String bootstrap, Path kafka, String pattern) {
        Properties client = new Properties();
        client.put("bootstrap.servers", bootstrap);
        client.put("isolation.level", "read_committed");
        client.put("enable.auto.commit", "false");
        client.put("max.partition.fetch.bytes", Integer.toString(4 << 20));
        Map<String, Changelog> all = new TreeMap<>();
        try (Admin admin = Admin.create(client)) {
            for (String topic : admin.listTopics().names().get()) {
                if (topic.matches(pattern)) {
                    int partitions = admin.describeTopics(List.of(topic))
                            .topicNameValues()
                            .get(topic)
                            .get()
                            .partitions()
                            .size();
                    all.put(topic, changelog(client, kafka, topic, partitions));
                }
            }
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        return all;
    }

    private static Changelog changelog(Properties client, Path kafka, String topic, int partitions) {
        long keys = 0;
        long bytes = 0;
        long[] all = new long[1];
        long stored = 0;
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (int partition = 0; partition < partitions; partition++) {
                Map<Bytes, Integer> newest = newest(consumer, new TopicPartition(topic, partition), all);
                keys += newest.size();
                bytes += newest.values().stream().mapToLong(Integer::longValue).sum();
                // Indexes of an open segment are files of their full size, with next to nothing in them.
                stored += files(kafka.resolve(topic + "-" + partition), ".log");
            }
        }
        return new Changelog(keys, bytes, all[0], stored);
    }

    /** Bytes of the newest record of each key of one partition; those of all are added to the sum. */
    private static Map<Bytes, Integer> newest(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long[] all) {
        Map<Bytes, Integer> newest = new HashMap<>();
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                Bytes key = Bytes.wrap(record.key());
                int bytes =
                        record.key().length + RECORD_OVERHEAD + (record.value() == null ? 0 : record.value().length);
                all[0] += bytes;
                if (record.value() == null) {
                    newest.remove(key);
                } else {
                    newest.put(key, bytes);
                }
            }
        }
        return newest;
    }
}
