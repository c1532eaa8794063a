package dev.pulse.standalone.kafka;

import dev.pulse.standalone.manifest.StrimziManifests;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pulse topics manifest}: the topics as resources for Strimzi, {@code infra/kubernetes/topics.yaml}. */
@Command(
        name = "manifest",
        description = "Prints the topics as KafkaTopic resources for Strimzi.",
        mixinStandardHelpOptions = true)
public final class TopicsManifestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private TopicShape shape;

    @Option(
            names = "--cluster",
            defaultValue = "pulse",
            description = "Name of the Kafka resource (default: ${DEFAULT-VALUE}).")
    private String cluster;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(new StrimziManifests(cluster).topics(shape.settings()));
        out.flush();
        return 0;
    }
}
