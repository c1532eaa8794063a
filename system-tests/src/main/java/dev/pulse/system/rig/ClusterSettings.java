package dev.pulse.system.rig;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a cluster is made of.
 *
 * @param folder where everything is kept: data, configuration, logs of the processes
 * @param brokers 1 or 3; three replicate every topic, with two in-sync replicas at least
 * @param partitions of each topic
 * @param interval what nodes promise
 * @param services what there is of each service; one that is missing is not run
 * @param brokerFlags flags of the brokers' virtual machines
 * @param secured whether Kafka takes TLS and SCRAM only, each service as its own user with its own rights
 */
public record ClusterSettings(
        Path folder,
        int brokers,
        int partitions,
        Duration interval,
        Map<Service, Instances> services,
        List<String> brokerFlags,
        boolean secured) {
    /**
     * The instances of a service.
     *
     * @param count how many, 1 to 3
     * @param yaml further lines of their configuration
     * @param jvmFlags flags of their virtual machines
     */
    public record Instances(int count, String yaml, List<String> jvmFlags) {
        /** Instances with the defaults of a small trial. */
        public static Instances of(int count) {
            return new Instances(count, "", List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        }
    }

    /** A service, in the order they are started. */
    public enum Service {
        /** Proves heartbeats. */
        VERIFIER,
        /** Decides states. */
        LIFECYCLE,
        /** Answers searches. */
        MARKETPLACE,
        /** Takes heartbeats. */
        INGEST;

        /** Its name on the command line. */
        public String command() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Settings with one broker and one of each service. */
    public static ClusterSettings small(Path folder, Duration interval) {
        Map<Service, Instances> all = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            all.put(service, Instances.of(1));
        }
        return new ClusterSettings(
                folder, 1, 4, interval, all, List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), false);
    }

    /**
     * @throws IllegalArgumentException naming what is outside its range
     */
    public ClusterSettings {
        if (brokers != 1 && brokers != 3) {
            throw new IllegalArgumentException("brokers must be 1 or 3, not " + brokers);
        }
        services.forEach((service, instances) -> {
            if (instances.count() < 1 || instances.count() > 3) {
                throw new IllegalArgumentException(service.command() + ": 1 to 3 instances, not " + instances.count());
            }
        });
        folder = folder.toAbsolutePath().normalize();
        services = Map.copyOf(services);
        brokerFlags = List.copyOf(brokerFlags);
    }

    /** The same with this of a service. */
    public ClusterSettings with(Service service, Instances instances) {
        Map<Service, Instances> changed = new EnumMap<>(services);
        changed.put(service, instances);
        return new ClusterSettings(folder, brokers, partitions, interval, changed, brokerFlags, secured);
    }

    /** The same with this many brokers. */
    public ClusterSettings withBrokers(int count) {
        return new ClusterSettings(folder, count, partitions, interval, services, brokerFlags, secured);
    }

    /** The same with this many partitions of each topic. */
    public ClusterSettings withPartitions(int count) {
        return new ClusterSettings(folder, brokers, count, interval, services, brokerFlags, secured);
    }

    /** The same with a Kafka that takes nobody's word. */
    public ClusterSettings withSecurity() {
        return new ClusterSettings(folder, brokers, partitions, interval, services, brokerFlags, true);
    }
}
