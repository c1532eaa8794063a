package dev.pulse.benchmarks.run;

import dev.pulse.benchmarks.record.Recording;
import dev.pulse.benchmarks.run.site.SiteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What all runs are told. */
public final class RunOptions {
    private static final List<String> PROCESSES = List.of("broker", "ingest", "verifier", "lifecycle", "marketplace");
    /** What a run with small fleets is content with. */
    private static final String QUICK_HEAP = "384m";

    /** For the command line. */
    public RunOptions() {}

    @Option(names = "--quick", description = "A small run that ends within a minute; its figures say nothing.")
    private boolean quick;

    @Option(
            names = "--work",
            paramLabel = "FOLDER",
            description = "Where the processes keep their data; removed afterwards. A new one under /tmp if not given.")
    private Path work;

    @Option(names = "--keep", description = "Leave the data and logs of the processes there.")
    private boolean keep;

    @Option(names = "--partitions", paramLabel = "N", description = "Partitions of every topic (default: 8).")
    private int partitions = 8;

    @Option(
            names = "--jvm",
            paramLabel = "PROCESS=FLAGS",
            description = "Further flags for the JVM of broker, ingest, verifier, lifecycle, marketplace, or all.")
    private List<String> jvm = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "PROCESS:KEY=VALUE",
            description = "A key of a service's configuration, for example verifier:commitInterval=200ms.")
    private List<String> set = new ArrayList<>();

    /** Whether a small run is enough. */
    public boolean quick() {
        return quick;
    }

    /** {@code normal} in a real run, {@code small} in a quick one. */
    int pick(int normal, int small) {
        return quick ? small : normal;
    }

    int partitions() {
        return partitions;
    }

    /** The folder for a run's data, empty. */
    Path folder(String run) throws IOException {
        Path parent = work == null ? Files.createTempDirectory("pulse-bench-") : work;
        Path folder = parent.resolve(run).toAbsolutePath();
        remove(folder);
        Files.createDirectories(folder);
        return folder;
    }

    /** Where keys of fleets are kept between runs. */
    static Path keys() {
        return Path.of(System.getProperty("java.io.tmpdir"), "pulse-bench-keys");
    }

    /** Removes a run's data, unless it is to be kept. */
    void done(Path folder) throws IOException {
        if (!keep) {
            remove(folder);
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = new ArrayList<>(found.toList());
        }
        for (Path path : all.reversed()) {
            Files.deleteIfExists(path);
        }
    }

    /**
     * How the processes are set up.
     *
     * @param interval between two heartbeats of a node
     * @param standbys standby replicas of the stream services
     * @param flags further flags of all JVMs, which those of the command line overrule
     * @param keys configuration that this run needs, which that of the command line overrules
     */
    SiteSettings site(Duration interval, int standbys, List<String> flags, Map<String, Map<String, String>> keys) {
        Map<String, List<String>> allFlags = new LinkedHashMap<>();
        PROCESSES.forEach(process -> {
            List<String> own = new ArrayList<>(flags);
            if (quick) {
                own.addAll(List.of("-Xms" + QUICK_HEAP, "-Xmx" + QUICK_HEAP));
            }
            for (String given : jvm) {
                String[] parts = given.split("=", 2);
                if (parts[0].equals(process) || parts[0].equals("all")) {
                    own.addAll(Arrays.asList(parts[1].split(" ")));
                }
            }
            allFlags.put(process, own);
        });
        Map<String, Map<String, String>> allKeys = new LinkedHashMap<>();
        keys.forEach((process, own) -> allKeys.put(process, new LinkedHashMap<>(own)));
        for (String given : set) {
            String[] parts = given.split("[:=]", 3);
            allKeys.computeIfAbsent(parts[0], p -> new LinkedHashMap<>()).put(parts[1], parts[2]);
        }
        return new SiteSettings(interval, partitions, standbys, allFlags, allKeys);
    }

    /** Notes what was asked for among a run's settings. */
    void note(Recording findings) {
        findings.setting("quick", quick);
        findings.setting("partitions", partitions);
        findings.setting("jvm", String.join("; ", jvm));
        findings.setting("set", String.join("; ", set));
    }
}
