package dev.pulse.benchmarks.run.site;

import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.system.rig.Cluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A {@link Cluster} under measurement: one broker and one instance of each service, called by the names of the services
 * alone, and a second instance ({@code verifier-2}) where there are standbys.
 */
public final class Site implements AutoCloseable {
    private static final String BROKER = "broker";
    private static final String REGISTRY = "registry";
    private static final List<String> PROCESSES =
            List.of(BROKER, REGISTRY, "ingest", "verifier", "lifecycle", "marketplace", "verifier-2", "lifecycle-2");

    private final Path folder;
    private final SiteSettings settings;
    private final Cluster cluster;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private Site(Path folder, SiteSettings settings) {
        this.folder = folder;
        this.settings = settings;
        this.cluster = new Cluster(settings.in(folder));
    }

    /** A site with nothing running yet, in an empty folder. */
    public static Site in(Path folder, SiteSettings settings) {
        return new Site(folder, settings);
    }

    /** Starts broker and registry, and returns when both are ready. */
    public void startBackbone() {
        cluster.startReady(List.of(member(BROKER), REGISTRY));
    }

    /** Starts processes side by side, and returns when they are ready. */
    public void startReady(String... processes) {
        cluster.startReady(Stream.of(processes).map(Site::member).toList());
    }

    /** Starts a process, new or on the state that it left. Returns at once. */
    public void start(String process) {
        cluster.start(member(process));
    }

    /** Waits until a process says that it is ready. */
    public void awaitReady(String process) {
        cluster.awaitReady(member(process));
    }

    /** Ends a process as {@code kill -9} does, and returns when it is gone. */
    public void kill(String process) {
        cluster.kill(member(process));
    }

    /** Asks a process to stop, and returns when it has. */
    public void stop(String process) {
        cluster.stop(member(process));
    }

    private static String member(String process) {
        return process.equals(REGISTRY) || process.contains("-") ? process : process + "-1";
    }

    /** What an address answers. */
    public HttpResponse<String> get(URI address) throws IOException {
        try {
            return http.send(
                    HttpRequest.newBuilder(address)
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    /** Process ids of what runs, by name. */
    public Map<String, Long> pids() {
        Map<String, Long> pids = new LinkedHashMap<>();
        for (String process : PROCESSES) {
            if (cluster.isRunning(member(process))) {
                pids.put(process, cluster.pid(member(process)));
            }
        }
        return pids;
    }

    /** Bytes of the heap of a process's JVM. */
    public long heapBytes(String process) {
        return settings.heapBytes(process);
    }

    /** Where Kafka is. */
    public String bootstrap() {
        return cluster.bootstrapServers();
    }

    /** Serdes of the registry; the caller closes them. */
    public RegistryRecordSerdes serdes() {
        return cluster.serdes();
    }

    /** The base address of a service. */
    public URI url(String process) {
        return URI.create(cluster.url(member(process)));
    }

    /** The name that an ingest has in records and ticks. */
    public static String ingestName() {
        return member("ingest");
    }

    /** The log of a process. */
    public Path log(String process) {
        return cluster.log(member(process));
    }

    /** The folder of a stream service's stores. */
    public Path state(String process) {
        return cluster.state(member(process));
    }

    /** The folder of the broker's logs. */
    public Path kafka() {
        return cluster.data(member(BROKER));
    }

    /** The folder of everything. */
    public Path folder() {
        return folder;
    }

    /** Ends everything at once: nothing that is left is of any use. */
    @Override
    public void close() {
        for (String process : pids().keySet()) {
            if (!process.equals(REGISTRY)) {
                cluster.kill(member(process));
            }
        }
        cluster.close();
        http.close();
    }
}
