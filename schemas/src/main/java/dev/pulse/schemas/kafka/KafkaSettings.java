package dev.pulse.schemas.kafka;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * How to reach Kafka: the {@code kafka} block of every service's configuration.
 *
 * @param bootstrapServers {@code host:port[,host:port...]}
 * @param properties further client properties, for example those of security; may be empty. Never shown: there may be a
 *     password in them
 */
public record KafkaSettings(String bootstrapServers, Map<String, String> properties) {
    public KafkaSettings {
        if (bootstrapServers == null || bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("kafka.bootstrapServers must name at least one host:port");
        }
        properties = properties == null ? Map.of() : Map.copyOf(properties);
    }

    /** Settings with no further properties. */
    public static KafkaSettings of(String bootstrapServers) {
        return new KafkaSettings(bootstrapServers, Map.of());
    }

    /**
     * Settings some of whose properties are in a file, so that no password need stand in a configuration.
     *
     * @param configFile a file of client properties, or null; {@code properties} win over it
     * @throws IllegalArgumentException where it can't be read
     */
    @JsonCreator
    public static KafkaSettings of(
            @JsonProperty("bootstrapServers") String bootstrapServers,
            @JsonProperty("properties") Map<String, String> properties,
            @JsonProperty("configFile") Path configFile) {
        Map<String, String> all = new HashMap<>();
        if (configFile != null) {
            Properties read = new Properties();
            try (Reader text = Files.newBufferedReader(configFile)) {
                read.load(text);
            } catch (IOException failure) {
                throw new IllegalArgumentException(
                        "kafka.configFile " + configFile + " can't be read: " + failure, failure);
            }
            read.stringPropertyNames().forEach(name -> all.put(name, read.getProperty(name)));
        }
        if (properties != null) {
            all.putAll(properties);
        }
        return new KafkaSettings(bootstrapServers, all);
    }

    /** The client properties, to which a caller adds its own. */
    public Properties clientProperties() {
        Properties all = new Properties();
        all.putAll(properties);
        all.put("bootstrap.servers", bootstrapServers);
        return all;
    }

    /**
     * Those of a reader that has no group: it sees what is committed, keeps its own place, and makes no topics.
     *
     * @param clientId what brokers log and measure it as
     */
    public Properties readerProperties(String clientId) {
        Properties all = clientProperties();
        all.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return all;
    }

    @Override
    public String toString() {
        return "Kafka at " + bootstrapServers;
    }
}
