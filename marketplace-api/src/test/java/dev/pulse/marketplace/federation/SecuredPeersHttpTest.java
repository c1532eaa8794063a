package dev.pulse.marketplace.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.domain.tls.SelfSigned;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.FakeLifecycle;
import dev.pulse.marketplace.fixture.FakeTopics;
import dev.pulse.marketplace.fixture.Grids;
import dev.pulse.marketplace.fixture.TestMarketplace;
import dev.pulse.schemas.topic.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An explorer whose peer is asked over TLS: by one that trusts its certificate, and by one that does not. */
@Timeout(60)
class SecuredPeersHttpTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String H2_WITH_EC =
            ", supportedProtocols: [TLSv1.2, TLSv1.3], supportedCipherSuites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,"
                    + " TLS_AES_128_GCM_SHA256]";

    @TempDir
    private Path folder;

    private SSLContext before;

    @BeforeEach
    void remember() throws Exception {
        before = SSLContext.getDefault();
    }

    @AfterEach
    void forget() {
        SSLContext.setDefault(before);
    }

    private static FakeTopics one(String nodeId) {
        FakeTopics topics = new FakeTopics(2);
        topics.append(Topics.STATE, nodeId, new Grids(7).state(nodeId));
        return topics;
    }

    private static JsonNode everywhere(TestMarketplace explorer) {
        Browser browser = new Browser(explorer.url());
        await().atMost(SOON).until(() -> browser.get("/ready").status() == 200);
        return browser.get("/api/v1/nodes?region=*").json();
    }

    @Test
    void aPeerIsBelievedByItsCertificate() throws Exception {
        SelfSigned first = SelfSigned.make(folder, "first");
        Path served = folder.resolve("served.p12");
        first.into(served);
        SSLContext knowing = SelfSigned.trusting(first);
        try (FakeLifecycle lifecycle = new FakeLifecycle();
                TestMarketplace far = TestMarketplace.listening(
                        one("node-far"),
                        null,
                        lifecycle.uri(),
                        SelfSigned.connector("h2", served, H2_WITH_EC),
                        "market: {verification: mock}");
                HttpClient outside = HttpClient.newBuilder().sslContext(knowing).build()) {
            HttpRequest ready =
                    HttpRequest.newBuilder(URI.create(far.url() + "/ready")).build();
            await().atMost(SOON)
                    .until(() -> outside.send(ready, BodyHandlers.ofString()).statusCode() == 200);
            HttpResponse<String> answer = outside.send(ready, BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);

            HttpRequest challenge = HttpRequest.newBuilder(URI.create(far.url() + "/api/session/challenge"))
                    .header("Content-Type", "application/json")
                    .header("Origin", far.url())
                    .POST(BodyPublishers.ofString("{\"account_id\":\"" + "ab".repeat(32) + "\"}"))
                    .build();
            HttpResponse<String> toSign = outside.send(challenge, BodyHandlers.ofString());
            assertThat(toSign.statusCode()).as(toSign.body()).isEqualTo(200);
            assertThat(toSign.body()).as("a sign-in to where the browser is").contains("Sign in to " + far.url());

            String peers = "peers: {far: \"" + far.url() + "\"}";
            // Whom a process believes is settled when it starts: one after the other, each in its own way.
            try (TestMarketplace doubting = TestMarketplace.start(one("node-near"), lifecycle.uri(), 0, peers)) {
                JsonNode page = everywhere(doubting);
                assertThat(page.findValuesAsText("node_id")).containsExactly("node-near");
                assertThat(page.at("/missing/0").toString()).contains("far", "unreachable");
            }
            SSLContext.setDefault(knowing);
            try (TestMarketplace trusting = TestMarketplace.start(one("node-near"), lifecycle.uri(), 0, peers)) {
                JsonNode page = everywhere(trusting);
                assertThat(page.findValuesAsText("node_id")).containsExactlyInAnyOrder("node-far", "node-near");
                assertThat(page.at("/partial").asBoolean()).isFalse();
            }
        }
    }
}
