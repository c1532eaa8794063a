package dev.pulse.marketplace.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.domain.verdict.Rejection;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.Browser.Answer;
import dev.pulse.marketplace.fixture.FakeLifecycle;
import dev.pulse.marketplace.fixture.FakeTopics;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.fixture.TestMarketplace;
import dev.pulse.schemas.DeadLetterReason;
import dev.pulse.schemas.EventCause;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The document against what the application really does. */
@TestInstance(Lifecycle.PER_CLASS)
class OpenApiTest {
    private final FakeTopics topics = new FakeTopics(2);
    private final FakeLifecycle lifecycle = new FakeLifecycle();
    private TestMarketplace market;
    private Browser browser;
    private JsonNode document;

    @BeforeAll
    void start() throws Exception {
        topics.append(Topics.STATE, "node-1", Records.state("node-1", LivenessState.ONLINE, "eu"));
        topics.append(Topics.STATE, "node-2", Records.state("node-2", LivenessState.ONLINE, "eu"));
        topics.append(Topics.VERDICTS, 0, "eu", Records.verdict("eu", Records.AT, 1, 1, true), 0);
        for (int i = 0; i < 2; i++) {
            topics.append(
                    Topics.dead(Rejection.SKEW),
                    0,
                    "node-1",
                    Records.dead(topics, DeadLetterReason.SKEW, "node-1", "Late.", Records.AT),
                    Records.AT.toEpochMilli());
        }
        long offset = topics.append(Topics.VERIFIED, 0, "node-1", Records.verified("node-1", Records.AT), 0);
        lifecycle.answer(
                "node-1",
                200,
                FakeLifecycle.node(
                        "node-1",
                        "online",
                        1,
                        1,
                        "{\"reason\":\"skew\",\"detail\":\"Late.\",\"at\":1,\"count\":1}",
                        0,
                        offset));
        for (long sequence = 1; sequence <= 2; sequence++) {
            topics.append(
                    Topics.EVENTS,
                    "node-1",
                    Records.event("node-1", sequence, null, LivenessState.ONLINE, EventCause.HEARTBEAT, "eu"));
        }
        market = TestMarketplace.start(topics, lifecycle.uri(), 0, "market: {verification: mock}");
        browser = new Browser(market.url());
        await().until(() -> browser.get("/ready").status() == 200);
        await().until(() -> browser.get("/api/v1/nodes?window=1d").status() == 200);
        document = new ObjectMapper().readTree(browser.get("/api/openapi.json").text());
    }

    @AfterAll
    void stop() {
        market.close();
        lifecycle.close();
    }

    @Test
    void everyAddressIsThereAndNoOther() {
        assertThat(document.path("openapi").asText()).startsWith("3.");
        assertThat(names(document.path("paths")))
                .containsExactlyInAnyOrder(
                        "/v1/nodes",
                        "/v1/cells",
                        "/v1/nodes/{id}",
                        "/v1/nodes/{id}/diagnosis",
                        "/v1/nodes/{id}/uptime",
                        "/v1/nodes/{id}/transitions",
                        "/v1/nodes/{id}/proof",
                        "/v1/stats",
                        "/v1/history",
                        "/v1/dead-letters",
                        "/v1/dead-letters/search",
                        "/v1/dead-letters/{reason}/{partition}/{offset}",
                        "/v1/operator/partitions",
                        "/v1/operator/rejections",
                        "/v1/operator/services",
                        "/v1/events",
                        "/v1/market",
                        "/nodes/pair",
                        "/nodes/reservations",
                        "/reservations",
                        "/reservations/{id}",
                        "/reservations/{id}/release",
                        "/nodes/rotate",
                        "/session",
                        "/session/challenge",
                        "/webhooks",
                        "/webhooks/{id}",
                        "/webhooks/{id}/test",
                        "/webhooks/{id}/deliveries",
                        "/webhooks/{id}/deliveries/{delivery}/again",
                        "/dashboard/nodes",
                        "/dashboard/nodes/pending",
                        "/dashboard/nodes/from-explorer",
                        "/dashboard/templates",
                        "/dashboard/templates/{name}",
                        "/dashboard/auto-publish",
                        "/dashboard/earnings",
                        "/spending",
                        "/dashboard/nodes/{id}/maintenance",
                        "/dashboard/nodes/{id}/retire",
                        "/dashboard/nodes/{id}/publish",
                        "/dashboard/nodes/{id}/price",
                        "/dashboard/nodes/{id}/unpublish");
        assertThat(declared(document.path("paths").path("/v1/nodes").path("get")))
                .hasSize(57);
    }

