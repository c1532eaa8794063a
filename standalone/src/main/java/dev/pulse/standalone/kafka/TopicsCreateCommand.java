package dev.pulse.standalone.kafka;

import dev.pulse.schemas.generation.Course;
import dev.pulse.schemas.kafka.KafkaUnusableException;
import dev.pulse.schemas.kafka.TopicAdmin;
import dev.pulse.schemas.kafka.TopicSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pulse topics create}: makes the topics that are missing, for clusters where no service may. */
@Command(
        name = "create",
        description = "Makes the topics that are missing; those that are there stay as they are.",
        mixinStandardHelpOptions = true)
public final class TopicsCreateCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOption kafka;

    @Mixin
    private TopicShape shape;

    @Override
    public Integer call() {
        TopicSettings settings = shape.settings();
        PrintWriter out = spec.commandLine().getOut();
        try (TopicAdmin admin = new TopicAdmin(kafka.settings())) {
            Course course = admin.prepare(settings, PATIENCE, out::println);
            out.println("All topics are there: " + course + ".");
            out.flush();
            return 0;
        } catch (KafkaUnusableException refused) {
            spec.commandLine().getErr().println(refused.getMessage());
            return 1;
        }
    }
}
