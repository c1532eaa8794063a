package dev.pulse.standalone.kafka;

import dev.pulse.schemas.kafka.KafkaSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a command reaches Kafka. */
public final class KafkaOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8086",
            description = "Kafka (default: ${DEFAULT-VALUE}, that of `pulse up`).")
    private String bootstrap;

    @Option(
            names = "--properties",
            paramLabel = "KEY=VALUE",
            description = "A Kafka client property; may be repeated. Passwords belong into --kafka-config.")
    private Map<String, String> properties = new LinkedHashMap<>();

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "A file of Kafka client properties, for example for security; --properties win over it.")
    private Path file;

    /** Where Kafka is. */
    public String bootstrap() {
        return bootstrap;
    }

    /**
     * Everything that was said.
     *
     * @throws ParameterException where the file can't be read
     */
    public KafkaSettings settings() {
        try {
            return KafkaSettings.of(bootstrap, properties, file);
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(spec.commandLine(), refused.getMessage(), refused);
        }
    }
}
