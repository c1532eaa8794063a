package dev.pulse.standalone.scale;

import dev.pulse.schemas.kafka.KafkaSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/** What a move asks of Kafka's administration. Every call is bounded, and fails with a sentence. */
final class Kafka implements AutoCloseable {
    private static final Duration CALL = Duration.ofSeconds(20);

    private final String servers;
    private final Admin admin;

    /** Connects when first used. */
    Kafka(KafkaSettings settings) {
        servers = settings.bootstrapServers();
        Properties all = settings.clientProperties();
        all.put(AdminClientConfig.CLIENT_ID_CONFIG, "pulse-scale");
        all.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL.toMillis());
        all.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) CALL.toMillis() / 2);
        admin = Admin.create(all);
    }

    /** The names of all topics that this user may see. */
    Set<String> topics() {
        return get(admin.listTopics().names(), "list its topics");
    }

    int brokers() {
        return get(admin.describeCluster().nodes(), "name its brokers").size();
    }

    Map<String, TopicDescription> describe(Collection<String> topics) {
        return get(admin.describeTopics(topics).allTopicNames(), "describe its topics");
    }

    List<TopicPartition> partitions(Collection<String> topics) {
        return describe(topics).values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    /** Behind the last record of each partition, whether or not it is committed. */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> asked =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        get(admin.listOffsets(asked).all(), "tell where its topics end")
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** Whether topics that were made are known, and the leaders of all their partitions have made their logs. */
    boolean areThere(Collection<String> topics) {
        try {
            ends(partitions(topics));
            return true;
        } catch (ScaleException notYet) {
            if (notYet.getCause() instanceof RetriableException) {
                return false;
            }
            throw notYet;
        }
    }

    /** What a group has committed; empty where there is none. */
    Map<TopicPartition, Long> committed(String group) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> found;
        try {
            found = get(
                    admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(),
                    "tell what " + group + " has committed");
        } catch (ScaleException refused) {
            if (refused.getCause() instanceof GroupIdNotFoundException) {
                return offsets;
            }
            throw refused;
        }
        found.forEach((partition, committed) -> {
            if (committed != null) {
                offsets.put(partition, committed.offset());
            }
        });
        return offsets;
    }

    /** The client ids and hosts of a group's members; empty where there is no such group. */
    List<String> members(String group) {
        ConsumerGroupDescription found;
        try {
            found = get(
                    admin.describeConsumerGroups(List.of(group))
                            .describedGroups()
                            .get(group),
                    "describe " + group);
        } catch (ScaleException refused) {
            if (refused.getCause() instanceof GroupIdNotFoundException) {
                return List.of();
            }
            throw refused;
        }
        return found.members().stream()
                .map(member -> member.clientId() + " at " + member.host())
                .sorted()
                .toList();
    }

    /** Makes a topic, where there is none of its name yet. */
    void make(NewTopic topic) {
        try {
            get(admin.createTopics(List.of(topic)).all(), "make " + topic.name());
        } catch (ScaleException refused) {
            if (!(refused.getCause() instanceof TopicExistsException)) {
                throw refused;
            }
        }
    }

    /** What was set for a topic itself. */
    Map<String, String> configs(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return get(admin.describeConfigs(List.of(resource)).all(), "tell how " + topic + " is kept")
                .get(resource)
                .entries()
                .stream()
                .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }

    /** Sets a topic's configuration; what is not named stays. */
    void configure(String topic, Map<String, String> configs) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        List<AlterConfigOp> changes = new TreeMap<>(configs)
                .entrySet().stream()
                        .map(entry -> new AlterConfigOp(
                                new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
                        .toList();
        get(admin.incrementalAlterConfigs(Map.of(resource, changes)).all(), "configure " + topic);
    }

    /** Bytes of topics on all brokers, copies included. */
    Map<String, Long> bytes(Collection<String> topics) {
        Set<String> wanted = new HashSet<>(topics);
        List<Integer> brokers = get(admin.describeCluster().nodes(), "name its brokers").stream()
                .map(node -> node.id())
                .toList();
        Map<String, Long> bytes = new HashMap<>();
        get(admin.describeLogDirs(brokers).allDescriptions(), "tell how much it keeps").values().stream()
                .flatMap(broker -> broker.values().stream())
                .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                .filter(replica -> wanted.contains(replica.getKey().topic()))
                .forEach(replica ->
                        bytes.merge(replica.getKey().topic(), replica.getValue().size(), Long::sum));
        return bytes;
    }

    void delete(Collection<String> topics) {
        get(admin.deleteTopics(topics).all(), "delete topics");
    }

    /** Forgets groups that have no members; those that are not there are forgotten already. */
    void forget(String group) {
        try {
            get(admin.deleteConsumerGroups(List.of(group)).all(), "forget the group " + group);
        } catch (ScaleException refused) {
            if (!(refused.getCause() instanceof GroupIdNotFoundException)) {
                throw refused;
            }
        }
    }

    private <T> T get(KafkaFuture<T> future, String what) {
        try {
            return future.get(CALL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new ScaleException(
                    "Kafka at " + servers + " did not " + what + ": "
                            + e.getCause().getMessage(),
                    e.getCause());
        } catch (TimeoutException e) {
            throw new ScaleException(
                    "Kafka at " + servers + " did not " + what + " within " + CALL.toSeconds() + " s.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ScaleException("Stopped. The same command goes on from here.", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
