package dev.pulse.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pulse.agent.fleet.Fleet;
import dev.pulse.agent.fleet.FleetRates;
import dev.pulse.agent.fleet.FleetSeed;
import dev.pulse.agent.fleet.FleetSettings;
import dev.pulse.agent.fleet.FleetSummary;
import dev.pulse.agent.fleet.Kind;
import dev.pulse.agent.ingest.IngestAddress;
import dev.pulse.agent.ingest.JdkHeartbeatPost;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.system.OnKafka;
import dev.pulse.system.books.Books;
import dev.pulse.system.books.RecordedPost;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the services in the middle of a load: nothing is lost, nothing is counted twice; then of the replay of
 * the dead letters that the load left.
 */
@OnKafka
@Timeout(600)
class KilledServicesTest {
    /** Grace is then nine seconds: a machine that is busy with all of this does not make a node late. */
    private static final Duration INTERVAL = Duration.ofSeconds(3);

    private static final Duration POST_TIMEOUT = Duration.ofSeconds(20);
    private static final FleetRates EXTRAS = new FleetRates(0.05, 0.05, 0.05, 0.05, 0.05);

    @TempDir
    private Path folder;

    @Test
    void verifier_and_lifecycle_are_killed_mid_load_and_the_books_balance() throws InterruptedException {
        try (Parts parts = new Parts(folder, INTERVAL)) {
            parts.startBroker();
            parts.startRegistry();
            parts.startReady("verifier", "lifecycle", "ingest");
            FleetSettings settings =
                    FleetSettings.of(100, INTERVAL, List.of("eu", "us")).withRates(EXTRAS);
            try (RecordedPost post = new RecordedPost(
                            new JdkHeartbeatPost(IngestAddress.heartbeats(parts.url("ingest")), POST_TIMEOUT));
                    Fleet fleet = new Fleet(settings, FleetSeed.of("killed"), post, InstantSource.system())) {
                fleet.start();
                awaitMore(post, 100);

                killUnderLoad(parts, post, "verifier");
                killUnderLoad(parts, post, "lifecycle");
                killUnderLoad(parts, post, "verifier", "lifecycle");

                awaitMore(post, 100);
                FleetSummary summary = fleet.stop(POST_TIMEOUT.plusSeconds(5));
                assertThat(summary.inFlight()).isZero();
                assertBooks(parts, post, summary);
                try (RegistryRecordSerdes serdes = parts.serdes()) {
                    new DeadLetterDay(parts, folder, post).live(serdes);
                }
            }
        }
    }

    /** Kills, sees that nodes are still answered 202, and starts again what was killed on the state that it left. */
    private static void killUnderLoad(Parts parts, RecordedPost post, String... services) {
        for (String service : services) {
            parts.kill(service);
        }
        awaitMore(post, 50);
        parts.startReady(services);
        awaitMore(post, 50);
    }

    private static void awaitMore(RecordedPost post, long heartbeats) {
        long before = post.acknowledgedTotal();
        await(heartbeats + " more heartbeats are answered 202")
                .atMost(Parts.SOON)
                .until(() -> post.acknowledgedTotal() >= before + heartbeats);
    }

    private static void assertBooks(Parts parts, RecordedPost post, FleetSummary summary) {
        try (RegistryRecordSerdes serdes = parts.serdes()) {
            await("the books balance").atMost(Parts.SOON).untilAsserted(() -> {
                Books books = Books.read(parts.kafka(), serdes);
                assertThat(books.promises(post, 0)).isEmpty();
                assertThat(parts.balance(books)).isEmpty();
            });
            Books books = Books.read(parts.kafka(), serdes);
            if (post.unanswered() == 0) {
                assertThat(books.dead(Rejection.SIGNATURE)).isEqualTo(taken(summary, Kind.BAD_SIGNATURE));
                assertThat(books.dead(Rejection.SKEW)).isEqualTo(taken(summary, Kind.SKEWED));
                assertThat(books.dead(Rejection.IDENTITY)).isEqualTo(taken(summary, Kind.IMPOSTOR));
                assertThat(books.verifiedHeartbeats())
                        .isEqualTo(taken(summary, Kind.GOOD) + taken(summary, Kind.DUPLICATE));
            }
            assertThat(books.dead(Rejection.POISON)).isZero();
            assertThat(books.events())
                    .as("no node was called anything but online for an outage of ours")
                    .allSatisfy(event -> assertThat(event.getLiveness()).isEqualTo(LivenessState.ONLINE));
        }
    }

    private static long taken(FleetSummary summary, Kind kind) {
        long taken = summary.of(kind).acknowledged();
        assertThat(taken).as("heartbeats of kind %s", kind).isPositive();
        return taken;
    }
}
