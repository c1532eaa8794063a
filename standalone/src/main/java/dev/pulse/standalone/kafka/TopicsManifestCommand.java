package dev.pulse.standalone.kafka;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pulse topics manifest}: the topics as resources for Strimzi, {@code infra/kubernetes/topics.yaml}. */
@Command(
        name = "manifest",
        description = "Prints the topics as KafkaTopic resources for Strimzi.",
        mixinStandardHelpOptions = true)
public final class TopicsManifestCommand implements Callable<Integer> {
    @Mixin
    private TopicShape shape;

    @Mixin
    private StrimziOption strimzi;

    @Override
    public Integer call() {
        return strimzi.print(manifests -> manifests.topics(shape.settings()));
    }
}
