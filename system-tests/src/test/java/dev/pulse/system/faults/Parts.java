package dev.pulse.system.faults;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.schemas.serde.RegistrySettings;
import dev.pulse.standalone.embedded.RegistryProcess;
import dev.pulse.system.Broker;
import dev.pulse.system.Http;
import dev.pulse.system.PulseProcess;
import dev.pulse.system.books.Books;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parts of a grid, each to be started, killed and brought back on its own: a broker, a registry, and services in
 * processes of their own with {@code --config}. Everything is on loopback ports of its own.
 */
final class Parts implements AutoCloseable {
    static final int PARTITIONS = 4;

    /** A killed instance is missed after its session of 10 s, and this machine may have other things to do. */
    static final Duration SOON = Duration.ofMinutes(2);

    private static final Path REGISTRY_HOME =
            Path.of("..", "standalone", "target", "registry").toAbsolutePath().normalize();

    private final Path folder;
    private final Duration interval;
    private final int base = Http.freePorts();
    private final Map<String, PulseProcess> services = new LinkedHashMap<>();
    private final Broker broker;
    private RegistryProcess registry;

    /** Nothing is started yet. The interval is what nodes promise; grace is three of it. */
    Parts(Path folder, Duration interval) {
        this.folder = folder;
        this.interval = interval;
        this.broker = new Broker(folder.resolve("kafka"), base + 6, base + 7);
    }

    void startBroker() {
        broker.start();
    }

    void stopBroker() {
        broker.close();
    }

    void startRegistry() {
        try {
            registry = RegistryProcess.start(
                    REGISTRY_HOME,
                    folder.resolve("registry"),
                    folder.resolve("registry.log"),
                    "127.0.0.1",
                    base + 4,
                    base + 5);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        registry.awaitReady(SOON);
    }

    void stopRegistry() {
        registry.close();
        registry = null;
    }

    /** Starts a service, or starts it again on the state that it left. */
    PulseProcess start(String service) {
        Path file = folder.resolve(service + ".yml");
        try {
            Files.writeString(file, configuration(service));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        PulseProcess process = PulseProcess.start(folder, service, "--config", file.toString());
        services.put(service, process);
        return process;
    }

    /** Starts several, and waits until all are ready. */
    void startReady(String... names) {
        for (String service : names) {
            start(service);
        }
        for (String service : names) {
            awaitReady(service);
        }
    }

    /** The process of a service that was started last. */
    PulseProcess service(String service) {
        return services.get(service);
    }

    /** Ends a service as {@code kill -9} does. */
    void kill(String service) {
        services.get(service).kill();
    }

    void awaitReady(String service) {
        await(service + " is ready").atMost(SOON).until(() -> {
            if (!services.get(service).isAlive()) {
                throw new AssertionError(
                        service + " ended:\n" + services.get(service).output());
            }
            return isReady(service);
        });
    }

    boolean isReady(String service) {
        try {
            return Http.get(url(service) + "/ready") != null;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** Base address of a service. */
    String url(String service) {
        return "http://127.0.0.1:" + port(service);
    }

    /** What is wrong with the books and with the lifecycle stream's accounts as it tells them now. */
    List<String> balance(Books books) {
        JsonNode stats = Http.get(url("lifecycle") + "/v1/stats");
        return books.balance(
                stats.path("advances").asLong(-1),
                stats.path("duplicates").asLong(-1),
                stats.path("replays").asLong(-1));
    }

    KafkaSettings kafka() {
        return KafkaSettings.of("127.0.0.1:" + (base + 6));
    }

    /** Serdes of the registry, which must be there. */
    RegistryRecordSerdes serdes() {
        RegistryRecordSerdes serdes = new RegistryRecordSerdes(new RegistrySettings(URI.create(registryUrl())));
        serdes.awaitRegistry(SOON, message -> {});
        return serdes;
    }

    String registryUrl() {
        return "http://127.0.0.1:" + (base + 4) + "/apis/registry/v3";
    }

    private int port(String service) {
        return switch (service) {
            case "marketplace" -> base;
            case "ingest" -> base + 1;
            case "lifecycle" -> base + 2;
            case "verifier" -> base + 3;
            default -> throw new IllegalArgumentException(service);
        };
    }

    private String configuration(String service) {
        String own = switch (service) {
            case "ingest" -> """
                    name: ingest-eu
                    region: eu
                    regions: [eu, us]
                    interval: %ds
                    limits: {addressPerSecond: 100000, addressBurst: 100000, nodeBurst: 1000}
                    """.formatted(interval.toSeconds());
            case "lifecycle" -> """
                    stateDir: %s
                    interval: %ds
                    applicationServer: 127.0.0.1:%d
                    """.formatted(folder.resolve("state"), interval.toSeconds(), port(service));
            case "verifier" -> "stateDir: " + folder.resolve("state") + "\n";
            case "marketplace" -> """
                    lifecycle: {url: "%s"}
                    operator:
                      every: 1s
                      services: {ingest: ["%s"], verifier: ["%s"], lifecycle: ["%s"]}
                    """.formatted(url("lifecycle"), url("ingest"), url("verifier"), url("lifecycle"));
            default -> throw new IllegalArgumentException(service);
        };
        return """
                kafka:
                  bootstrapServers: 127.0.0.1:%d
                registry:
                  url: %s
                createTopics: true
                partitions: %d
                %sserver:
                  type: %s
                  applicationContextPath: /
                  adminContextPath: /admin
                  connector: {type: http, port: %d, bindHost: 127.0.0.1}
                  requestLog: {appenders: []}
                """.formatted(
                        base + 6,
                        registryUrl(),
                        PARTITIONS,
                        own,
                        service.equals("ingest") ? "ingest" : "simple",
                        port(service));
    }

    /** What every service has printed, for a test that failed. */
    String output() {
        StringBuilder all = new StringBuilder();
        services.forEach((name, process) -> all.append("--- ")
                .append(name)
                .append('\n')
                .append(process.output())
                .append('\n'));
        return all.toString();
    }

    /** Ends what still runs. None of it is to be used again, so no service is given time to tidy up. */
    @Override
    public void close() {
        services.values().forEach(PulseProcess::kill);
        if (registry != null) {
            registry.close();
        }
        broker.close();
    }
}
