package dev.pulse.standalone.grid;

import dev.pulse.agent.key.AccountStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the configuration of each service into the data folder: whole files, so that any of them also runs on its own
 * with {@code pulse SERVICE --config FILE}.
 */
final class ServiceFiles {
    private final GridOptions options;
    private final DataFolder folder;

    ServiceFiles(GridOptions options, DataFolder folder) {
        this.options = options;
        this.folder = folder;
    }

    Path verifier() {
        return write("verifier", options.ports().verifier(), """
                stateDir: %s
                threads: 1
                registration: open
                signatureProvider: auto
                audience: devnet
                """.formatted(
                        folder.state("verifier").toAbsolutePath()));
    }

    Path lifecycle() {
        return write("lifecycle", options.ports().lifecycle(), """
                stateDir: %s
                threads: 1
                interval: %dms
                applicationServer: %s:%d
                """.formatted(
                        folder.state("lifecycle").toAbsolutePath(),
                        options.interval().toMillis(),
                        options.bind(),
                        options.ports().lifecycle()));
    }

    Path marketplace() {
        return write("marketplace", options.ports().marketplace(), """
                interval: %dms
                store:
                  folder: %s
                lifecycle:
                  url: http://%s:%d
                operator:
                  services:
                    ingest: [http://%s:%d]
                    verifier: [http://%s:%d]
                    lifecycle: [http://%s:%d]
                market:
                  name: pulse
                  audience: devnet
                  verification: %s
                  ledger: [http://%s:%d]
                  ingest: http://%s:%d
                  operatorKey: %s
                """.formatted(
                        options.interval().toMillis(),
                        folder.state("marketplace").toAbsolutePath(),
                        options.bind(),
                        options.ports().lifecycle(),
                        options.bind(),
                        options.ports().ingest(),
                        options.bind(),
                        options.ports().verifier(),
                        options.bind(),
                        options.ports().lifecycle(),
                        options.verification(),
                        options.bind(),
                        options.ports().ledger(),
                        options.bind(),
                        options.ports().ingest(),
                        AccountStore.fileIn(folder.operator()).toAbsolutePath()));
    }

    /** The simulated fleet comes from one address, so the limits for an address are far above a farm's. */
    Path ingest() {
        return write("ingest", options.ports().ingest(), """
                name: ingest-%s
                region: %s
                regions: [%s]
                interval: %dms
                audience: devnet
                limits:
                  addressPerSecond: 100000
                  addressBurst: 200000
                """.formatted(
                        options.regions().getFirst(),
                        options.regions().getFirst(),
                        String.join(", ", options.regions()),
                        options.interval().toMillis()));
    }

    private Path write(String service, int port, String own) {
        String text = """
                # Written by `pulse up` at each start. Also runs on its own: pulse %s --config FILE
                kafka:
                  bootstrapServers: %s:%d
                registry:
                  url: http://%s:%d/apis/registry/v3
                createTopics: true
                partitions: %d
                replicationFactor: 1
                %sserver:
                  type: %s
                  applicationContextPath: /
                  adminContextPath: /admin
                  shutdownGracePeriod: 2s
                  connector:
                    type: http
                    port: %d
                    bindHost: %s
                  requestLog:
                    appenders: []
                logging:
                  type: external
                """.formatted(
                        service,
                        options.bind(),
                        options.ports().kafka(),
                        options.bind(),
                        options.ports().registry(),
                        options.partitions(),
                        own,
                        service.equals("ingest") ? "ingest" : "simple",
                        port,
                        options.bind());
        Path file = folder.configuration(service);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new GridException(
                    "The configuration " + file + " can't be written: " + failure.getMessage(), failure);
        }
        return file;
    }
}
