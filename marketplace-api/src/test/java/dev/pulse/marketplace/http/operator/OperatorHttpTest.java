package dev.pulse.marketplace.http.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.marketplace.OperatorSettings;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.Browser.Answer;
import dev.pulse.marketplace.fixture.FakeLifecycle;
import dev.pulse.marketplace.fixture.FakeTopics;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.fixture.TestMarketplace;
import dev.pulse.schemas.DeadLetterReason;
import dev.pulse.schemas.topic.Topics;
import io.dropwizard.util.Duration;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Partitions, refusals and services over HTTP. */
@TestInstance(Lifecycle.PER_CLASS)
class OperatorHttpTest {
    private static final String RAW = Topics.RAW.name();

    private final FakeTopics topics = new FakeTopics(2);
    private final FakeLifecycle lifecycle = new FakeLifecycle();
    private final AtomicReference<String> ingest = new AtomicReference<>("{\"state\":\"waiting_for_kafka\"}");
    private HttpServer server;
    private TestMarketplace market;
    private Browser browser;

    @BeforeAll
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/ready", exchange -> {
            byte[] body = ingest.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(ingest.get().contains("waiting") ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        topics.cluster().end(RAW, 0, 100).end(RAW, 1, 50).commit("pulse-verifier", RAW, 0, 90);
        topics.append(
                Topics.dead(Rejection.SKEW),
                "node-1",
                Records.dead(topics, DeadLetterReason.SKEW, "node-1", "Late.", Records.AT));
        market = TestMarketplace.start(
                topics,
                lifecycle.uri(),
                0,
                "operator: {every: 1s, services: {ingest: [\"http://127.0.0.1:"
                        + server.getAddress().getPort() + "\", \"http://127.0.0.1:1\"]}}");
        browser = new Browser(market.url());
        await().until(() -> browser.get("/ready").status() == 200);
    }

    @AfterAll
    void stop() {
        market.close();
        lifecycle.close();
        server.stop(0);
        assertThat(topics.cluster().closed()).isTrue();
    }

    private JsonNode ok(String path) {
        Answer answer = browser.get("/api/v1/operator/" + path);
        assertThat(answer.status()).as(path + ": " + answer.text()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void partitionsShowTheirEndsAndTheirReadersLag() {
        await().until(() -> !ok("partitions").path("as_of").isNull());
        JsonNode answer = ok("partitions");
        assertThat(answer.at("/topics/0/topic").asText()).isEqualTo(RAW);
        assertThat(answer.at("/topics/0/partitions/0/end").asLong()).isEqualTo(100);
        assertThat(answer.at("/topics/0/partitions/0/lags/pulse-verifier").asLong())
                .isEqualTo(10);
        assertThat(answer.at("/topics/0/partitions/1/lags")).isEmpty();
        assertThat(answer.at("/troubles/0/part").asText()).isEqualTo("group pulse-lifecycle");
        assertThat(answer.at("/followers/0/name").asText()).isEqualTo("dead-letters");
        assertThat(answer.path("every_s").asInt()).isEqualTo(1);
    }

    @Test
    void refusalsAreSampled() {
        await().until(() -> !ok("rejections").path("samples").isEmpty());
        JsonNode samples = ok("rejections").path("samples");
        assertThat(samples.path(samples.size() - 1).at("/counts/skew").asInt()).isEqualTo(1);
        assertThat(samples.path(0).at("/counts/poison").asInt()).isZero();
    }

    @Test
    void servicesAreUpOrNotReadyOrNotThere() {
        await().until(() -> ok("services").path("services").findValuesAsText("state").stream()
                .noneMatch("unknown"::equals));
        JsonNode services = ok("services").path("services");
        assertThat(services.findValuesAsText("service")).containsExactly("marketplace", "ingest", "ingest", "registry");
        assertThat(services.at("/0/state").asText()).isEqualTo("up");
        assertThat(services.at("/0/version").asText()).matches("[0-9]+\\.[0-9]+.*");
        assertThat(services.at("/0/commit").asText()).isNotEmpty().doesNotContain("$");
        assertThat(services.at("/2/state").asText()).isEqualTo("unreachable");
        assertThat(services.at("/2/detail").asText()).startsWith("It can not be reached: ");
        assertThat(services.at("/3/state").asText()).isEqualTo("unreachable");
        assertThat(services.at("/1/state").asText()).isEqualTo("not_ready");
        assertThat(services.at("/1/detail").asText()).isEqualTo("It says that it is waiting for kafka.");
        ingest.set(
                "{\"state\":\"ready\",\"service\":\"ingest\",\"version\":\"9.9\",\"commit\":\"abc\",\"started_at\":5}");
        await().until(() -> ok("services").at("/services/1/state").asText().equals("up"));
        JsonNode up = ok("services").at("/services/1");
        assertThat(up.path("version").asText()).isEqualTo("9.9");
        assertThat(up.path("started_at").asLong()).isEqualTo(5);
        assertThat(up.path("detail").isNull()).isTrue();
        JsonNode kafka = ok("services").path("kafka");
        assertThat(kafka.path("state").asText()).isEqualTo("up");
        assertThat(kafka.path("brokers").asInt()).isEqualTo(3);
        assertThat(kafka.at("/features/transaction.version").asInt()).isEqualTo(2);
        assertThat(kafka.path("detail").isNull()).isTrue();
    }

    @Test
    void readinessSaysWhichBuildThisIs() {
        JsonNode ready = browser.get("/ready").json();
        assertThat(ready.path("service").asText()).isEqualTo("marketplace");
        assertThat(ready.path("version").asText())
                .isEqualTo(ok("services").at("/services/0/version").asText());
        assertThat(ready.path("started_at").asLong()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"partitions", "rejections", "services"})
    void noParameterIsTaken(String path) {
        Answer answer = browser.get("/api/v1/operator/" + path + "?topic=raw");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).isEqualTo("unknown_parameter");
    }

    @Test
    void settingsThatMakeNoSenseAreRefusedByName() {
        assertThatThrownBy(() -> new OperatorSettings(Duration.milliseconds(10), null, null, null))
                .hasMessageContaining("operator.every");
        assertThatThrownBy(() -> new OperatorSettings(null, null, Collections.nCopies(51, "g"), null))
                .hasMessageContaining("operator.groups");
        for (String address : new String[] {"ftp://host", "/ready", "file:///etc/passwd"}) {
            assertThatThrownBy(() -> new OperatorSettings(
                            null, null, null, new TreeMap<>(Map.of("ingest", List.of(URI.create(address))))))
                    .hasMessageContaining("operator.services.ingest");
        }
        assertThatThrownBy(() -> new OperatorSettings(
                        null,
                        null,
                        null,
                        new TreeMap<>(Map.of("ingest", Collections.nCopies(101, URI.create("http://h"))))))
                .hasMessageContaining("100 addresses");
    }
}
