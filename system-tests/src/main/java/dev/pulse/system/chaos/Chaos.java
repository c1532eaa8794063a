package dev.pulse.system.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.pulse.standalone.cli.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code pulse chaos} command. */
@Command(
        name = "pulse chaos",
        description =
                "Breaks parts of a cluster of real processes under load, in an order that the seed decides, and holds"
                        + " the books of delivery. Ends with 1 when they don't balance.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Chaos implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Decides the faults (default: 1).")
    private long seed;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "10",
            description = "No fault is drawn after so many minutes (default: 10).")
    private double minutes;

    @Option(
            names = "--mixed",
            description = "Begins half upgraded: the second instance of each service is of the next build.")
    private boolean mixed;

    @Option(
            names = "--first",
            paramLabel = "F,F",
            split = ",",
            description = "These before any that is drawn, for example roll-verifier,roll-verifier.")
    private List<String> first = List.of();

    @Option(names = "--faults", paramLabel = "F,F", split = ",", description = "Only these, for example kill-verifier.")
    private Set<String> faults = Set.of();

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "100", description = "Nodes (default: 100).")
    private int nodes;

    @Option(
            names = "--interval",
            paramLabel = "S",
            defaultValue = "5",
            description = "Seconds between heartbeats (default: 5).")
    private int interval;

    @Option(
            names = "--pause",
            paramLabel = "S",
            defaultValue = "30",
            description = "Seconds that a stopped process stays stopped (default: 30).")
    private int pause;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of the cluster; must be empty or new (default: a temporary one).")
    private Path data;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Where the report goes: FILE.md and FILE.json (default: on the screen alone).")
    private Path report;

    private Chaos() {}

    /** Runs the command and exits with its status: 0 clean, 1 not, 2 wrong usage. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Chaos()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        ChaosSettings settings = settings();
        long begun = System.nanoTime();
        ChaosReport seen = new ChaosRun(
                        settings, line -> System.out.printf("%7.1f s  %s%n", (System.nanoTime() - begun) / 1e9, line))
                .run();
        System.out.println();
        System.out.println(seen.markdown());
        if (report != null) {
            Files.writeString(Path.of(report + ".md"), seen.markdown());
            Files.writeString(Path.of(report + ".json"), json(seen));
        }
        if (!seen.isClean()) {
            System.out.println(
                    "The logs of all parts are in " + settings.folder().resolve("logs"));
        }
        return seen.isClean() ? 0 : 1;
    }

    private ChaosSettings settings() throws Exception {
        Path folder = data == null ? Files.createTempDirectory("pulse-chaos") : data;
        if (Files.isDirectory(folder)) {
            try (var entries = Files.list(folder)) {
                if (entries.findAny().isPresent()) {
                    throw new ParameterException(spec.commandLine(), folder + " is not empty; name a new folder");
                }
            }
        }
        try {
            return new ChaosSettings(
                    seed,
                    mixed,
                    first,
                    Duration.ofMillis((long) (minutes * 60_000)),
                    Integer.MAX_VALUE,
                    faults,
                    nodes,
                    Duration.ofSeconds(interval),
                    Duration.ofSeconds(pause),
                    folder);
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(spec.commandLine(), refused.getMessage(), refused);
        }
    }

    private static String json(ChaosReport seen) throws Exception {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("seed", seen.settings().seed());
        all.put("mixed", seen.settings().mixed());
        all.put("minutes", seen.settings().length().toSeconds() / 60.0);
        all.put("nodes", seen.settings().nodes());
        all.put("interval_s", seen.settings().interval().toSeconds());
        all.put("acknowledged", seen.acknowledged());
        all.put("unanswered", seen.unanswered());
        all.put("verified", seen.verified());
        all.put("dead", seen.dead());
        all.put("transitions", seen.transitions());
        all.put("steps", seen.steps().stream().map(Chaos::json).toList());
        all.put("wrong", seen.wrong());
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(all) + "\n";
    }

    private static Map<String, Object> json(ChaosReport.Step step) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("fault", step.fault());
        all.put("broken_s", step.brokenSeconds());
        all.put("recovery_s", step.recoverySeconds());
        return all;
    }
}
