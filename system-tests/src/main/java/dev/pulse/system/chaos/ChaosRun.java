package dev.pulse.system.chaos;

import dev.pulse.agent.fleet.Fleet;
import dev.pulse.agent.fleet.FleetRates;
import dev.pulse.agent.fleet.FleetSeed;
import dev.pulse.agent.fleet.FleetSettings;
import dev.pulse.agent.ingest.HeartbeatPost;
import dev.pulse.agent.ingest.IngestAddress;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.schemas.topic.Topic;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.system.books.Books;
import dev.pulse.system.books.RecordedPost;
import dev.pulse.system.books.TopicReader;
import dev.pulse.system.next.NextBuild;
import dev.pulse.system.rig.Cluster;
import dev.pulse.system.rig.ClusterSettings;
import dev.pulse.system.rig.ClusterSettings.Instances;
import dev.pulse.system.rig.ClusterSettings.Service;
import dev.pulse.system.rig.SmallDisk;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** One run: a cluster, a fleet, faults one after another, and the books at the end. */
public final class ChaosRun {
    /** A part that is not back by then is a finding. */
    private static final Duration BACK_WITHIN = Duration.ofMinutes(3);

    /** Longer than a node's patience would be no failover: it must try another ingest well within its grace. */
    private static final Duration POST_TIMEOUT = Duration.ofSeconds(3);

    /** How long fleets wait for the answers to their last POSTs. */
    static final Duration DRAIN = POST_TIMEOUT.plusSeconds(10);

    private static final int DISK_MB = 1024;
    private static final int POSTS_IN_FLIGHT = 64;
    private static final FleetRates EXTRAS = new FleetRates(0.02, 0.02, 0.02, 0.02, 0.02);

    private final ChaosSettings settings;
    private final Consumer<String> progress;
    private final List<ChaosReport.Step> steps = new ArrayList<>();
    private long strays;

    /** A run that has not begun. */
    public ChaosRun(ChaosSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Runs it, and takes everything down afterwards.
     *
     * @throws IllegalStateException when the cluster does not come up
     */
    public ChaosReport run() throws InterruptedException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(settings.seed());
        try (SmallDisk disk = disk();
                Cluster cluster =
                        settings.mayHave(Fault.CUTS) ? Cluster.withDoors(cluster()) : new Cluster(cluster())) {
            NextBuild next = new NextBuild(settings.folder().resolve("next"));
            if (settings.mixed()) {
                upgradeHalf(cluster, next);
            }
            progress.accept("starting three brokers, the registry and two instances of each service");
            cluster.start();
            ClusterView view = new ClusterView(cluster, settings.nodes());
            FleetSettings fleetSettings = FleetSettings.of(
                            settings.nodes(), settings.interval(), List.of("eu", "us", "ap"))
                    .withRates(EXTRAS);
            try (RecordedPost post = new RecordedPost(spread(cluster));
                    Fleet fleet = new Fleet(fleetSettings, FleetSeed.of("chaos"), post, InstantSource.system());
                    Scene scene = new Scene(cluster, view, next, post, settings.interval(), disk, random)) {
                fleet.start();
                List<String> wrong = new ArrayList<>();
                if (awaitTrue(view::isWhole)) {
                    strikeInTurn(scene, view, wrong);
                } else {
                    wrong.add("the cluster never served: " + view.lacks());
                }
                // From an interval after this on, a node that is called silent is.
                Instant silent = InstantSource.system().instant().plus(settings.interval());
                fleet.stop(DRAIN);
                return report(cluster, view, post, silent, wrong);
            }
        }
    }

    private static void upgradeHalf(Cluster cluster, NextBuild next) {
        for (Service service : Service.values()) {
            List<String> members = cluster.members(service);
            if (members.size() > 1) {
                cluster.useBuild(members.getLast(), next.classes());
            }
        }
    }

    private ClusterSettings cluster() {
        // Fewer transactions than by default: more is under way when one is cut short, and three brokers have less to
        // do.
        Instances streams = new Instances(
                2,
                "standbyReplicas: 1\ncommitInterval: 500ms\n",
                Instances.of(1).jvmFlags());
        Instances open = new Instances(
                2,
                "limits: {addressPerSecond: 100000, addressBurst: 100000, nodeBurst: 1000}\n",
                Instances.of(1).jvmFlags());
        return ClusterSettings.small(settings.folder(), settings.interval())
                .withBrokers(3)
                .with(Service.VERIFIER, streams)
                .with(Service.LIFECYCLE, streams)
                .with(Service.INGEST, open);
    }

    private static HeartbeatPost spread(Cluster cluster) {
        return new SpreadPost(
                cluster.members(Service.INGEST).stream()
                        .map(member -> HeartbeatPost.forFleet(
                                IngestAddress.heartbeats(cluster.url(member)), POST_TIMEOUT, POSTS_IN_FLIGHT))
                        .toList(),
                System::nanoTime);
    }

    /** The disk of the last broker, where it may be filled and mounting is allowed; otherwise null. */
    private SmallDisk disk() {
        if (!settings.mayHave(Fault.DISK_FULL)) {
            return null;
        }
        SmallDisk disk =
                SmallDisk.mount(settings.folder().resolve("broker-3"), DISK_MB).orElse(null);
        if (disk == null) {
            progress.accept("skipped: " + Fault.DISK_FULL + ", since a tmpfs can't be mounted here");
        }
        return disk;
    }

