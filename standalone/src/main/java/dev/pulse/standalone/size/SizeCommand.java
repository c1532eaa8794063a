package dev.pulse.standalone.size;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulse size}: brokers, partitions, instances, disk, network and cost, each with the figure that it comes from. */
@Command(
        name = "size",
        description = "How much of everything so many nodes need, from what was measured.",
        mixinStandardHelpOptions = true)
public final class SizeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SizeOptions options;

    @Option(
            names = "--price-core",
            paramLabel = "P",
            defaultValue = "0.04",
            description = "A core for an hour (default: ${DEFAULT-VALUE}).")
    private double core;

    @Option(
            names = "--price-memory",
            paramLabel = "P",
            defaultValue = "0.005",
            description = "A GB of memory for an hour (default: ${DEFAULT-VALUE}).")
    private double memory;

    @Option(
            names = "--price-disk",
            paramLabel = "P",
            defaultValue = "0.08",
            description = "A GB of disk for a month (default: ${DEFAULT-VALUE}).")
    private double disk;

    @Option(
            names = "--price-zone",
            paramLabel = "P",
            defaultValue = "0.01",
            description = "A GB from one zone to another (default: ${DEFAULT-VALUE}).")
    private double zone;

    /** Prints, and answers 0. */
    @Override
    public Integer call() {
        Demand demand;
        Machines machines;
        Prices prices;
        try {
            demand = options.demand();
            machines = options.machines();
            prices = new Prices(core, memory, disk, zone);
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(spec.commandLine(), refused.getMessage(), refused);
        }
        PrintWriter out = spec.commandLine().getOut();
        print(out, demand, machines, prices, Figures.recorded());
        out.flush();
        return 0;
    }

    private static void print(PrintWriter out, Demand demand, Machines machines, Prices prices, Figures figures) {
        Sizing sizing = new Sizing(demand, machines, figures);
        Sizing.Region region = sizing.region();
        out.printf(
                Locale.ROOT,
                "%s nodes every %s s in %d regions: %s nodes and %s heartbeats/s each. Of one region:%n%n",
                Quantity.digits((double) demand.nodes()),
                Quantity.digits(demand.interval().toMillis() / 1_000.0),
                demand.regions(),
                Quantity.digits((double) demand.nodesOfRegion()),
                Quantity.digits(demand.rateOfRegion()));
        line(
                out,
                "ingests",
                region.ingests(),
                cores(sizing.ingestCores()) + " and "
                        + Quantity.digits(sizing.openConnections()) + " open connections; "
                        + figures.cite("pipeline.cpu_us_ingest_1m"));
        line(
                out,
                "verifiers",
                region.verifiers(),
                cores(sizing.verifierCores()) + "; " + figures.cite("pipeline.cpu_us_verifier_1m"));
        line(
                out,
                "lifecycles",
                region.lifecycles(),
                cores(sizing.lifecycleCores()) + ", and back in "
                        + machines.restart().toSeconds() + " s; " + figures.cite("pipeline.cpu_us_lifecycle_1m") + ", "
                        + figures.cite("recovery.restart_cold_s_lifecycle"));
        line(
                out,
                "explorers",
                region.explorers(),
                cores(sizing.explorerCores()) + ", "
                        + Quantity.bytes(sizing.explorerBytes()) + " each; "
                        + figures.cite("pipeline.explorer_memory_bytes_per_node"));
        line(
                out,
                "brokers",
                region.brokers(),
                cores(sizing.brokerCores()) + ", and their disks; " + figures.cite("pipeline.cpu_us_broker_1m")
                        + " for each copy");
        line(out, "partitions", region.partitions(), "four for each thread that is busy, 32 at least");
        bytes(
                out,
                "disk",
                region.disk(),
                Quantity.bytes(sizing.rawDisk()) + " raw, "
                        + Quantity.bytes(sizing.verifiedDisk()) + " verified, "
                        + Quantity.bytes(sizing.stateDisk() + sizing.eventDisk()) + " else, copies counted; "
                        + figures.cite("storage.disk_bytes_raw") + ", " + figures.cite("storage.disk_bytes_verified"));
        bytes(out, "network in", sizing.requestBytes(), "a second, HTTP: --request-bytes");
        bytes(
                out,
                "network inside",
                sizing.produced() + sizing.copied() + sizing.consumed(),
                "a second, of which "
                        + Quantity.bytes(sizing.zoneBytes()) + " from zone to zone; "
                        + figures.cite("storage.disk_bytes_other"));
        line(
                out,
                "cores",
                region.cores(),
                machines.cores() + " each, busy " + Quantity.digits(machines.busy() * 100) + " % at most");
        bytes(
                out,
                "memory",
                region.memory(),
                figures.cite("pipeline.store_memory_bytes_per_node") + ", twice, "
                        + figures.cite("connections.rss_bytes_per_connection"));
        double cost = sizing.cost(region, prices);
        out.printf(
                Locale.ROOT,
                "%nAll regions: %s a month, %s for a million nodes; with %s for a core and %s for a GB of memory an hour,"
                        + " %s for a GB of disk a month, %s for a GB between zones.%n",
                Quantity.digits(cost * demand.regions()),
                Quantity.digits(cost * demand.regions() / demand.nodes() * 1e6),
                Quantity.digits(prices.core()),
                Quantity.digits(prices.memory()),
                Quantity.digits(prices.disk()),
                Quantity.digits(prices.zone()));
        out.printf("%nWhat more machines do not give, the fullest first:%n");
        List<Limits.Limit> limits = Limits.of(demand, machines, figures, region);
        limits.forEach(limit -> out.printf(
                Locale.ROOT, "  %5s %%  %-34s %s%n", Quantity.digits(limit.used() * 100), limit.name(), limit.why()));
    }

    private static String cores(double cores) {
        return Quantity.digits(cores) + " cores of work";
    }

    private static void line(PrintWriter out, String what, double value, String from) {
        out.printf(Locale.ROOT, "  %-16s %12s  %s%n", what, Quantity.digits(value), from);
    }

    private static void bytes(PrintWriter out, String what, double bytes, String from) {
        out.printf(Locale.ROOT, "  %-16s %12s  %s%n", what, Quantity.bytes(bytes), from);
    }
}
