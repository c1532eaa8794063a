package dev.pulse.marketplace.traffic;

import dev.pulse.schemas.generation.Course;
import dev.pulse.schemas.generation.Generation;
import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** A real Kafka, asked with a client of its own. */
public final class AdminCluster implements Cluster {
    private static final Duration CALL = Duration.ofSeconds(4);
    private static final Duration ATTEMPT = Duration.ofSeconds(2);

    private final Admin admin;
    private final Supplier<Course> course;

    /**
     * A client that has not connected yet.
     *
     * @param course where the grid stands by now
     */
    public AdminCluster(KafkaSettings settings, Supplier<Course> course) {
        this.course = course;
        Properties properties = settings.clientProperties();
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, "pulse-marketplace-operator");
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL.toMillis());
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ATTEMPT.toMillis());
        properties.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");
        properties.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
        this.admin = Admin.create(properties);
    }

    @Override
    public Map<TopicPartition, Long> ends() {
        Generation current = course.get().current();
        List<String> names = Topics.all().stream().map(current::name).toList();
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        admin.describeTopics(names).topicNameValues().forEach((name, description) -> {
            TopicDescription topic = getOr(description, UnknownTopicOrPartitionException.class, null);
            if (topic != null) {
                topic.partitions()
                        .forEach(partition ->
                                asked.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest()));
            }
        });
        Map<TopicPartition, Long> ends = new HashMap<>();
        // What the readers of committed records can read: they are not behind what is still open in a transaction.
        get(admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    @Override
    public Map<TopicPartition, Long> committed(String first) {
        String group = course.get().current().application(first);
        Map<TopicPartition, Long> offsets = new HashMap<>();
        getOr(
                        admin.listConsumerGroupOffsets(Map.of(group, new ListConsumerGroupOffsetsSpec()))
                                .partitionsToOffsetAndMetadata(group),
                        GroupIdNotFoundException.class,
                        Map.<TopicPartition, OffsetAndMetadata>of())
                .forEach((partition, committed) -> {
                    if (committed != null) {
                        offsets.put(partition, committed.offset());
                    }
                });
        return offsets;
    }

    @Override
    public Facts facts() {
        int brokers = get(admin.describeCluster().nodes()).size();
        SortedMap<String, Integer> features = new TreeMap<>();
        get(admin.describeFeatures().featureMetadata())
                .finalizedFeatures()
                .forEach((name, range) -> features.put(name, (int) range.maxVersionLevel()));
        return new Facts(brokers, features);
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(CALL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new KafkaException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("no answer within " + CALL.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("stopped", e);
        }
    }

    private static <T> T getOr(KafkaFuture<T> future, Class<? extends Exception> harmless, T instead) {
        try {
            return get(future);
        } catch (KafkaException e) {
            if (harmless.isInstance(e.getCause())) {
                return instead;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