    private void strikeInTurn(Scene scene, ClusterView view, List<String> wrong) throws InterruptedException {
        List<Fault> all = Fault.all(scene);
        List<Fault> drawn = all.stream()
                .filter(fault -> settings.only().isEmpty() || settings.only().contains(fault.name()))
                .toList();
        if (drawn.isEmpty()) {
            throw new IllegalArgumentException("there are no such faults: " + settings.only());
        }
        for (Fault fault : first(all)) {
            if (wrong.isEmpty()) {
                strike(scene, view, fault, wrong);
            }
        }
        int before = steps.size();
        long end = System.nanoTime() + settings.length().toNanos();
        while (wrong.isEmpty() && steps.size() - before < settings.mostFaults() && System.nanoTime() < end) {
            strike(scene, view, drawn.get(scene.random().nextInt(drawn.size())), wrong);
        }
    }

    private List<Fault> first(List<Fault> all) {
        Map<String, Integer> times = new HashMap<>();
        return settings.first().stream()
                .map(name -> {
                    List<Fault> named = all.stream()
                            .filter(fault -> fault.name().equals(name))
                            .toList();
                    if (named.isEmpty()) {
                        throw new IllegalArgumentException("there is no such fault: " + name);
                    }
                    return named.get((times.merge(name, 1, Integer::sum) - 1) % named.size());
                })
                .toList();
    }

    private void strike(Scene scene, ClusterView view, Fault fault, List<String> wrong) throws InterruptedException {
        Duration lasts = fault.isLong()
                ? settings.pause()
                : fault.isOver()
                        ? Duration.ZERO
                        : Duration.ofMillis(scene.random().nextInt(500, 6_000));
        step(scene, view, fault, lasts, wrong);
    }

    private void step(Scene scene, ClusterView view, Fault fault, Duration lasts, List<String> wrong)
            throws InterruptedException {
        progress.accept(fault.isOver() ? fault.toString() : "%s for %.1f s".formatted(fault, lasts.toMillis() / 1e3));
        long struck = System.nanoTime();
        fault.strike(scene);
        strays += fault.strays();
        pause(lasts);
        double broken = (System.nanoTime() - struck) / 1e9;
        fault.heal(scene);
        long healed = System.nanoTime();
        boolean back = awaitTrue(view::isWhole);
        double seconds = (System.nanoTime() - healed) / 1e9;
        steps.add(new ChaosReport.Step(fault.toString(), broken, seconds));
        if (back) {
            progress.accept("  back after %.1f s".formatted(seconds));
        } else {
            wrong.add("not back %d s after %s: %s".formatted(BACK_WITHIN.toSeconds(), fault, view.lacks()));
        }
    }

    private ChaosReport report(Cluster cluster, ClusterView view, RecordedPost post, Instant silent, List<String> wrong)
            throws InterruptedException {
        progress.accept("reading the books");
        try (RegistryRecordSerdes serdes = cluster.serdes()) {
            Books[] books = new Books[1];
            List<String> open = new ArrayList<>();
            awaitTrue(() -> {
                books[0] = Books.read(cluster.kafka(), serdes);
                open.clear();
                open.addAll(check(books[0], cluster, view, post));
                return open.isEmpty();
            });
            wrong.addAll(open);
            if (settings.mixed()) {
                wrong.addAll(written(cluster));
            }
            books[0].events().stream()
                    .filter(event -> event.getLiveness() != LivenessState.ONLINE
                            && event.getAt().isBefore(silent))
                    .limit(20)
                    .map(ChaosRun::falseOffline)
                    .forEach(wrong::add);
            long dead = 0;
            for (Rejection reason : Rejection.values()) {
                dead += books[0].dead(reason);
            }
            return new ChaosReport(
                    settings,
                    List.copyOf(steps),
                    post.acknowledgedTotal(),
                    post.unanswered(),
                    books[0].verifiedHeartbeats(),
                    dead,
                    books[0].events().size(),
                    List.copyOf(wrong));
        }
    }

    /** What both builds did not write: without that, a run of both would show nothing. */
    private static List<String> written(Cluster cluster) {
        TopicReader topics = new TopicReader(cluster.kafka());
        List<String> wrong = new ArrayList<>();
        for (Topic<?> topic : List.of(Topics.RAW, Topics.VERIFIED, Topics.STATE)) {
            long schemas = topics.read(topic).stream()
                    // Ticks have no key, and poison begins with no zero.
                    .filter(record -> record.key() != null && record.value() != null && record.value()[0] == 0)
                    .map(record -> ByteBuffer.wrap(record.value()).getInt(1))
                    .distinct()
                    .count();
            if (schemas != 2) {
                wrong.add("%s has records of %d schemas, not of both builds'".formatted(topic, schemas));
            }
        }
        return wrong;
    }

    private List<String> check(Books books, Cluster cluster, ClusterView view, RecordedPost post) {
        List<String> wrong = new ArrayList<>(books.promises(post, strays));
        ClusterView.Accounts accounts = view.accounts();
        wrong.addAll(books.balance(accounts.advances(), accounts.duplicates(), accounts.replays()));
        for (String explorer : cluster.members(Service.MARKETPLACE)) {
            wrong.addAll(books.explorer(view.statuses(explorer)));
        }
        return wrong;
    }

    private static String falseOffline(NodeEvent event) {
        return "%s was called %s at %s (%s), while it heartbeat all the time"
                .formatted(event.getNodeId(), event.getLiveness(), event.getAt(), event.getCause());
    }

    static boolean awaitTrue(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + BACK_WITHIN.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            pause(Duration.ofMillis(200));
        }
        return true;
    }

    private static void pause(Duration time) throws InterruptedException {
        // Nothing counts this down: it is a wait that an interrupt ends.
        new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
    }
}
