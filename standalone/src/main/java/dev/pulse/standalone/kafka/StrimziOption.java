package dev.pulse.standalone.kafka;

import dev.pulse.standalone.manifest.StrimziManifests;
import java.io.PrintWriter;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which Kafka of Strimzi's the resources are for that a command prints. */
final class StrimziOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--cluster",
            defaultValue = "pulse",
            description = "Name of the Kafka resource (default: ${DEFAULT-VALUE}).")
    private String cluster;

    /** Prints resources, and answers with the command's status. */
    int print(Function<StrimziManifests, String> resources) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(resources.apply(new StrimziManifests(cluster)));
        out.flush();
        return 0;
    }
}
