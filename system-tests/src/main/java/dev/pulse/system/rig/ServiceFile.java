package dev.pulse.system.rig;

import dev.pulse.system.rig.ClusterSettings.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The configuration that an instance of a service is started with. */
final class ServiceFile {
    private ServiceFile() {}

    /** Writes it, over the one of an earlier start. */
    static Path write(Cluster cluster, Service service, String member) {
        Path file = cluster.settings().folder().resolve("conf").resolve(member + ".yml");
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text(cluster, service, member));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String text(Cluster cluster, Service service, String member) {
        return """
                kafka:
                  bootstrapServers: %s
                %sregistry:
                  url: %s
                partitions: %d
                replicationFactor: %d
                %s%sserver:
                  type: %s
                  applicationContextPath: /
                  adminContextPath: /admin
                  shutdownGracePeriod: 2s
                  connector: {type: http, port: %d, bindHost: 127.0.0.1}
                  requestLog: {appenders: []}
                """.formatted(
                        cluster.bootstrapServers(),
                        cluster.secured().service(service),
                        cluster.registryUrl(),
                        cluster.settings().partitions(),
                        cluster.settings().brokers(),
                        own(cluster, service, member),
                        cluster.settings().services().get(service).yaml(),
                        service == Service.INGEST ? "ingest" : "simple",
                        cluster.port(member));
    }

    private static String own(Cluster cluster, Service service, String member) {
        long interval = cluster.settings().interval().toMillis();
        return switch (service) {
            case VERIFIER -> """
                    stateDir: %s
                    applicationServer: 127.0.0.1:%d
                    """.formatted(cluster.state(member), cluster.port(member));
            case LIFECYCLE -> """
                    stateDir: %s
                    interval: %dms
                    applicationServer: 127.0.0.1:%d
                    """.formatted(cluster.state(member), interval, cluster.port(member));
            case MARKETPLACE -> """
                    interval: %dms
                    lifecycle: {url: %s}
                    """.formatted(interval, cluster.url(Service.LIFECYCLE));
            case INGEST -> """
                    name: %s
                    region: eu
                    regions: [eu, us, ap]
                    interval: %dms
                    """.formatted(member, interval);
        };
    }
}
