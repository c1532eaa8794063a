package dev.pulse.marketplace.http.hook;

import static dev.pulse.marketplace.fixture.MarketRig.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.ledger.contract.Marketplace;
import dev.pulse.ledger.contract.Note;
import dev.pulse.ledger.transaction.TransactionSigner;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.Browser.Answer;
import dev.pulse.marketplace.fixture.FakePeer;
import dev.pulse.marketplace.fixture.MarketRig;
import dev.pulse.marketplace.fixture.Operator;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.hook.HookDesk;
import dev.pulse.marketplace.hook.send.Signature;
import dev.pulse.schemas.EventCause;
import dev.pulse.schemas.LifecycleStage;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.OwnerRecord;
import dev.pulse.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Webhooks as their subscribers have them, kept on a development ledger. */
@TestInstance(Lifecycle.PER_CLASS)
class WebhooksHttpTest {
    private static final String JSON = "application/json";

    private final FakePeer receiver = new FakePeer();
    private final List<String> signatures = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private MarketRig rig;
    private TransactionSigner anna;
    private Browser hers;
    private Browser his;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        rig = new MarketRig(folder);
        rig.open("{ledger: [\"" + rig.ledger.uri() + "\"], operatorKey: " + Operator.key(folder)
                + ", settle: 1h}\nwebhooks: {allowHttp: true, allowPrivate: true}");
        anna = rig.person("anna");
        hers = rig.signedIn(anna);
        his = rig.signedIn(rig.person("bob"));
        receiver.does(exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            signatures.add(exchange.getRequestHeaders().getFirst("Pulse-Signature"));
            exchange.sendResponseHeaders(200, -1);
        });
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
        receiver.close();
    }

    private JsonNode subscribe(Browser who, String more) {
        Answer answer = who.post(
                "/api/webhooks",
                JSON,
                "{\"url\":\"" + receiver.url() + "/token-in-the-path\",\"events\":[\"node.down\",\"node.back\"]" + more
                        + "}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private void happens(String node, LivenessState before, LivenessState after) {
        Instant now = Instant.now();
        rig.topics.append(
                Topics.STATE,
                node,
                Records.state(node, after, "eu", LifecycleStage.PUBLISHED)
                        .setSince(now)
                        .setOwner(new OwnerRecord(anna.key().hex(), "f", Records.account(node), 1L, true))
                        .build());
        await().until(() -> new Browser(rig.url())
                        .get("/api/v1/nodes?node_id=" + node + "&status="
                                + after.name().toLowerCase(Locale.ROOT))
                        .json()
                        .path("nodes")
                        .size()
                == 1);
        rig.topics.append(Topics.EVENTS, node, Records.event(node, 1, before, after, EventCause.HEARTBEAT, "eu", now));
    }

    @Test
    void fromTheSubscriptionToTheCallAndToItsEnd() throws Exception {
        JsonNode hook = subscribe(hers, ",\"down_after_s\":0");
        String id = hook.path("id").asText();
        String secret = hook.path("secret").asText();
        assertThat(secret).startsWith("whsec_");
        assertThat(hers.get("/api/webhooks").json().at("/webhooks/0/id").asText())
                .isEqualTo(id);
        assertThat(hers.get("/api/webhooks").text()).doesNotContain(secret);
        assertThat(his.get("/api/webhooks").json().path("webhooks")).isEmpty();
        Note note = new Marketplace(rig.client)
                .note(Operator.signer().key().hex(), "hook/" + id)
                .orElseThrow();
        assertThat(note.value())
                .doesNotContain("token", "127.0.0.1", secret, anna.key().hex());

        await().until(() -> hers.post("/api/webhooks/" + id + "/test", JSON, "").status() == 200);
        await().until(() -> bodies.size() == 1);
        assertThat(bodies.getFirst()).contains("\"event\":\"test\"");
        happens("mine", LivenessState.ONLINE, LivenessState.OFFLINE);
        await().until(() -> bodies.size() == 2);
        happens("mine", LivenessState.OFFLINE, LivenessState.ONLINE);
        await().until(() -> bodies.size() == 3);
        assertThat(bodies.get(1)).contains("\"event\":\"node.down\"", "\"node_id\":\"mine\"");
        assertThat(bodies.get(2)).contains("\"event\":\"node.back\"");
        long seconds =
                Long.parseLong(signatures.get(2).substring(2, signatures.get(2).indexOf(',')));
        assertThat(signatures.get(2)).isEqualTo(Signature.of(secret, seconds, bodies.get(2)));

        await().until(() -> hers.get("/api/webhooks/" + id + "/deliveries")
                .json()
                .at("/deliveries/0/status")
                .asText()
                .equals("delivered"));
        JsonNode deliveries =
                hers.get("/api/webhooks/" + id + "/deliveries?newest=3").json().path("deliveries");
        assertThat(deliveries).hasSize(3);
        assertThat(deliveries.at("/0/body/node/node_id").asText()).isEqualTo("mine");
        String delivery = deliveries.at("/0/id").asText();
        assertThat(hers.post("/api/webhooks/" + id + "/deliveries/" + delivery + "/again", JSON, "")
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("waiting");
        await().until(() -> bodies.size() == 4);
        assertThat(bodies.get(3)).isEqualTo(bodies.get(2));

        assertError(his.get("/api/webhooks/" + id + "/deliveries"), 404, "unknown_webhook");
        assertError(his.delete("/api/webhooks/" + id), 404, "unknown_webhook");
        assertError(his.post("/api/webhooks/" + id + "/test", JSON, ""), 404, "unknown_webhook");
        assertError(hers.post("/api/webhooks/" + id + "/deliveries/nope/again", JSON, ""), 404, "unknown_webhook");
        assertThat(hers.delete("/api/webhooks/" + id).json().path("webhooks")).isEmpty();
        assertError(hers.get("/api/webhooks/" + id + "/deliveries"), 404, "unknown_webhook");
    }

    @Test
    void anAccountHasSoManyAndNoMore() throws Exception {
        Browser carl = rig.signedIn(rig.person("carl"));
        for (int i = 0; i < HookDesk.MOST_OF_ONE; i++) {
            subscribe(carl, "");
        }
        assertError(
                carl.post("/api/webhooks", JSON, "{\"url\":\"" + receiver.url() + "\",\"events\":[\"region.calm\"]}"),
                409,
                "too_many_webhooks");
    }

    @Test
    void nobodyWhoIsNotSignedIn() {
        Browser nobody = new Browser(rig.url());
        assertError(nobody.get("/api/webhooks"), 401, "not_signed_in");
        assertError(nobody.get("/api/webhooks/x/deliveries"), 401, "not_signed_in");
        assertError(
                nobody.post("/api/webhooks", JSON, "{\"url\":\"https://example.com\",\"events\":[\"node.down\"]}"),
                401,
                "not_signed_in");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"events\":[\"node.down\"]} | bad_field | url",
                "{\"url\":\"ftp://127.0.0.1\",\"events\":[\"node.down\"]} | bad_url | url",
                "{\"url\":\"http://127.0.0.1\"} | bad_field | events",
                "{\"url\":\"http://127.0.0.1\",\"events\":[]} | bad_field | events",
                "{\"url\":\"http://127.0.0.1\",\"events\":\"node.down\"} | bad_field | events",
                "{\"url\":\"http://127.0.0.1\",\"events\":[\"test\"]} | bad_field | events",
                "{\"url\":\"http://127.0.0.1\",\"events\":[\"node.down\"],\"node_ids\":[\"UPPER\"]} | bad_field | node_ids",
                "{\"url\":\"http://127.0.0.1\",\"events\":[\"node.down\"],\"regions\":[\"\"]} | bad_field | regions",
                "{\"url\":\"http://127.0.0.1\",\"events\":[\"node.down\"],\"down_after_s\":-1} | bad_field | down_after_s",
                "{\"url\":\"http://127.0.0.1\",\"events\":[\"node.down\"],\"down_after_s\":86401} | bad_field | down_after_s",
                "{\"url\":\"http://127.0.0.1\",\"events\":[\"node.down\"],\"down_after_s\":1.5} | bad_field | down_after_s",
                "{\"url\":\"http://127.0.0.1\",\"events\":[\"node.down\"],\"evnts\":1} | bad_field | evnts",
                "[] | not_an_object | object",
                "{ | not_json | JSON",
            })
    void whatMakesNoSenseNamesItsField(String body, String code, String named) {
        Answer answer = hers.post("/api/webhooks", JSON, body);
        assertError(answer, 400, code);
        assertThat(answer.json().path("detail").asText()).contains(named);
    }
}
