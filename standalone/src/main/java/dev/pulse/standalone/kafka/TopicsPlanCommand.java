package dev.pulse.standalone.kafka;

import dev.pulse.standalone.scale.ScaleException;
import dev.pulse.standalone.scale.Scaling;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pulse topics plan}: what a move to another number of partitions would make. Changes nothing. */
@Command(
        name = "plan",
        description = "Says what moving to another number of partitions would make and copy. Changes nothing.",
        mixinStandardHelpOptions = true)
public final class TopicsPlanCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOption kafka;

    @Option(names = "--partitions", required = true, paramLabel = "N", description = "Partitions that there shall be.")
    private int partitions;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Scaling scaling = new Scaling(kafka.settings(), Duration.ZERO, InstantSource.system(), out::println)) {
            scaling.plan(partitions).lines().forEach(out::println);
            out.flush();
            return 0;
        } catch (ScaleException refused) {
            out.flush();
            spec.commandLine().getErr().println(refused.getMessage());
            return 1;
        }
    }
}