    @Test
    void whatIsDeclaredIsTakenAndNothingElse() {
        String older = browser.get("/api/v1/nodes/node-1/transitions?size=1")
                .json()
                .path("next_cursor")
                .asText();
        Map<String, String> sensible = Map.of(
                "window",
                "7d",
                "account",
                Records.account("node-1"),
                "owned_by",
                Records.account("farmer"),
                "rented_by",
                Records.account("renter"),
                "cursor",
                browser.get("/api/v1/nodes?size=1").json().path("next_cursor").asText(),
                "near",
                "51.05,3.72,10",
                "bbox",
                "-10,35,30,60",
                "uptime_min",
                "99.5",
                "sort",
                "-price",
                "seed",
                "5&sample=5");
        for (String path : asked()) {
            String url = document.at("/servers/0/url").asText() + there(path);
            for (JsonNode parameter :
                    document.path("paths").path(path).path("get").path("parameters")) {
                if (parameter.path("in").asText().equals("query") && !path.equals("/v1/events")) {
                    String name = parameter.path("name").asText();
                    String value = name.equals("cursor") && path.endsWith("/transitions")
                            ? older
                            : path.contains("dead-letters") && name.equals("cursor")
                                    ? browser.get(url + "?size=1")
                                            .json()
                                            .path("next_cursor")
                                            .asText()
                                    : sensible.getOrDefault(name, ofItsKind(parameter.path("schema")));
                    Answer taken = browser.get(url + "?" + name + "=" + value);
                    assertThat(taken.status())
                            .as(url + " " + parameter + " " + taken.text())
                            .isEqualTo(200);
                }
            }
            Answer refused = browser.get(url + "?surely_not_declared=1");
            assertThat(refused.status()).as(url).isEqualTo(400);
            assertThat(refused.json().path("error").asText()).isEqualTo("unknown_parameter");
            assertThat(known(refused.json().path("detail").asText()))
                    .as(path)
                    .isEqualTo(declared(document.path("paths").path(path).path("get")));
        }
    }

    /** Something that the document says is taken. */
    private static String ofItsKind(JsonNode schema) {
        if (schema.path("type").asText().equals("array")) {
            return ofItsKind(schema.path("items"));
        }
        if (schema.has("enum")) {
            return schema.path("enum").path(0).asText();
        }
        return switch (schema.path("type").asText()) {
            case "integer", "number" -> "5";
            case "boolean" -> "true";
            default -> "x";
        };
    }

    /** An address of something that is there. */
    private static String there(String path) {
        return path.replace("{id}", "node-1").replace("{reason}/{partition}/{offset}", "skew/0/1");
    }

    /** Addresses that anybody may ask. */
    private List<String> asked() {
        return names(document.path("paths")).stream()
                .filter(path -> path.startsWith("/v1/"))
                .toList();
    }

    private static Set<String> declared(JsonNode operation) {
        Set<String> names = new TreeSet<>();
        operation.path("parameters").forEach(parameter -> {
            if (parameter.path("in").asText().equals("query")) {
                names.add(parameter.path("name").asText());
            }
        });
        return names;
    }

    /** The parameters that a refusal lists. */
    private static Set<String> known(String detail) {
        int begin = detail.indexOf("Known are ");
        return begin < 0
                ? Set.of()
                : new TreeSet<>(List.of(detail.substring(begin + "Known are ".length(), detail.length() - 1)
                        .split(", ", -1)));
    }

    @Test
    void answersHaveTheFormThatIsDescribedAtEveryDepth() {
        int compared = 0;
        for (String path : asked()) {
            if (path.equals("/v1/events")) {
                continue;
            }
            JsonNode schema =
                    document.path("paths").path(path).at("/get/responses/200/content/application~1json/schema");
            Answer answer = browser.get("/api" + there(path));
            assertThat(answer.status()).as(path + answer.text()).isEqualTo(200);
            compare(path, schema, answer.json());
            if (!path.equals("/v1/market") && !path.startsWith("/v1/operator/")) {
                assertThat(names(answer.json())).contains("as_of", "lag");
            }
            compared++;
        }
        assertThat(compared).isEqualTo(16);
    }

    @Test
    void errorsHaveTheFormThatIsDescribed() {
        compare(
                "error",
                document.at("/components/schemas/ErrorAnswer"),
                browser.get("/api/v1/nodes/nobody").json());
    }

    @Test
    void everyFieldIsInSnakeCase() {
        document.at("/components/schemas")
                .forEach(schema -> names(schema.path("properties"))
                        .forEach(name -> assertThat(name).matches("[a-z][a-z0-9]*(_[a-z0-9]+)*")));
    }

    private void compare(String where, JsonNode described, JsonNode value) {
        JsonNode schema = described;
        if (schema.has("$ref")) {
            String name = schema.path("$ref").asText();
            schema = document.at(name.substring(1));
            assertThat(schema.isMissingNode()).as(where + ": " + name).isFalse();
        }
        if (value.isNull()) {
            return;
        }
        if (value.isArray()) {
            assertThat(schema.path("type").asText()).as(where).isEqualTo("array");
            for (JsonNode item : value) {
                compare(where + "[]", schema.path("items"), item);
            }
        } else if (value.isObject() && schema.has("additionalProperties")) {
            JsonNode each = schema.path("additionalProperties");
            value.forEach(entry -> compare(where + "{}", each, entry));
        } else if (value.isObject()) {
            assertThat(new TreeSet<>(names(value)))
                    .as(where)
                    .isEqualTo(new TreeSet<>(names(schema.path("properties"))));
            for (String name : names(value)) {
                compare(where + "." + name, schema.path("properties").path(name), value.path(name));
            }
        } else {
            String type = value.isBoolean() ? "boolean" : value.isIntegralNumber() ? "integer" : "string";
            assertThat(schema.path("type").asText()).as(where).isEqualTo(value.isDouble() ? "number" : type);
        }
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
