package dev.pulse.marketplace.store;

import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.schemas.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;

/** Asks Kafka which log a topic is. */
public final class KafkaLog implements LogIdentity.Source {
    private static final Duration CALL = Duration.ofSeconds(10);

    private final KafkaSettings settings;
    private final Topic<?> topic;

    /** The log of this topic. Nothing connects yet. */
    public KafkaLog(KafkaSettings settings, Topic<?> topic) {
        this.settings = settings;
        this.topic = topic;
    }

    @Override
    public LogIdentity ask() {
        Map<String, Object> properties = new HashMap<>(settings.properties());
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL.toMillis());
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) CALL.toMillis() / 2);
        try (Admin admin = Admin.create(properties)) {
            KafkaFuture<String> cluster = admin.describeCluster().clusterId();
            TopicDescription found = answer(admin.describeTopics(List.of(topic.name()))
                    .topicNameValues()
                    .get(topic.name()));
            return new LogIdentity(
                    answer(cluster),
                    found.topicId().toString(),
                    found.partitions().size(),
                    topic.cleanup() == Topic.Cleanup.COMPACT ? tombstones(admin) : null);
        }
    }

    private Duration tombstones(Admin admin) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        Config found = answer(admin.describeConfigs(List.of(resource)).values().get(resource));
        return Duration.ofMillis(
                Long.parseLong(found.get(TopicConfig.DELETE_RETENTION_MS_CONFIG).value()));
    }

    private static <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get(CALL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException refused) {
            throw new KafkaException("Kafka does not say which log it has", refused.getCause());
        } catch (TimeoutException late) {
            throw new KafkaException("Kafka does not say which log it has", late);
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }
}
