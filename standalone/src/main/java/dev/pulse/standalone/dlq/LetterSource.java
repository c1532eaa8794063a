package dev.pulse.standalone.dlq;

import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.schemas.serde.RegistrySettings;
import dev.pulse.schemas.serde.RegistryUnavailableException;
import dev.pulse.standalone.kafka.KafkaOption;
import java.net.URI;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where letters are: Kafka, and the registry whose schemas they are written in. No explorer is needed. */
public final class LetterSource {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private KafkaOption kafka;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8084/apis/registry/v3",
            description = "The schema registry (default: ${DEFAULT-VALUE}).")
    private URI registry;

    /** What a command does with them; answers with its status. */
    @FunctionalInterface
    interface Work {
        int with(KafkaSettings kafka, RegistryRecordSerdes serdes) throws InterruptedException;
    }

    /** Does it, and says in a sentence where Kafka or the registry would not. */
    int run(Work work) throws InterruptedException {
        KafkaSettings settings = kafka.settings();
        try (RegistryRecordSerdes serdes = new RegistryRecordSerdes(new RegistrySettings(registry))) {
            return work.with(settings, serdes);
        } catch (RegistryUnavailableException | UnusableException failure) {
            spec.commandLine().getErr().println(failure.getMessage());
            return 1;
        } catch (KafkaException failure) {
            spec.commandLine()
                    .getErr()
                    .println("Kafka on " + kafka.bootstrap() + " does not do it: " + failure.getMessage());
            return 1;
        }
    }

    /** What is there can't be used as it is; the message is a sentence. */
    static final class UnusableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message, null, false, false);
        }
    }
}
