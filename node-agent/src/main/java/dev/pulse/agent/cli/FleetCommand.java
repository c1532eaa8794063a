package dev.pulse.agent.cli;

import dev.pulse.agent.fleet.Fleet;
import dev.pulse.agent.fleet.FleetRates;
import dev.pulse.agent.fleet.FleetReport;
import dev.pulse.agent.fleet.FleetSeed;
import dev.pulse.agent.fleet.FleetSettings;
import dev.pulse.agent.fleet.FleetSummary;
import dev.pulse.agent.ingest.HeartbeatPost;
import dev.pulse.agent.ingest.IngestAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulse fleet}: many simulated nodes from one process. */
@Command(
        name = "fleet",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Keeps many simulated nodes alive: real keys, real signatures, real HTTP. Ctrl-C ends it with a summary.")
public final class FleetCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** How long the end waits for answers under way: below what {@link StopSignal} allows. */
    private static final Duration DRAIN = Duration.ofSeconds(6);

    private final InstantSource clock;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(
            names = "--interval",
            paramLabel = "T",
            description = "How often each node heartbeats, for example 10s. Default: as often as the ingest asks.")
    private Duration interval;

    @Option(names = "--ingest", required = true, paramLabel = "URL", description = "For example http://127.0.0.1:8081.")
    private String ingest;

    @Option(
            names = "--regions",
            paramLabel = "R,R",
            split = ",",
            defaultValue = "eu,us,ap",
            description = "Regions, dealt out in turn (default: ${DEFAULT-VALUE}).")
    private List<String> regions;

    @Option(names = "--audience", paramLabel = "A", description = "The network to sign for.")
    private String audience;

    @Option(
            names = "--bad-signature",
            paramLabel = "P%",
            defaultValue = "0%",
            description = "Extras with a flipped signature bit.")
    private Share badSignature;

    @Option(
            names = "--skewed",
            paramLabel = "P%",
            defaultValue = "0%",
            description = "Extras by a clock ten minutes off.")
    private Share skewed;

    @Option(
            names = "--impostors",
            paramLabel = "P%",
            defaultValue = "0%",
            description = "Extras by another key under a bound name.")
    private Share impostors;

    @Option(names = "--duplicates", paramLabel = "P%", defaultValue = "0%", description = "The last bytes once more.")
    private Share duplicates;

    @Option(
            names = "--malformed",
            paramLabel = "P%",
            defaultValue = "0%",
            description = "Extras malformed in ten ways.")
    private Share malformed;

    @Option(names = "--kill", paramLabel = "P%", description = "Stop this share of the nodes for good, with --after.")
    private Share kill;

    @Option(
            names = "--after",
            paramLabel = "T",
            defaultValue = "60s",
            description = "When to (default: ${DEFAULT-VALUE}).")
    private Duration after;

    @Option(names = "--duration", paramLabel = "T", description = "Stop after this long. Default: at Ctrl-C.")
    private Duration duration;

    @ArgGroup
    private Origin origin = new Origin();

    /** Where the keys come from. */
    private static final class Origin {
        @Option(
                names = "--keys",
                paramLabel = "DIR",
                description =
                        "Folder of the seed that all keys follow from; made if need be (default: pulse-data/fleet).")
        private Path keys;

        @Option(
                names = "--seed",
                paramLabel = "S",
                description = "A text that all keys follow from, instead of a folder.")
        private String seed;
    }

    @Option(
            names = "--prefix",
            paramLabel = "P",
            defaultValue = "node-",
            description = "Of the node ids (default: ${DEFAULT-VALUE}).")
    private String prefix;

    @Option(
            names = "--ramp-up",
            paramLabel = "T",
            description = "Spread the first heartbeats over this (default: one interval).")
    private Duration rampUp;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            defaultValue = "256",
            description = "Most POSTs at once (default: ${DEFAULT-VALUE}).")
    private int inFlight;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the summary there as well.")
    private Path json;

    /** @param clock the nodes' clock */
    public FleetCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        URI target = checked(() -> IngestAddress.heartbeats(ingest));
        FleetSettings settings = checked(this::settings);
        try (HeartbeatPost post = HeartbeatPost.forFleet(target, TIMEOUT, inFlight);
                StopSignal stop = StopSignal.install();
                Fleet fleet = new Fleet(settings, seed(), post, clock)) {
            FleetSummary summary = run(fleet, stop);
            PrintWriter out = spec.commandLine().getOut();
            out.print(FleetReport.table(summary));
            out.flush();
            if (json != null) {
                Files.writeString(json, FleetReport.json(summary), StandardCharsets.UTF_8);
            }
            return summary.nodesAcknowledged() > 0 ? 0 : 1;
        } catch (IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }

    private FleetSummary run(Fleet fleet, StopSignal stop) throws InterruptedException {
        RateLine line = new RateLine(spec.commandLine().getErr(), RateLine.isTerminal());
        fleet.start();
        boolean killDue = kill != null;
        for (long second = 1; !stop.latch().await(untilSecond(fleet, second), TimeUnit.MILLISECONDS); second++) {
            FleetSummary summary = fleet.summary();
            if (killDue && summary.elapsed().compareTo(after) >= 0) {
                killDue = false;
                line.say("stopped for good: " + String.join(" ", fleet.kill(kill.value())));
            }
            line.show(summary);
            if (duration != null && summary.elapsed().compareTo(duration) >= 0) {
                break;
            }
        }
        line.end();
        return fleet.stop(DRAIN);
    }

    private static long untilSecond(Fleet fleet, long second) {
        return Math.max(1, second * 1000 - fleet.summary().elapsed().toMillis());
    }

    private FleetSettings settings() {
        FleetRates rates = new FleetRates(
                badSignature.value(), skewed.value(), impostors.value(), duplicates.value(), malformed.value());
        Duration spread = interval == null ? FleetSettings.DEFAULT_INTERVAL : interval;
        return new FleetSettings(
                nodes,
                Optional.ofNullable(interval),
                rampUp == null ? spread : rampUp,
                prefix,
                regions.stream().filter(region -> !region.isEmpty()).toList(),
                audience,
                rates,
                inFlight);
    }

    private FleetSeed seed() throws IOException {
        if (origin.seed != null) {
            return FleetSeed.of(origin.seed);
        }
        Path dir = origin.keys == null ? Path.of("pulse-data", "fleet") : origin.keys;
        return FleetSeed.loadOrCreate(dir, new SecureRandom());
    }

    private <T> T checked(Supplier<T> parse) {
        try {
            return parse.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
