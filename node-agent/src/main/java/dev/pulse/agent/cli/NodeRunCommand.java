package dev.pulse.agent.cli;

import dev.pulse.agent.heartbeat.NodeFacts;
import dev.pulse.agent.ingest.Answer;
import dev.pulse.agent.ingest.IngestAddress;
import dev.pulse.agent.ingest.JdkHeartbeatPost;
import dev.pulse.agent.ingest.SendingRule;
import dev.pulse.agent.key.KeyFileException;
import dev.pulse.agent.key.KeyStore;
import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.agent.key.RunLock;
import dev.pulse.agent.node.AgentEvent;
import dev.pulse.agent.node.AgentVersion;
import dev.pulse.agent.node.Machine;
import dev.pulse.agent.node.NodeAgent;
import dev.pulse.agent.node.Pause;
import dev.pulse.agent.pair.MarketClient;
import dev.pulse.agent.serve.ServeOption;
import dev.pulse.agent.serve.Service;
import dev.pulse.agent.serve.Workload;
import dev.pulse.domain.heartbeat.Location;
import dev.pulse.domain.verdict.Freshness;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulse node run}: heartbeats for this machine until stopped. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Heartbeats for this machine, as often as the ingest asks. Ctrl-C stops it.")
public final class NodeRunCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final InstantSource clock;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--dir",
            required = true,
            paramLabel = "D",
            description = "The node's folder, made by: pulse node init.")
    private Path dir;

    @Option(
            names = "--ingest",
            required = true,
            paramLabel = "URL",
            description = "The ingest, for example http://127.0.0.1:8081.")
    private String ingest;

    @Option(
            names = "--marketplace",
            paramLabel = "URL",
            description = "The marketplace to ask whom this node is to serve; without it, nobody is asked.")
    private String marketplace;

    @Mixin
    private ServeOption serve;

    @Option(names = "--region", paramLabel = "R", description = "The region this node stands in.")
    private String region;

    @Option(
            names = "--audience",
            paramLabel = "A",
            description = "The network to sign for; another network refuses it.")
    private String audience;

    @Option(names = "--country", paramLabel = "CC", description = "Where the node stands, for example BE.")
    private String country;

    @Option(names = "--city", paramLabel = "NAME", description = "Where the node stands.")
    private String city;

    @Option(names = "--latitude", paramLabel = "DEG", description = "Degrees north.")
    private Double latitude;

    @Option(names = "--longitude", paramLabel = "DEG", description = "Degrees east.")
    private Double longitude;

    @Option(
            names = "--interval",
            paramLabel = "T",
            defaultValue = "60s",
            description = "How often, where the ingest does not say (default: ${DEFAULT-VALUE}).")
    private Duration interval;

    @Option(names = "--once", description = "Stop after one heartbeat; the exit code says whether it was taken.")
    private boolean once;

    @Option(names = "--count", paramLabel = "N", description = "Stop after so many heartbeats.")
    private Long count;

    /** @param clock the node's clock */
    public NodeRunCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        URI target = checked(() -> IngestAddress.heartbeats(ingest));
        long wanted = checked(this::wanted);
        Location location = checked(this::location);
        SendingRule rule = checked(() -> SendingRule.of(interval, Freshness.TOLERANCE_S));
        Workload workload = serve.workload(spec);
        MarketClient market = marketplace == null ? null : checked(() -> new MarketClient(marketplace));
        try {
            RunLock lock = RunLock.take(dir);
            try {
                // With the lock: whoever changes the key holds it until the new one is in place.
                return run(identity(), rule, location, wanted, target, workload, market);
            } finally {
                lock.close();
            }
        } catch (IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }

    private NodeIdentity identity() throws KeyFileException {
        NodeIdentity identity = KeyStore.load(dir);
        if (Files.exists(KeyStore.nextFileIn(dir))) {
            spec.commandLine()
                    .getErr()
                    .println("A change of this node's key was begun and not finished: pulse node rotate --dir " + dir);
        }
        return identity;
    }

    private int run(
            NodeIdentity identity,
            SendingRule rule,
            Location location,
            long wanted,
            URI target,
            Workload workload,
            MarketClient market)
            throws InterruptedException {
        try (StopSignal stop = StopSignal.install();
                JdkHeartbeatPost post = new JdkHeartbeatPost(target, TIMEOUT);
                Service service =
                        Service.start(identity, market, dir, workload, clock, Pause.until(stop.latch()), out())) {
            return run(identity, rule, location, wanted, target, post, service, stop);
        }
    }

    private int run(
            NodeIdentity identity,
            SendingRule rule,
            Location location,
            long wanted,
            URI target,
            JdkHeartbeatPost post,
            Service service,
            StopSignal stop)
            throws InterruptedException {
        PrintWriter out = out();
        Machine machine = new Machine(Path.of("/proc"), dir);
        String version = AgentVersion.get();
        out.println(
                "heartbeating as " + identity.nodeId() + " (" + identity.key().publicKeyText() + ") to " + target);
        out.flush();
        // A POST under way ends with the command, or Ctrl-C would wait for its time-out.
        Thread closer = Thread.ofVirtual().start(() -> closeAtStop(stop, post));
        NodeAgent agent = new NodeAgent(
                identity,
                () -> facts(machine, version, location, service),
                post,
                rule,
                clock,
                new SplittableRandom(),
                Pause.until(stop.latch()),
                event -> {
                    out.println(line(event));
                    out.flush();
                });
        NodeAgent.Result result = agent.run(wanted);
        closer.interrupt();
        out.printf(
                Locale.ROOT,
                "stopped: %d acknowledged, %d refused, %d given up%n",
                result.acknowledged(),
                result.refused(),
                result.givenUp());
        out.flush();
        return result.acknowledged() > 0 && result.refused() == 0 ? 0 : 1;
    }

    private static void closeAtStop(StopSignal stop, JdkHeartbeatPost post) {
        try {
            stop.latch().await();
            post.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private NodeFacts facts(Machine machine, String version, Location location, Service service) {
        return new NodeFacts(
                machine.hostname(),
                machine.myceliumIp(),
                version,
                machine.uptimeS(),
                service.runningVms(),
                machine.capacity(service.slicesUsed()),
                location,
                machine.gpus(),
                region,
                audience);
    }

    private long wanted() {
        if (once && count != null) {
            throw new IllegalArgumentException("--once and --count exclude each other");
        }
        if (count != null && count < 1) {
            throw new IllegalArgumentException("--count is at least 1");
        }
        return once ? 1 : count == null ? Long.MAX_VALUE : count;
    }

    private Location location() {
        if ((latitude == null) != (longitude == null)) {
            throw new IllegalArgumentException("--latitude and --longitude belong together");
        }
        if (latitude != null && !(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
            throw new IllegalArgumentException("--latitude lies in -90..90 and --longitude in -180..180");
        }
        return new Location(country, city, millionths(latitude), millionths(longitude));
    }

    private static int millionths(Double degrees) {
        return degrees == null ? Location.UNSAID : (int) Math.round(degrees * 1e6);
    }

    private String line(AgentEvent event) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return switch (event) {
            case AgentEvent.Answered answered ->
                String.format(
                        Locale.ROOT,
                        "%s  heartbeat %d  %s  %s in %.1f s",
                        now,
                        answered.timestamp(),
                        text(answered.answer()),
                        answered.again() ? "attempt " + (answered.attempt() + 1) : "next",
                        answered.delay().toMillis() / 1000.0);
            case AgentEvent.GivenUp givenUp ->
                now + "  heartbeat " + givenUp.timestamp() + "  given up after " + givenUp.attempts()
                        + " attempts: too old to be fresh; making a new one";
        };
    }

    private static String text(Answer answer) {
        return switch (answer) {
            case Answer.Http http ->
                http.status() + (http.code().isEmpty() ? "" : " " + http.code() + ": " + http.detail());
            case Answer.TimedOut timedOut -> timedOut.detail();
            case Answer.Unreachable unreachable -> unreachable.detail();
        };
    }

    private <T> T checked(Supplier<T> parse) {
        try {
            return parse.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
