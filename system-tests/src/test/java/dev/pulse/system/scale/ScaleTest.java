package dev.pulse.system.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pulse.agent.fleet.Fleet;
import dev.pulse.agent.fleet.FleetRates;
import dev.pulse.agent.fleet.FleetSeed;
import dev.pulse.agent.fleet.FleetSettings;
import dev.pulse.agent.ingest.HeartbeatPost;
import dev.pulse.agent.ingest.IngestAddress;
import dev.pulse.agent.ingest.JdkHeartbeatPost;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.DeadLetter;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.NodeEvent;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.standalone.scale.Scaling;
import dev.pulse.system.Http;
import dev.pulse.system.OnKafka;
import dev.pulse.system.books.Books;
import dev.pulse.system.books.RecordedPost;
import dev.pulse.system.books.TopicReader;
import dev.pulse.system.chaos.SpreadPost;
import dev.pulse.system.rig.Cluster;
import dev.pulse.system.rig.ClusterSettings;
import dev.pulse.system.rig.ClusterSettings.Instances;
import dev.pulse.system.rig.ClusterSettings.Service;
import dev.pulse.system.watch.Watched;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator's walk of docs/tutorials/cluster.md: a grid on a Kafka that takes nobody's word goes from 8 partitions to 32 under
 * load, while an instance is away whose alert fires. Nothing is lost, doubled or forgotten, and nobody is called silent for it; its
 * runbook brings the instance back, and dead letters are put back. With {@code -Dpulse.walk=true} there are three brokers, three
 * copies of all and two of each stream, which take more of two cores than all the rest, and is run before a release.
 */
@OnKafka
@Timeout(600)
class ScaleTest {
    private static final boolean WALK = Boolean.getBoolean("pulse.walk");

    /** Grace is three of these: with three brokers, a heartbeat takes longer than nine seconds. */
    private static final Duration INTERVAL = Duration.ofSeconds(WALK ? 10 : 3);

    private static final Duration POST_TIMEOUT = Duration.ofSeconds(20);
    static final Duration SOON = Duration.ofMinutes(3);
    private static final FleetRates EXTRAS = new FleetRates(0.05, 0.05, 0.05, 0.05, 0.05);
    private static final String MORTAL = "mortal-0001";
    /**
     * Less often than by default, as all these processes and the test share two cores: a commit writes into every partition that
     * has got anything, and a tick makes sure that each has.
     */
    private static final String COMMITS = "commitInterval: " + (WALK ? "1s" : "400ms") + "\n";

    private static final String TICKS = WALK ? "tick: 1s\n" : "";
    /** What is killed meanwhile. */
    private static final String VICTIM = "marketplace-2";

    @TempDir
    private Path folder;

    private static Cluster cluster(Path folder) {
        List<String> flags = Instances.of(1).jvmFlags();
        String limits = "limits: {addressPerSecond: 100000, addressBurst: 100000, nodeBurst: 1000}\n";
        return new Cluster(ClusterSettings.small(folder, INTERVAL)
                .withBrokers(WALK ? 3 : 1)
                .withSecurity()
                .withPartitions(8)
                .with(Service.VERIFIER, new Instances(WALK ? 2 : 1, COMMITS, flags))
                .with(Service.LIFECYCLE, new Instances(WALK ? 2 : 1, COMMITS, flags))
                .with(Service.INGEST, new Instances(2, limits + TICKS, flags))
                .with(Service.MARKETPLACE, Instances.of(2)));
    }

    /** An explorer that was killed: its alert fires, and its runbook makes it well. */
    private static void followTheRunbook(Cluster cluster, Watched prometheus) {
        String at = cluster.url(VICTIM);
        prometheus.awaitFiring("PulseServiceDown");
        assertThatThrownBy(() -> Http.get(at + "/ready"))
                .as("what refuses is no process, and is started again")
                .isInstanceOf(RuntimeException.class);
        cluster.start(VICTIM);
        prometheus.awaitQuiet("PulseServiceDown");
    }

    private static HeartbeatPost post(Cluster cluster) {
        return new SpreadPost(
                cluster.members(Service.INGEST).stream()
                        .<HeartbeatPost>map(ingest ->
                                new JdkHeartbeatPost(IngestAddress.heartbeats(cluster.url(ingest)), POST_TIMEOUT))
                        .toList(),
                System::nanoTime);
    }

    private static void awaitMore(RecordedPost post, long heartbeats) {
        long before = post.acknowledgedTotal();
        await(heartbeats + " more heartbeats are answered 202")
                .atMost(SOON)
                .until(() -> post.acknowledgedTotal() >= before + heartbeats);
    }

    private static void awaitLiveness(Cluster cluster, String node, String liveness) {
        await(node + " is " + liveness)
                .atMost(SOON)
                .ignoreExceptions()
                .until(() -> Http.get(cluster.url(Service.LIFECYCLE) + "/v1/nodes/" + node)
                        .path("liveness")
                        .asText()
                        .equals(liveness));
    }

