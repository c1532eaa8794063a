package dev.pulse.benchmarks.run;

import dev.pulse.benchmarks.load.LoadProcess;
import dev.pulse.benchmarks.record.Recording;
import dev.pulse.benchmarks.run.gauge.VerifyCost;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The whole path at a steady rate with fleets of several sizes: processor time for a heartbeat by process, latency,
 * lag, memory, disk. Between two heartbeats of a node lies one interval whatever the size of the fleet, so each run has the
 * same number of deadlines, refreshes and changes of facts for a heartbeat as a fleet at one a minute.
 */
public final class PipelineRun {
    private final RunOptions options;
    private final List<Integer> fleets;
    private final int rate;
    private final Clock clock;
    private final Recording findings;
    private final Consumer<String> progress;

    /**
     * @param fleets how many nodes, smallest first
     * @param rate heartbeats a second
     * @param findings takes what is found
     */
    public PipelineRun(
            RunOptions options,
            List<Integer> fleets,
            int rate,
            Recording findings,
            Clock clock,
            Consumer<String> progress) {
        this.options = options;
        this.fleets = fleets;
        this.rate = rate;
        this.findings = findings;
        this.clock = clock;
        this.progress = progress;
    }

    /** Runs: some four minutes for 10,000 nodes, nine for a million; a quick one less than one in all. */
    public void run() throws IOException, InterruptedException {
        options.note(findings);
        findings.setting("rate", rate);
        findings.setting("fleets", fleets.toString());
        Map<Integer, FleetMeasure.Found> found = new LinkedHashMap<>();
        try (VerifyCost verify = new VerifyCost()) {
            findings.figure("verify_us_idle", verify.now(), "us", "one AWS-LC verify before anything was started");
            for (int nodes : fleets) {
                String label = label(nodes);
                var folder = options.folder("pipeline-" + label);
                try (LoadProcess load = LoadProcess.start(folder.resolve("load"), now -> {})) {
                    FleetMeasure measure = new FleetMeasure(
                            options, nodes, rate, clock, verify, load, line -> progress.accept(label + ": " + line));
                    found.put(nodes, measure.in(folder, findings, label));
                } finally {
                    options.done(folder);
                }
            }
        }
        compare(found);
    }

    private void compare(Map<Integer, FleetMeasure.Found> found) {
        int small = fleets.getFirst();
        int large = fleets.getLast();
        FleetMeasure.Found of = found.get(large);
        findings.figure(
                "pipeline_cpu_over_verify",
                of.totalUs() / of.verifyUs(),
                "ratio",
                label(large) + " nodes; all our processes and the broker, over one AWS-LC verify of the same minute");
        if (small != large) {
            findings.figure(
                    "cost_1m_over_10k",
                    of.totalUs() / found.get(small).totalUs(),
                    "ratio",
                    "microseconds for a heartbeat, " + label(large) + " nodes over " + label(small));
            double nodes = (double) large - small;
            double disk = (of.storesDisk() - found.get(small).storesDisk()) / nodes;
            double changelogs = (of.changelogBytes() - found.get(small).changelogBytes()) / nodes;
            double memory = (of.storesMemory() - found.get(small).storesMemory()) / nodes;
            double explorer = (of.explorerMemory() - found.get(small).explorerMemory()) / nodes;
            findings.figure("store_disk_bytes_per_node", disk, "B", "files of the stores of verifier and lifecycle");
            findings.figure(
                    "changelog_bytes_per_node",
                    changelogs,
                    "B",
                    "newest record of each key, compressed as it is on the broker's disk");
            findings.figure(
                    "store_memory_bytes_per_node",
                    memory,
                    "B",
                    "live objects and memory outside the heap, verifier and lifecycle");
            findings.figure(
                    "explorer_memory_bytes_per_node", explorer, "B", "the explorer's index; not in bytes_per_node");
            findings.figure(
                    "bytes_per_node",
                    disk + changelogs + memory,
                    "B",
                    "stores on disk, their changelogs and their memory: growth from " + label(small) + " to "
                            + label(large) + " nodes, for each node");
        }
    }

    /** 10k, 100k, 1m. */
    static String label(int nodes) {
        return nodes % 1_000_000 == 0
                ? nodes / 1_000_000 + "m"
                : nodes % 1_000 == 0 ? nodes / 1_000 + "k" : Integer.toString(nodes);
    }
}
