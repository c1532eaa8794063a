package dev.pulse.schemas.kafka;

import java.util.Map;
import java.util.Properties;

/**
 * How to reach Kafka: the {@code kafka} block of every service's configuration.
 *
 * @param bootstrapServers {@code host:port[,host:port...]}
 * @param properties further client properties, for example those of security; may be empty
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

    /** The client properties, to which a caller adds its own. */
    public Properties clientProperties() {
        Properties all = new Properties();
        all.putAll(properties);
        all.put("bootstrap.servers", bootstrapServers);
        return all;
    }
}
