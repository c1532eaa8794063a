package dev.pulse.standalone.kafka;

import dev.pulse.schemas.kafka.TopicSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many partitions new topics have, and how many copies. */
public final class TopicShape {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--partitions",
            defaultValue = "32",
            description = "Partitions of each topic, 1 to 10000 (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(
            names = "--replication-factor",
            defaultValue = "3",
            description = "Copies of each partition, 1 to 10 (default: ${DEFAULT-VALUE}).")
    private int replicationFactor;

    /** @throws ParameterException naming what is outside its range */
    TopicSettings settings() {
        try {
            return new TopicSettings(partitions, replicationFactor);
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(spec.commandLine(), refused.getMessage(), refused);
        }
    }
}
