package dev.pulse.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pulse.schemas.kafka.TopicSettings;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.DefaultConfigurationFactoryFactory;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamsServiceConfigurationTest {
    private static final String LEAST = """
            kafka: {bootstrapServers: "127.0.0.1:9092"}
            registry: {url: "http://127.0.0.1:8084/apis/registry/v3"}
            stateDir: data/verifier
            """;

    /** A service's configuration with one key of its own. */
    static final class Example extends StreamsServiceConfiguration {
        @JsonProperty
        private String own = "";
    }

    private static Example parse(String yaml) throws Exception {
        // The factory of a real Dropwizard application: a plain one lets unknown keys pass.
        return new DefaultConfigurationFactoryFactory<Example>()
                .create(Example.class, Validators.newValidator(), Jackson.newObjectMapper(), "dw")
                .build((String path) -> new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "test.yml");
    }

    @Test
    void theLeastIsEnough() throws Exception {
        Example config = parse(LEAST);

        assertThat(config.kafka().bootstrapServers()).isEqualTo("127.0.0.1:9092");
        assertThat(config.kafka().properties()).isEmpty();
        assertThat(config.registry().url()).hasToString("http://127.0.0.1:8084/apis/registry/v3");
        assertThat(config.topicsToCreate()).isEmpty();
        assertThat(config.streamSettings("pulse-test"))
                .isEqualTo(StreamSettings.of("pulse-test", Path.of("data/verifier")));
    }

    @Test
    void everyKeyArrives() throws Exception {
        Example config = parse(LEAST + """
                own: mine
                threads: 2
                standbyReplicas: 1
                applicationServer: "10.0.0.1:8082"
                commitInterval: 1s
                recordCache: 1MiB
                rocksDbMemory: 32MiB
                streams: {num.standby.replicas: "1", producer.linger.ms: 5}
                createTopics: true
                partitions: 24
                replicationFactor: 3
                """);

        assertThat(config.own).isEqualTo("mine");
        assertThat(config.topicsToCreate()).contains(new TopicSettings(24, 3));
        assertThat(config.streamSettings("pulse-test"))
                .isEqualTo(new StreamSettings(
                        "pulse-test",
                        Path.of("data/verifier"),
                        2,
                        1,
                        "10.0.0.1:8082",
                        Duration.ofSeconds(1),
                        1 << 20,
                        32 << 20,
                        Map.of("num.standby.replicas", "1", "producer.linger.ms", "5")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            thread: 2                     | thread
            threads: 0                    | threads
            threads: 65                   | threads
            standbyReplicas: 5            | standbyReplicas
            partitions: 0                 | partitions
            replicationFactor: 11         | replicationFactor
            applicationServer: here       | applicationServer
            commitInterval: soon          | commitInterval
            kafka: {bootstrapServers: ""} | kafka
            kafka: {bootstrap: "a:1"}     | bootstrap
            registry: {url: "ftp://a"}    | registry
            registry: {}                  | registry
            """)
    void aBadOrUnknownKeyIsNamed(String line, String key) {
        String yaml = LEAST.lines()
                        .filter(given -> !given.startsWith(line.substring(0, line.indexOf(':') + 1)))
                        .reduce("", (all, given) -> all + given + "\n")
                + line;
        assertThatThrownBy(() -> parse(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(key);
    }

    @ParameterizedTest
    @CsvSource({"kafka", "registry", "stateDir"})
    void aMissingKeyIsNamed(String key) {
        String yaml = LEAST.lines()
                .filter(given -> !given.startsWith(key + ":"))
                .reduce("", (all, given) -> all + given + "\n");
        assertThatThrownBy(() -> parse(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(key);
    }
}
