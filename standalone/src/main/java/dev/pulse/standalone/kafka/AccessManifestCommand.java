package dev.pulse.standalone.kafka;

import dev.pulse.standalone.manifest.StrimziManifests;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pulse access manifest}: the users as resources for Strimzi, {@code infra/kubernetes/users.yaml}. */
@Command(
        name = "manifest",
        description = "Prints the users and what they may do as KafkaUser resources for Strimzi.",
        mixinStandardHelpOptions = true)
public final class AccessManifestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--cluster",
            defaultValue = "pulse",
            description = "Name of the Kafka resource (default: ${DEFAULT-VALUE}).")
    private String cluster;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(new StrimziManifests(cluster).users());
        out.flush();
        return 0;
    }
}
