package dev.pulse.standalone.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import dev.pulse.schemas.access.Access;
import dev.pulse.schemas.access.Actor;
import dev.pulse.schemas.access.Grant;
import dev.pulse.schemas.kafka.CourseLog;
import dev.pulse.schemas.kafka.TopicAdmin;
import dev.pulse.schemas.kafka.TopicSettings;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.utils.SecurityUtils;

/** Writes {@code KafkaTopic} and {@code KafkaUser} resources (Strimzi, {@code kafka.strimzi.io/v1}) as YAML. */
public final class StrimziManifests {
    private static final ObjectMapper YAML = new ObjectMapper(
            new YAMLFactory().enable(Feature.MINIMIZE_QUOTES).enable(Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS));

    private final String cluster;

    /** @param cluster name of the Kafka resource that they belong to */
    public StrimziManifests(String cluster) {
        this.cluster = cluster;
    }

    /** All topics. */
    public String topics(TopicSettings settings) {
        Stream<Map<String, Object>> topics = Topics.all().stream().map(topic -> topic(topic, settings));
        return documents("pulse topics manifest", Stream.concat(topics, Stream.of(course(settings))));
    }

    /** All users, each with what it may do. */
    public String users() {
        return documents("pulse access manifest", Arrays.stream(Actor.values()).map(this::user));
    }

    private Map<String, Object> topic(Topic<?> topic, TopicSettings settings) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("topicName", topic.name());
        spec.put("partitions", settings.partitions());
        spec.put("replicas", settings.replicationFactor());
        spec.put("config", new TreeMap<>(TopicAdmin.configs(topic, settings)));
        return resource("KafkaTopic", topic.name(), spec);
    }

    private Map<String, Object> course(TopicSettings settings) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("topicName", CourseLog.TOPIC);
        spec.put("partitions", 1);
        spec.put("replicas", settings.replicationFactor());
        spec.put("config", new TreeMap<>(CourseLog.configs(settings)));
        return resource("KafkaTopic", CourseLog.TOPIC, spec);
    }

    private Map<String, Object> user(Actor actor) {
        Map<String, Object> authorization = new LinkedHashMap<>();
        authorization.put("type", "simple");
        authorization.put(
                "acls", Access.of(actor).stream().map(StrimziManifests::acl).toList());
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("authentication", Map.of("type", "scram-sha-512"));
        spec.put("authorization", authorization);
        return resource("KafkaUser", actor.user(), spec);
    }

    private static Map<String, Object> acl(Grant grant) {
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put(
                "type",
                switch (grant.resource().resourceType()) {
                    case TOPIC -> "topic";
                    case GROUP -> "group";
                    case TRANSACTIONAL_ID -> "transactionalId";
                    case CLUSTER -> "cluster";
                    default -> throw new IllegalStateException("Strimzi has no " + grant.resource());
                });
        resource.put("name", grant.resource().name());
        resource.put("patternType", grant.resource().patternType() == PatternType.PREFIXED ? "prefix" : "literal");
        Map<String, Object> acl = new LinkedHashMap<>();
        acl.put("resource", resource);
        acl.put(
                "operations",
                grant.operations().stream()
                        .sorted()
                        .map(StrimziManifests::operation)
                        .toList());
        return acl;
    }

    /** {@code DescribeConfigs} of {@code DESCRIBE_CONFIGS}. */
    private static String operation(AclOperation operation) {
        return SecurityUtils.operationName(operation);
    }

    private Map<String, Object> resource(String kind, String name, Map<String, Object> spec) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", name);
        metadata.put("labels", Map.of("strimzi.io/cluster", cluster));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("apiVersion", "kafka.strimzi.io/v1");
        all.put("kind", kind);
        all.put("metadata", metadata);
        all.put("spec", spec);
        return all;
    }

    private static String documents(String command, Stream<Map<String, Object>> resources) {
        Function<Map<String, Object>, String> yaml = resource -> {
            try {
                return YAML.writeValueAsString(resource);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        };
        return Stream.concat(
                        Stream.of("# Made by `" + command + "`; change the list in schemas, not this file.\n"),
                        resources.map(yaml))
                .collect(Collectors.joining());
    }
}
