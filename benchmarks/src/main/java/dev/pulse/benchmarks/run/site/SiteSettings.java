package dev.pulse.benchmarks.run.site;

import dev.pulse.system.rig.ClusterSettings;
import dev.pulse.system.rig.ClusterSettings.Instances;
import dev.pulse.system.rig.ClusterSettings.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the processes of a run are set up: flags of their JVMs, and keys of their ordinary configuration, which are handed
 * over as {@code -Ddw.KEY=VALUE}.
 *
 * @param interval how often a node promises a heartbeat, 1 s or more
 * @param partitions partitions of every topic
 * @param standbys standby replicas of each stream service, 0 or 1; with one there can be a second instance
 * @param jvmFlags flags by process, after the ones that every run has, so that they overrule
 * @param keys configuration by process: a key, with dots for nested ones, and its value
 */
public record SiteSettings(
        Duration interval,
        int partitions,
        int standbys,
        Map<String, List<String>> jvmFlags,
        Map<String, Map<String, String>> keys) {
    /** A state is written again after so many intervals at the latest: ten minutes at one a minute, as by default. */
    private static final int INTERVALS_PER_REFRESH = 10;

    private static final String MAX_HEAP = "-Xmx";
    /** Far above what any run sends: a run comes from one address, and its nodes speak when they are told to. */
    private static final String UNLIMITED = "10000000";

    public SiteSettings {
        jvmFlags = Map.copyOf(jvmFlags);
        keys = Map.copyOf(keys);
    }

    /** The cluster of these settings, in a folder. */
    ClusterSettings in(Path folder) {
        Map<Service, Instances> services = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            boolean stream = service == Service.VERIFIER || service == Service.LIFECYCLE;
            services.put(service, new Instances(stream ? 1 + standbys : 1, "", flags(service.command())));
        }
        return new ClusterSettings(folder, 1, partitions, interval, services, flags("broker"), false);
    }

    /** The flags of a process's JVM, its configuration among them. */
    List<String> flags(String process) {
        List<String> flags = new ArrayList<>(
                List.of("-Djava.net.preferIPv4Stack=true", "-Xms" + heap(process), MAX_HEAP + heap(process)));
        // As the script starts it; the broker as Kafka's own scripts do, without.
        if (!process.equals("broker")) {
            flags.addAll(List.of("-XX:+UseTransparentHugePages", "-XX:+UseCompactObjectHeaders"));
        }
        if (process.equals("verifier")) {
            flags.add("--add-modules=jdk.incubator.vector");
        }
        if (process.equals("marketplace")) {
            flags.add("-XX:+UseZGC");
        }
        Map<String, String> configuration = new LinkedHashMap<>(own(process));
        configuration.putAll(keys.getOrDefault(process, Map.of()));
        configuration.forEach((key, value) -> flags.add("-Ddw." + path(key) + "=" + value));
        flags.addAll(jvmFlags.getOrDefault(process, List.of()));
        return flags;
    }

    /** Properties of clients and of Kafka Streams have dots in their names, which are no steps into the configuration. */
    private static String path(String key) {
        for (String map : List.of("streams.", "kafka.properties.")) {
            if (key.startsWith(map)) {
                return map + key.substring(map.length()).replace(".", "\\.");
            }
        }
        return key;
    }

    private Map<String, String> own(String process) {
        return switch (process) {
            // Jetty's default of 50 makes connections that come together wait for seconds.
            case "ingest" ->
                Map.of(
                        "limits.addressPerSecond", UNLIMITED,
                        "limits.addressBurst", UNLIMITED,
                        "limits.nodeInterval", "1ms",
                        "limits.nodeBurst", "10000",
                        "server.connector.acceptQueueSize", "4096");
            case "verifier" -> Map.of("standbyReplicas", Integer.toString(standbys));
            case "lifecycle" ->
                Map.of(
                        "standbyReplicas",
                        Integer.toString(standbys),
                        "refresh",
                        interval.multipliedBy(INTERVALS_PER_REFRESH).toMillis() + "ms");
            default -> Map.of();
        };
    }

    /** Bytes of the largest heap that the flags of a process allow; the last one counts. */
    long heapBytes(String process) {
        String size = flags(process).stream()
                .filter(flag -> flag.startsWith(MAX_HEAP))
                .toList()
                .getLast()
                .substring(MAX_HEAP.length());
        long number = Long.parseLong(size.substring(0, size.length() - 1));
        return switch (Character.toLowerCase(size.charAt(size.length() - 1))) {
            case 'g' -> number << 30;
            case 'm' -> number << 20;
            default -> throw new IllegalArgumentException("the heap must be in m or g, not " + size);
        };
    }

    /** Room for a million nodes; the collector of the JVM's own choice. */
    private static String heap(String process) {
        return switch (process) {
            case "lifecycle" -> "2g";
            case "marketplace" -> "3g";
            default -> "1g";
        };
    }
}
