package dev.pulse.system.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pulse.agent.fleet.Fleet;
import dev.pulse.agent.fleet.FleetSeed;
import dev.pulse.agent.fleet.FleetSettings;
import dev.pulse.agent.ingest.HeartbeatPost;
import dev.pulse.agent.ingest.IngestAddress;
import dev.pulse.system.Http;
import dev.pulse.system.rig.ClusterSettings.Instances;
import dev.pulse.system.rig.ClusterSettings.Service;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers, two instances of the streams with a standby: the shape that runs in production. */
@Timeout(600)
class ClusterTest {
    private static final Duration INTERVAL = Duration.ofSeconds(3);
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int NODES = 60;

    @TempDir
    private Path folder;

    @Test
    void queries_are_answered_by_each_instance_and_go_on_when_one_is_killed() throws Exception {
        Instances two = new Instances(2, "standbyReplicas: 1\n", Instances.of(1).jvmFlags());
        ClusterSettings settings = ClusterSettings.small(folder, INTERVAL)
                .withBrokers(3)
                .with(Service.VERIFIER, two)
                .with(Service.LIFECYCLE, two);
        try (Cluster cluster = new Cluster(settings)) {
            cluster.start();
            try (Admin admin = Admin.create(cluster.kafka().clientProperties())) {
                assertThat(admin.describeTopics(List.of("pulse.heartbeats.raw"))
                                .allTopicNames()
                                .get()
                                .get("pulse.heartbeats.raw")
                                .partitions())
                        .allSatisfy(
                                partition -> assertThat(partition.replicas()).hasSize(3));
            }
            FleetSettings fleetSettings = FleetSettings.of(NODES, INTERVAL, List.of("eu", "us"));
            try (HeartbeatPost post = HeartbeatPost.forFleet(
                            IngestAddress.heartbeats(cluster.url(Service.INGEST)), Duration.ofSeconds(20), 64);
                    Fleet fleet = new Fleet(fleetSettings, FleetSeed.of("cluster"), post, InstantSource.system())) {
                fleet.start();
                awaitOnline(cluster);
                for (String instance : cluster.members(Service.LIFECYCLE)) {
                    assertEveryNodeIsFound(cluster, instance);
                }

                cluster.kill("lifecycle-1");
                cluster.kill("verifier-1");
                await("the other instance has taken over")
                        .atMost(SOON)
                        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                        .untilAsserted(() -> assertEveryNodeIsFound(cluster, "lifecycle-2"));
                cluster.startReady(List.of("lifecycle-1", "verifier-1"));
                await("both instances answer again")
                        .atMost(SOON)
                        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                        .untilAsserted(() -> assertEveryNodeIsFound(cluster, "lifecycle-1"));
                awaitOnline(cluster);
            }
            assertThat(Http.get(cluster.url(Service.MARKETPLACE) + "/api/v1/stats")
                            .path("offline")
                            .asInt(-1))
                    .as("nodes that were called offline while instances were away")
                    .isZero();
        }
    }

    private static void awaitOnline(Cluster cluster) {
        await(NODES + " nodes online")
                .atMost(SOON)
                .ignoreExceptions()
                .until(() -> Http.get(cluster.url(Service.MARKETPLACE) + "/api/v1/stats")
                                .path("online")
                                .asInt()
                        == NODES);
    }

    /** Whichever instance is asked: it has the node itself, or asks the one that has. */
    private static void assertEveryNodeIsFound(Cluster cluster, String instance) {
        for (int i = 1; i <= NODES; i++) {
            String node = "node-%04d".formatted(i);
            assertThat(Http.get(cluster.url(instance) + "/v1/nodes/" + node)
                            .path("liveness")
                            .asText())
                    .as("%s by %s", node, instance)
                    .isEqualTo("online");
        }
    }
}
