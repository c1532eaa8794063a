package dev.pulse.standalone.cli;

import dev.pulse.agent.cli.StopSignal;
import dev.pulse.agent.fleet.Fleet;
import dev.pulse.agent.fleet.FleetSeed;
import dev.pulse.agent.fleet.FleetSettings;
import dev.pulse.agent.ingest.HeartbeatPost;
import dev.pulse.agent.ingest.IngestAddress;
import dev.pulse.standalone.embedded.RegistryProcess;
import dev.pulse.standalone.grid.Grid;
import dev.pulse.standalone.grid.GridException;
import dev.pulse.standalone.grid.GridOptions;
import dev.pulse.standalone.grid.Ports;
import dev.pulse.standalone.grid.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulse up}: a whole grid in one process, with a simulated fleet. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Runs a whole grid in one process: Kafka, the schema registry, a development ledger, the services, "
                        + "a simulated fleet.")
public final class UpCommand implements Callable<Integer> {
    private static final Duration POST_TIMEOUT = Duration.ofSeconds(10);
    private static final int POSTS_IN_FLIGHT = 256;
    private static final Duration FLEET_DRAIN = Duration.ofSeconds(1);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "100",
            description = "Size of the fleet (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(
            names = "--interval",
            paramLabel = "T",
            defaultValue = "10s",
            description = "How often a node heartbeats (default: ${DEFAULT-VALUE}).")
    private Duration interval;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "pulse-data",
            description = "Folder that everything is kept in (default: ${DEFAULT-VALUE}).")
    private Path data;

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "8080",
            description = "The first of nine ports in a row (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--no-fleet", description = "Starts no simulated nodes.")
    private boolean noFleet;

    @Option(
            names = "--regions",
            paramLabel = "R,R",
            split = ",",
            defaultValue = "eu,us,ap",
            description = "The regions; the ingest's own is the first (default: ${DEFAULT-VALUE}).")
    private List<String> regions;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "8",
            description = "Partitions of each topic, fixed at the first use of the folder (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (default: ${DEFAULT-VALUE}). Anything else opens Kafka to the network "
                    + "without a password.")
    private String bind;

    @Option(
            names = "--hosting-verification",
            paramLabel = "real|mock",
            defaultValue = "${env:HOSTING_VERIFICATION:-real}",
            description =
                    "Whether the marketplace asks the ledger whose a node is, or believes anybody (default: real; "
                            + "or what HOSTING_VERIFICATION says).")
    private String verification;

    @Override
    public Integer call() throws InterruptedException {
        PrintStream out = System.out;
        Progress progress = new Progress(out);
        try (StopSignal stop = StopSignal.install()) {
            GridOptions options = options();
            try (Grid grid = Grid.start(options, progress)) {
                run(options, grid, progress, stop);
            }
            progress.note("stopped; the data stays in " + data);
            return 0;
        } catch (GridException refused) {
            spec.commandLine().getErr().println(refused.getMessage());
            return 1;
        }
    }

    private void run(GridOptions options, Grid grid, Progress progress, StopSignal stop) throws InterruptedException {
        try (HeartbeatPost post = HeartbeatPost.forFleet(
                        IngestAddress.heartbeats(grid.ingestUrl().toString()), POST_TIMEOUT, POSTS_IN_FLIGHT);
                Fleet fleet = fleet(options, post)) {
            if (fleet != null) {
                fleet.start();
            }
            sayWhere(options, grid, progress);
            stop.latch().await();
            if (fleet != null) {
                progress.note("stopping the fleet");
                fleet.stop(FLEET_DRAIN);
            }
        }
    }

    /** The simulated nodes, or null where none are wanted; the same ones at each start, since their seed is kept. */
    private Fleet fleet(GridOptions options, HeartbeatPost post) {
        if (options.nodes() == 0) {
            return null;
        }
        try {
            FleetSeed seed = FleetSeed.loadOrCreate(data.resolve("fleet"), new SecureRandom());
            FleetSettings settings = FleetSettings.of(options.nodes(), options.interval(), options.regions());
            return new Fleet(settings, seed, post, InstantSource.system());
        } catch (IOException failure) {
            throw new GridException("The fleet's folder can't be used: " + failure.getMessage(), failure);
        }
    }

    private static void sayWhere(GridOptions options, Grid grid, Progress progress) {
        progress.note(
                "ready" + (options.nodes() == 0 ? "" : "; " + options.nodes() + " nodes are starting to heartbeat"));
        progress.note("");
        progress.note("page        " + grid.explorerUrl() + "/");
        progress.note("API         " + grid.explorerUrl() + "/api/docs");
        progress.note("ingest      " + grid.ingestUrl());
        progress.note("Kafka       " + options.bind() + ":" + options.ports().kafka());
        progress.note("ledger      " + grid.ledgerUrl() + " (for development: its SPORE is worth nothing)");
        if (options.verification().equals("mock")) {
            progress.note("WARNING     the marketplace believes anybody whose a node is: verification is mock");
        }
        progress.note("try         curl -s " + grid.explorerUrl() + "/api/v1/stats");
        progress.note("stop with Ctrl-C");
    }

    private GridOptions options() {
        try {
            return new GridOptions(
                    data,
                    new Ports(port),
                    bind,
                    interval,
                    regions,
                    noFleet ? 0 : nodes,
                    partitions,
                    verification,
                    RegistryProcess.unpacked());
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(spec.commandLine(), refused.getMessage(), refused);
        }
    }
}
