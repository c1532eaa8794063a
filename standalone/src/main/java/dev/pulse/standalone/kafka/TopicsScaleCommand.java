package dev.pulse.standalone.kafka;

import dev.pulse.standalone.scale.ScaleException;
import dev.pulse.standalone.scale.Scaling;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pulse topics scale}: moves a grid to another number of partitions while it runs. */
@Command(
        name = "scale",
        description = "Moves a grid to another number of partitions while it runs, or goes on with a move that was cut "
                + "short. The way back is the same with the former number.",
        mixinStandardHelpOptions = true)
public final class TopicsScaleCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOption kafka;

    @ArgGroup(multiplicity = "1")
    private What what;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "How long it waits for the services in one step (default: ${DEFAULT-VALUE}).")
    private long timeoutSeconds;

    /** One of them. */
    private static final class What {
        @Option(names = "--partitions", paramLabel = "N", description = "Partitions that there shall be.")
        private Integer partitions;

        @Option(names = "--cancel", description = "Turns back from a move that has not come to its cut.")
        private boolean cancel;

        @Option(
                names = "--finish",
                description =
                        "Deletes what is left of former generations: topics, changelogs, groups. There is no way back"
                                + " to what they hold.")
        private boolean finish;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Scaling scaling =
                new Scaling(kafka.settings(), Duration.ofSeconds(timeoutSeconds), InstantSource.system(), line -> {
                    out.println(line);
                    out.flush();
                })) {
            if (what.cancel) {
                scaling.cancel();
            } else if (what.finish) {
                scaling.finish();
            } else {
                scaling.run(what.partitions);
            }
            return 0;
        } catch (ScaleException refused) {
            spec.commandLine().getErr().println(refused.getMessage());
            return 1;
        }
    }
}
