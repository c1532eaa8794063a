package dev.pulse.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.agent.heartbeat.SignedHeartbeat;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.serde.NextRecords;
import dev.pulse.schemas.serde.RegistryRecordSerdes;
import dev.pulse.schemas.serde.RegistryUnavailableException;
import dev.pulse.schemas.topic.Topics;
import dev.pulse.system.Http;
import dev.pulse.system.OnKafka;
import dev.pulse.system.books.Books;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
    void services_wait_for_kafka_and_the_registry_and_outlive_their_absence() throws InterruptedException {
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

            try (RegistryRecordSerdes serdes = parts.serdes();
                    NextRecords next = new NextRecords(serdes, parts.kafka())) {
                parts.stopRegistry();
                assertTakenAndAccounted(parts, 2);
                assertRecordsOfTheNextSchemaWait(parts, next);
            }

            parts.stopBroker();
            await("the ingest notices").atMost(Parts.SOON).until(() -> !parts.isReady("ingest"));
            assertRefusedForNow(parts);
            parts.startBroker();
            awaitAllReady(parts);
            assertTakenAndAccounted(parts, 3);

            try (RegistryRecordSerdes serdes = parts.serdes()) {
                Books books = Books.read(parts.kafka(), serdes);
                assertThat(books.dead(Rejection.POISON)).isZero();
                assertThat(books.events())
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

    /** No schema to be found for them: they are neither poison nor lost, and are read once the registry is back. */
    private void assertRecordsOfTheNextSchemaWait(Parts parts, NextRecords next) throws InterruptedException {
        SignedHeartbeat forVerifier = node.next();
        SignedHeartbeat forLifecycle = node.next();
        next.send(Topics.RAW, node.id(), node.raw(forVerifier));
        next.send(Topics.VERIFIED, node.id(), node.verified(forLifecycle));
        for (String stream : List.of("verifier", "lifecycle")) {
            await(stream + " waits")
                    .atMost(Parts.SOON)
                    .until(() -> parts.service(stream)
                            .output()
                            .contains(RegistryUnavailableException.class.getSimpleName()));
            assertAlive(parts, stream);
        }
        parts.startRegistry();
        awaitAccounted(parts, forLifecycle, 3);
        await("the verifier has passed its one on")
                .atMost(Parts.SOON)
                .until(() -> Http.get(parts.url("lifecycle") + "/v1/nodes/" + node.id())
                                .path("replays")
                                .asLong()
                        == 1);
    }

    /** The node's next heartbeat is answered 202 and becomes its newest; the services are the processes they were. */
    private void assertTakenAndAccounted(Parts parts, int advances) {
        SignedHeartbeat heartbeat = node.next();
        await("the heartbeat is taken")
                .atMost(Parts.SOON)
                .untilAsserted(() ->
                        assertThat(Node.post(parts, heartbeat).statusCode()).isEqualTo(202));
        awaitAccounted(parts, heartbeat, advances);
        for (String service : SERVICES) {
            assertAlive(parts, service);
        }
    }

    private void awaitAccounted(Parts parts, SignedHeartbeat heartbeat, int advances) {
        await("the heartbeat is accounted")
                .atMost(Parts.SOON)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .untilAsserted(() -> {
                    JsonNode known = Http.get(parts.url("lifecycle") + "/v1/nodes/" + node.id());
                    assertThat(known.path("last_timestamp").asLong()).isEqualTo(heartbeat.timestamp());
                    assertThat(known.path("advances").asLong()).isGreaterThanOrEqualTo(advances);
                    assertThat(known.path("liveness").asText()).isEqualTo("online");
                });
    }

    private static void assertAlive(Parts parts, String service) {
        assertThat(parts.service(service).isAlive())
                .as(() -> service + " runs:\n" + parts.service(service).output())
                .isTrue();
    }
}