    @Test
    void from_8_to_32_under_load_with_clean_books() throws InterruptedException {
        FleetSettings many = FleetSettings.of(80, INTERVAL, List.of("eu", "us")).withRates(EXTRAS);
        FleetSettings one = new FleetSettings(
                1, many.interval(), Duration.ZERO, "mortal-", List.of("eu"), null, FleetRates.NONE, 4);
        try (Cluster cluster = cluster(folder)) {
            cluster.start();
            Map<String, String> watched = Map.of("marketplace", cluster.url(VICTIM));
            try (Watched prometheus = Watched.begin(watched, folder.resolve("prometheus"));
                    RecordedPost post = new RecordedPost(post(cluster));
                    Fleet fleet = new Fleet(many, FleetSeed.of("scaled"), post, InstantSource.system())) {
                fleet.start();
                try (Fleet mortal = new Fleet(one, FleetSeed.of("mortal"), post, InstantSource.system())) {
                    mortal.start();
                    awaitLiveness(cluster, MORTAL, "online");
                    awaitMore(post, 100);
                    mortal.stop(POST_TIMEOUT);
                }
                cluster.kill(VICTIM);
                Map<String, Long> acknowledged = new LinkedHashMap<>();
                try (Scaling scaling = new Scaling(
                        cluster.kafka(),
                        SOON,
                        InstantSource.system(),
                        line -> acknowledged.put(line, post.acknowledgedTotal()))) {
                    scaling.run(32);
                }
                assertThat(acknowledged.get("Copying the state."))
                        .as("heartbeats are acknowledged while nobody works: %s", acknowledged)
                        .isLessThan(List.copyOf(acknowledged.values()).getLast());
                awaitLiveness(cluster, MORTAL, "offline");
                followTheRunbook(cluster, prometheus);
                awaitMore(post, 100);
                Instant end;
                try (Fleet mortal = new Fleet(one, FleetSeed.of("mortal"), post, InstantSource.system())) {
                    mortal.start();
                    awaitLiveness(cluster, MORTAL, "online");
                    await("the explorer has all of them")
                            .atMost(SOON)
                            .ignoreExceptions()
                            .until(() -> Http.get(cluster.url(Service.MARKETPLACE) + "/api/v1/stats")
                                            .path("online")
                                            .asInt()
                                    == 81);
                    end = Instant.now();
                    fleet.stop(POST_TIMEOUT.plusSeconds(5));
                    mortal.stop(POST_TIMEOUT);
                }
                assertBooks(cluster, post, end);
                DeadLetters letters = new DeadLetters(cluster);
                letters.areFoundInBothGenerations();
                letters.arePutBackOnceIntoTheOneInUse(post);
                letters.areLeftWhereTheTopicIsSealed();
            }
        }
    }

    /** What the instances of the lifecycle stream have counted together. */
    private static long sum(Cluster cluster, String count) {
        return cluster.members(Service.LIFECYCLE).stream()
                .mapToLong(member -> Http.get(cluster.url(member) + "/v1/stats")
                        .required(count)
                        .asLong())
                .sum();
    }

    /** @param end when the fleet began to stop: who falls silent after that is called so rightly */
    private static void assertBooks(Cluster cluster, RecordedPost post, Instant end) {
        try (RegistryRecordSerdes serdes = cluster.serdes()) {
            await("the books balance").atMost(SOON).untilAsserted(() -> {
                Books books = Books.read(cluster.kafka(), serdes);
                assertThat(books.balance(sum(cluster, "advances"), sum(cluster, "duplicates"), sum(cluster, "replays")))
                        .isEmpty();
            });
            Books books = Books.read(cluster.kafka(), serdes);
            assertThat(books.promises(post, 0)).isEmpty();
            assertThat(Http.get(cluster.url(Service.MARKETPLACE) + "/api/v1/stats")
                            .at("/dead_letters/identity")
                            .asLong())
                    .as("the explorer counts those of both generations")
                    .isEqualTo(books.dead(Rejection.IDENTITY));
            assertThat(books.dead(Rejection.POISON)).isZero();
            assertThat(books.events().stream()
                            .filter(event -> event.getLiveness() != LivenessState.ONLINE)
                            .filter(event -> event.getAt().isBefore(end))
                            .map(NodeEvent::getNodeId))
                    .as("who is called silent")
                    .containsExactly(MORTAL);
            assertThat(books.events().stream()
                            .filter(event -> event.getNodeId().equals(MORTAL))
                            .filter(event -> event.getAt().isBefore(end))
                            .map(NodeEvent::getLiveness))
                    .containsExactly(LivenessState.ONLINE, LivenessState.OFFLINE, LivenessState.ONLINE);
            assertThat(new TopicReader(cluster.kafka())
                            .read(Topics.dead(Rejection.IDENTITY)).stream()
                                    .map(record -> serdes.of(Topics.dead(Rejection.IDENTITY))
                                            .deserializer()
                                            .deserialize(record.topic(), record.value()))
                                    .map(DeadLetter::getSourceTopic))
                    .as("whose names are stolen before and after the move")
                    .contains("pulse.heartbeats.raw", "pulse.heartbeats.raw.g2");
        }
    }
}
