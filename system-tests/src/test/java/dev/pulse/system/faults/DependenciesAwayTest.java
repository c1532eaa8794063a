package dev.pulse.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.agent.heartbeat.SignedHeartbeat;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.system.Http;
import dev.pulse.system.OnKafka;
import dev.pulse.system.books.Books;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kafka and the registry are away when the services start, and go away again while they run. */
@OnKafka
@Timeout(600)
class DependenciesAwayTest {
    private static final String[] SERVICES = {"ingest", "verifier", "lifecycle"};

    @TempDir
    private Path folder;

    private final Node node = new Node("patient");

    @Test
    void services_wait_for_kafka_and_the_registry_and_outlive_their_absence() {
        try (Parts parts = new Parts(folder, Duration.ofSeconds(60))) {
            for (String service : SERVICES) {
                parts.start(service);
            }
            awaitSaid(parts, "Waiting for Kafka at 127.0.0.1:");
            assertRefusedForNow(parts);

            parts.startBroker();
            awaitSaid(parts, "Waiting for the schema registry at http://127.0.0.1:");
            assertRefusedForNow(parts);

            parts.startRegistry();
            awaitAllReady(parts);
            assertTakenAndAccounted(parts, 1);

            parts.stopRegistry();
            assertTakenAndAccounted(parts, 2);
            parts.startRegistry();

            parts.stopBroker();
            await("the ingest notices").atMost(Parts.SOON).until(() -> !parts.isReady("ingest"));
            assertRefusedForNow(parts);
            parts.startBroker();
            awaitAllReady(parts);
            assertTakenAndAccounted(parts, 3);

            try (RegistryRecordSerdes serdes = parts.serdes()) {
                assertThat(Books.read(parts.kafka(), serdes).events())
                        .hasSize(1)
                        .allSatisfy(event -> assertThat(event.getLiveness()).isEqualTo(LivenessState.ONLINE));
            }
        }
    }

    private static void awaitSaid(Parts parts, String sentence) {
        for (String service : SERVICES) {
            await(service + " says: " + sentence).atMost(Parts.SOON).until(() -> {
                assertAlive(parts, service);
                return parts.service(service).output().contains(sentence);
            });
        }
    }

    private static void awaitAllReady(Parts parts) {
        for (String service : SERVICES) {
            parts.awaitReady(service);
        }
    }

    /** A heartbeat that can't be kept is answered 503, with a time to come back, and the ingest is not ready. */
    private void assertRefusedForNow(Parts parts) {
        await("the ingest answers")
                .atMost(Parts.SOON)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .untilAsserted(() -> {
                    HttpResponse<String> answer = Node.post(parts, node.next());
                    assertThat(answer.statusCode()).isEqualTo(503);
                    assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(-1))
                            .isPositive();
                    JsonNode body = Http.json(answer.body());
                    assertThat(body.path("error").asText()).matches("[a-z_]+");
                    assertThat(body.path("detail").asText()).isNotBlank();
                });
        assertThat(parts.isReady("ingest")).isFalse();
    }

    /** The node's next heartbeat is answered 202 and becomes its newest; the services are the processes they were. */
    private void assertTakenAndAccounted(Parts parts, int advances) {
        SignedHeartbeat heartbeat = node.next();
        await("the heartbeat is taken")
                .atMost(Parts.SOON)
                .untilAsserted(() ->
                        assertThat(Node.post(parts, heartbeat).statusCode()).isEqualTo(202));
        await("the heartbeat is accounted")
                .atMost(Parts.SOON)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .untilAsserted(() -> {
                    JsonNode known = Http.get(parts.url("lifecycle") + "/v1/nodes/" + node.id());
                    assertThat(known.path("last_timestamp").asLong()).isEqualTo(heartbeat.timestamp());
                    assertThat(known.path("advances").asLong()).isGreaterThanOrEqualTo(advances);
                    assertThat(known.path("liveness").asText()).isEqualTo("online");
                });
        for (String service : SERVICES) {
            assertAlive(parts, service);
        }
    }

    private static void assertAlive(Parts parts, String service) {
        assertThat(parts.service(service).isAlive())
                .as(() -> service + " runs:\n" + parts.service(service).output())
                .isTrue();
    }
}
