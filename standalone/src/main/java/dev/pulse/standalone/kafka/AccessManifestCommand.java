package dev.pulse.standalone.kafka;

import dev.pulse.standalone.manifest.StrimziManifests;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pulse access manifest}: the users as resources for Strimzi, {@code infra/kubernetes/users.yaml}. */
@Command(
        name = "manifest",
        description = "Prints the users and what they may do as KafkaUser resources for Strimzi.",
        mixinStandardHelpOptions = true)
public final class AccessManifestCommand implements Callable<Integer> {
    @Mixin
    private StrimziOption strimzi;

    @Override
    public Integer call() {
        return strimzi.print(StrimziManifests::users);
    }
}
