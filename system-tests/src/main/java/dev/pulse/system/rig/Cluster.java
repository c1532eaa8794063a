package dev.pulse.system.rig;

import dev.pulse.schemas.kafka.KafkaSettings;
import dev.pulse.schemas.kafka.TopicSettings;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.schemas.serde.RegistrySettings;
import dev.pulse.standalone.embedded.RegistryProcess;
import dev.pulse.system.rig.ClusterSettings.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * Brokers, a registry and instances of the services, each a process of its own on loopback ports, to be killed, stopped
 * and started again on the state that it left. Members are named {@code broker-1}, {@code registry}, {@code verifier-1}
 * and so on. Not for use by several threads.
 */
public final class Cluster implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final int BROKER_PORTS = 2;
    private static final int CONTROLLER_PORTS = 5;
    private static final int SERVICE_PORTS = 8;
    private static final int MOST_INSTANCES = 3;
    private static final String REGISTRY = "registry";

    private final ClusterSettings settings;
    private final Secured secured;
    private final int base = Ports.freeRow();
    private final String clusterId = Uuid.randomUuid().toString();
    private final Map<String, ChildProcess> running = new LinkedHashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Map<String, Door> doors = new LinkedHashMap<>();
    private final Map<String, Path> builds = new LinkedHashMap<>();
    private RegistryProcess registry;

    /** A cluster of which nothing runs yet. */
    public Cluster(ClusterSettings settings) {
        this.settings = settings;
        this.secured = Secured.of(settings);
    }

    /** A cluster whose brokers are reached through doors, so that {@link #cut} can part its processes. */
    public static Cluster withDoors(ClusterSettings settings) {
        Cluster cluster = new Cluster(settings);
        cluster.brokers().forEach(broker -> cluster.doors.put(broker, Door.to(cluster.brokerPort(number(broker)))));
        return cluster;
    }

    /**
     * Cuts the network between a member that runs and a broker, until {@link #mend}: nothing of what either sends the
     * other arrives, but between brokers the votes of the controllers. Needs {@link #withDoors}.
     */
    public void cut(String member, String broker) {
        long pid = pid(member);
        doors.get(broker).shut(whom -> whom == pid);
        if (doors.containsKey(member)) {
            long other = pid(broker);
            doors.get(member).shut(whom -> whom == other);
        }
    }

    /** Ends every cut. */
    public void mend() {
        doors.values().forEach(Door::open);
    }

    /** What it is made of. */
    public ClusterSettings settings() {
        return settings;
    }

    /**
     * Starts everything, and returns when it is ready.
     *
     * @throws IllegalStateException when something does not become ready within two minutes, with what it printed
     */
    public void start() {
        List<String> brokers = brokers();
        brokers.forEach(this::start);
        start(REGISTRY);
        brokers.forEach(this::awaitReady);
        awaitReady(REGISTRY);
        secured.open(bootstrapServers(), new TopicSettings(settings.partitions(), settings.brokers()), READY_WITHIN);
        List<String> readers = new ArrayList<>(members(Service.VERIFIER));
        readers.addAll(members(Service.LIFECYCLE));
        readers.addAll(members(Service.MARKETPLACE));
        startReady(readers);
        startReady(members(Service.INGEST));
    }

    /** Starts members side by side, and returns when they are ready. */
    public void startReady(List<String> members) {
        members.forEach(this::start);
        members.forEach(this::awaitReady);
    }

    /** Starts a member, on the state that it left where it ran before. Does not wait for it. */
    public void start(String member) {
        if (isRunning(member)) {
            throw new IllegalStateException(member + " runs already");
        }
        if (member.equals(REGISTRY)) {
            startRegistry();
        } else if (member.startsWith("broker-")) {
            running.put(member, child(member, settings.brokerFlags(), broker(number(member))));
        } else {
            Service service = service(member);
            Path file = ServiceFile.write(this, service, member);
            running.put(
                    member,
                    child(
                            member,
                            secured.flags(settings.services().get(service).jvmFlags()),
                            List.of(service.command(), "--config", file.toString())));
        }
    }

    private ChildProcess child(String member, List<String> flags, List<String> command) {
        List<Path> front = isOtherBuild(member) ? List.of(builds.get(member)) : List.of();
        return ChildProcess.start(member, log(member), front, flags, command);
    }

    /**
     * Says which build a service's member is of from its next start on.
     *
     * @param classes the folder of the classes in which it differs from this one; null for this one
     */
    public void useBuild(String member, Path classes) {
        builds.put(member, classes);
    }

    /** Whether a member is started of another build than this one. */
    public boolean isOtherBuild(String member) {
        return builds.get(member) != null;
    }

    private void startRegistry() {
        try {
            registry = RegistryProcess.start(
                    Path.of(System.getProperty("pulse.home", ".."), "standalone", "target", "registry")
                            .toAbsolutePath()
                            .normalize(),
                    settings.folder().resolve(REGISTRY),
                    log(REGISTRY),
                    "127.0.0.1",
                    base,
                    base + 1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private List<String> broker(int number) {
        String voters = IntStream.rangeClosed(1, settings.brokers())
                .mapToObj(i -> i + "=127.0.0.1:" + (base + CONTROLLER_PORTS + i - 1))
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
        return secured.broker(
                "broker",
                "--id",
                Integer.toString(number),
                "--data",
                settings.folder().resolve("broker-" + number).toString(),
                "--port",
                Integer.toString(brokerPort(number)),
                "--advertised-port",
                Integer.toString(reachedAt(number)),
                "--voters",
                voters,
                "--cluster-id",
                clusterId);
    }

    /**
     * Waits until a member is ready.
     *
     * @throws IllegalStateException when it ended, or is not ready after two minutes
     */
    public void awaitReady(String member) {
        if (member.equals(REGISTRY)) {
            registry.awaitReady(READY_WITHIN);
            return;
        }
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!isReady(member)) {
            ChildProcess process = process(member);
            if (!process.isAlive()) {
                throw new IllegalStateException(member + " ended:\n" + process.tail());
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        member + " is not ready after " + READY_WITHIN.toSeconds() + " s:\n" + process.tail());
            }
            pause();
        }
    }

    /** Whether a member serves: a service says so itself, a broker accepts clients. */
    public boolean isReady(String member) {
        if (!isRunning(member)) {
            return false;
        }
        if (member.startsWith("broker-")) {
            return process(member).tail().contains("accepts clients");
        }
        try {
            HttpRequest question = HttpRequest.newBuilder(URI.create(url(member) + "/ready"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Ends a member as {@code kill -9} does; the registry, which is not ours to break, in order. */
    public void kill(String member) {
        if (member.equals(REGISTRY)) {
            stop(REGISTRY);
        } else {
            process(member).kill();
        }
    }

    /** Asks a member to stop, and waits for it. */
    public void stop(String member) {
        if (member.equals(REGISTRY)) {
            registry.close();
            registry = null;
        } else {
            process(member).close();
        }
    }

    /** The process of a member other than the registry, as it was started last. */
    public ChildProcess process(String member) {
        ChildProcess process = running.get(member);
        if (process == null) {
            throw new IllegalArgumentException(member + " was not started; there are " + running.keySet());
        }
        return process;
    }

    /** The process id of a member that runs. */
    public long pid(String member) {
        return member.equals(REGISTRY) ? registry.pid() : process(member).pid();
    }

    /** Whether a member has been started and has not ended. */
    public boolean isRunning(String member) {
        return member.equals(REGISTRY)
                ? registry != null
                : running.containsKey(member) && running.get(member).isAlive();
    }

    /** The names of the brokers. */
    public List<String> brokers() {
        return names("broker", settings.brokers());
    }

    /** The names of the instances of a service; none where it is not run. */
    public List<String> members(Service service) {
        return settings.services().containsKey(service)
                ? names(service.command(), settings.services().get(service).count())
                : List.of();
    }

    /** Base address of an instance of a service. */
    public String url(String member) {
        return "http://127.0.0.1:" + port(member);
    }

    /** Base address of the first instance of a service. */
    public String url(Service service) {
        return url(members(service).getFirst());
    }

    /** {@code host:port} of every broker. */
    public String bootstrapServers() {
        return IntStream.rangeClosed(1, settings.brokers())
                .mapToObj(i -> "127.0.0.1:" + reachedAt(i))
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
    }

    /** How clients reach Kafka; as its administrator, where it is secured. */
    public KafkaSettings kafka() {
        return secured.admin(bootstrapServers());
    }

    /** Serdes of the registry, which must be there. */
    public RegistryRecordSerdes serdes() {
        RegistryRecordSerdes serdes = new RegistryRecordSerdes(new RegistrySettings(URI.create(registryUrl())));
        serdes.awaitRegistry(READY_WITHIN, message -> {});
        return serdes;
    }

    /** The file that a member's output goes to. */
    public Path log(String member) {
        return settings.folder().resolve("logs").resolve(member + ".log");
    }

    /** The folder of a stream instance's stores. */
    public Path state(String member) {
        return settings.folder().resolve("state").resolve(member);
    }

    /** The folder of a broker's logs. */
    public Path data(String broker) {
        return settings.folder().resolve(broker);
    }

    /** Ends what still runs. None of it is to be used again, so nothing is given time to tidy up. */
    @Override
    public void close() {
        running.values().forEach(ChildProcess::kill);
        if (registry != null) {
            registry.close();
        }
        doors.values().forEach(Door::close);
        http.close();
    }

    /** Where the registry answers. */
    public String registryUrl() {
        return "http://127.0.0.1:" + base + "/apis/registry/v3";
    }

    private int reachedAt(int number) {
        Door door = doors.get("broker-" + number);
        return door == null ? brokerPort(number) : door.port();
    }

    private int brokerPort(int number) {
        return base + BROKER_PORTS + number - 1;
    }

    /** What is different where Kafka is secured. */
    public Secured secured() {
        return secured;
    }

    int port(String member) {
        return base
                + SERVICE_PORTS
                + List.of(Service.values()).indexOf(service(member)) * MOST_INSTANCES
                + number(member)
                - 1;
    }

    private static Service service(String member) {
        for (Service service : Service.values()) {
            if (member.startsWith(service.command() + "-")) {
                return service;
            }
        }
        throw new IllegalArgumentException("no service has a member " + member);
    }

    private static int number(String member) {
        return Integer.parseInt(member.substring(member.lastIndexOf('-') + 1));
    }

    private static List<String> names(String kind, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> kind + "-" + i).toList();
    }

    private static void pause() {
        try {
            // Nothing counts this down: it is a wait that an interrupt ends.
            new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
