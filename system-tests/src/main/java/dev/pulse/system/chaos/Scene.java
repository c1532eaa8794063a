package dev.pulse.system.chaos;

import dev.pulse.agent.fleet.Fleet;
import dev.pulse.agent.fleet.FleetRates;
import dev.pulse.agent.fleet.FleetSeed;
import dev.pulse.agent.fleet.FleetSettings;
import dev.pulse.agent.ingest.HeartbeatPost;
import dev.pulse.system.next.NextBuild;
import dev.pulse.system.rig.Cluster;
import dev.pulse.system.rig.SmallDisk;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What faults strike at, and what they leave behind while they last. Not for use by several threads. */
final class Scene implements AutoCloseable {
    private static final Duration OFF_BY = Duration.ofMinutes(10);
    private static final int STRANGERS = 10;

    private final Cluster cluster;
    private final HeartbeatPost post;
    private final Duration interval;
    private final SmallDisk disk;
    private final RandomGenerator random;
    private final List<Fleet> strangers = new ArrayList<>();
    private final ClusterView view;
    private final NextBuild next;
    private int crowds;

    /**
     * A scene on which nothing is broken.
     *
     * @param interval of the nodes
     * @param disk of the last broker, or null where it has none of its own
     */
    Scene(
            Cluster cluster,
            ClusterView view,
            NextBuild next,
            HeartbeatPost post,
            Duration interval,
            SmallDisk disk,
            RandomGenerator random) {
        this.view = view;
        this.next = next;
        this.cluster = cluster;
        this.post = post;
        this.interval = interval;
        this.disk = disk;
        this.random = random;
    }

    Cluster cluster() {
        return cluster;
    }

    RandomGenerator random() {
        return random;
    }

    /** The disk that can be filled, where there is one. */
    Optional<SmallDisk> disk() {
        return Optional.ofNullable(disk);
    }

    /** A build whose schemas are a step further. */
    NextBuild next() {
        return next;
    }

    /**
     * An instance that has not been there before joins the others of its service, and gets partitions.
     *
     * @throws IllegalStateException when it gets none
     */
    void join(String member) throws InterruptedException {
        cluster.startReady(List.of(member));
        if (!ChaosRun.awaitTrue(() -> view.hasPartitions(member))) {
            throw new IllegalStateException(member + " is ready and gets no partitions");
        }
    }

    /**
     * Nodes nobody knows turn up, half of them with clocks ten minutes slow, half ten minutes fast. They sign well, and
     * none of them may ever be seen online.
     */
    void strangersArrive() {
        crowds++;
        strangers.add(strangers("slow-", OFF_BY.negated()));
        strangers.add(strangers("fast-", OFF_BY));
        strangers.forEach(Fleet::start);
    }

    private Fleet strangers(String kind, Duration off) {
        FleetSettings settings = new FleetSettings(
                STRANGERS / 2,
                Optional.of(interval),
                Duration.ofSeconds(1),
                kind + crowds + "-",
                List.of("eu", "us", "ap"),
                null,
                FleetRates.NONE,
                STRANGERS);
        InstantSource system = InstantSource.system();
        return new Fleet(
                settings,
                FleetSeed.of(kind + crowds),
                post,
                () -> system.instant().plus(off));
    }

    /** They fall silent; what they have under way is waited for. */
    void strangersLeave() {
        for (Fleet fleet : strangers) {
            try (fleet) {
                fleet.stop(ChaosRun.DRAIN);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        strangers.clear();
    }

    @Override
    public void close() {
        strangersLeave();
    }
}
