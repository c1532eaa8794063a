package dev.pulse.standalone.dlq;

import dev.pulse.marketplace.follow.KafkaConsumers;
import dev.pulse.schemas.generation.Course;
import dev.pulse.schemas.kafka.CourseLog;
import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.schemas.kafka.KafkaUnusableException;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.schemas.serde.RegistryUnavailableException;
import dev.pulse.standalone.kafka.KafkaOption;
import dev.pulse.standalone.kafka.RegistryOption;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Where letters are: Kafka, and the registry whose schemas they are written in. No explorer is needed. */
public final class LetterSource {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private KafkaOption kafka;

    @Mixin
    private RegistryOption registry;

    /**
     * Where they are.
     *
     * @param kafka the cluster
     * @param course which generations there were when the command began
     */
    record Grid(KafkaSettings kafka, Course course) {
        /** Consumers of what can be read. */
        KafkaConsumers consumers() {
            return new KafkaConsumers(kafka, () -> course);
        }

        /**
         * The same as it is by now.
         *
         * @throws KafkaUnusableException where that can't be read
         */
        Grid now() {
            return of(kafka);
        }

        /** A grid that never moved has one generation, and needs no record of it. */
        private static Grid of(KafkaSettings kafka) {
            return new Grid(kafka, CourseLog.read(kafka).orElse(Course.steady(1)));
        }
    }

    /** What a command does with them; answers with its status. */
    @FunctionalInterface
    interface Work {
        int with(Grid grid, RegistryRecordSerdes serdes) throws InterruptedException;
    }

    /** Does it, and says in a sentence where Kafka or the registry would not. */
    int run(Work work) throws InterruptedException {
        KafkaSettings settings = kafka.settings();
        try (RegistryRecordSerdes serdes = new RegistryRecordSerdes(registry.settings())) {
            return work.with(Grid.of(settings), serdes);
        } catch (RegistryUnavailableException | KafkaUnusableException | UnusableException failure) {
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
