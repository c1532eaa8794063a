package dev.pulse.marketplace.http.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.marketplace.fixture.Browser;
import dev.pulse.marketplace.fixture.Browser.Answer;
import dev.pulse.marketplace.fixture.FakeLifecycle;
import dev.pulse.marketplace.fixture.FakeTopics;
import dev.pulse.marketplace.fixture.Records;
import dev.pulse.marketplace.fixture.TestMarketplace;
import dev.pulse.marketplace.http.search.SearchForm;
import dev.pulse.schemas.LivenessState;
import dev.pulse.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
class RpcHttpTest {
    private final FakeTopics topics = new FakeTopics(2);
    private final FakeLifecycle lifecycle = new FakeLifecycle();
    private TestMarketplace market;
    private Browser browser;

    @BeforeAll
    void start() throws Exception {
        for (String id : List.of("a-1", "a-2", "a-3")) {
            topics.append(Topics.STATE, id, Records.state(id, LivenessState.ONLINE, "eu"));
        }
        topics.append(Topics.STATE, "b-1", Records.state("b-1", LivenessState.OFFLINE, "us"));
        market = TestMarketplace.start(topics, lifecycle.uri(), 0);
        browser = new Browser(market.url());
        await().until(() -> browser.get("/ready").status() == 200);
    }

    @AfterAll
    void stop() {
        market.close();
        lifecycle.close();
    }

    private Answer post(String body) {
        return browser.post("/rpc", "application/json", body);
    }

    private JsonNode call(String method, String params) {
        Answer answer = post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("jsonrpc").asText()).isEqualTo("2.0");
        assertThat(answer.json().path("id").asInt()).isEqualTo(1);
        return answer.json();
    }

    private static JsonNode timeless(JsonNode answer) {
        ((ObjectNode) answer).remove(List.of("as_of", "lag"));
        return answer;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "node_list | {} | /api/v1/nodes",
                "node_list | [] | /api/v1/nodes",
                "node_list | {\"region\":\"eu\",\"size\":2} | /api/v1/nodes?region=eu&size=2",
                "node_list | {\"region\":[\"eu\",\"us\"],\"sort\":\"-hostname\"} |"
                        + " /api/v1/nodes?region=eu&region=us&sort=-hostname",
                "node_list | {\"uptime_min\":99.5,\"has_gpu\":true,\"city\":null,\"count\":true} |"
                        + " /api/v1/nodes?uptime_min=99.5&has_gpu=true&count=true",
                "node_list | [{\"status\":\"online\"},2] | /api/v1/nodes?status=online&size=2",
                "node_list | [null,1] | /api/v1/nodes?size=1",
                "node_list | {\"region\":\"*\"} | /api/v1/nodes?region=*",
                "node_get | {\"node_id\":\"a-1\"} | /api/v1/nodes/a-1",
                "node_get | [\"b-1\"] | /api/v1/nodes/b-1",
                "stats | {} | /api/v1/stats",
                "stats | [\"*\"] | /api/v1/stats?region=*",
            })
    void theResultIsThatOfRest(String method, String params, String path) {
        Answer rest = browser.get(path);
        assertThat(rest.status()).as(rest.text()).isEqualTo(200);
        assertThat(timeless(call(method, params).path("result"))).isEqualTo(timeless(rest.json()));
    }

    @Test
    void pagesGoOnByTheirCursor() {
        List<String> ids = new ArrayList<>();
        String cursor = "null";
        do {
            JsonNode page = call("node_list", "[{\"sort\":\"node_id\"},3," + cursor + "]")
                    .path("result");
            page.path("nodes").forEach(node -> ids.add(node.path("node_id").asText()));
            cursor = page.path("next_cursor").toString();
        } while (!cursor.equals("null"));
        assertThat(ids).containsExactly("a-1", "a-2", "a-3", "b-1");
    }

    @Test
    void nodeListTakesAllThatRestTakes() {
        JsonNode document = browser.get("/api/openapi.json").json();
        List<String> rest = new ArrayList<>();
        document.at("/paths/~1v1~1nodes/get/parameters")
                .forEach(parameter -> rest.add(parameter.path("name").asText()));
        String known = call("node_list", "{\"nope\":1}").at("/error/message").asText();
        assertThat(known).startsWith("There is no parameter nope here. Known are ");
        assertThat(new TreeSet<>(List.of(known.substring(known.indexOf("are ") + 4, known.length() - 1)
                        .split(", ", -1))))
                .isEqualTo(new TreeSet<>(rest));
        assertThat(SearchForm.of(Map.of()).given()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "node_list | {\"size\":0} | size",
                "node_list | {\"size\":1000000000} | size",
                "node_list | {\"size\":[1,2]} | size",
                "node_list | {\"size\":1e999999999} | size",
                "node_list | {\"size\":{}} | size",
                "node_list | {\"region\":[]} | region",
                "node_list | {\"region\":[[\"eu\"]]} | region",
                "node_list | {\"near\":\"91,0,1\"} | near",
                "node_list | {\"page\":2} | page",
                "node_list | {\"cursor\":\"x\"} | cursor",
                "node_list | [{\"size\":1},2] | size",
                "node_list | [\"eu\"] | number 1",
                "node_list | [{},1,null,4] | number 4",
                "node_get | {} | node_id",
                "node_get | [] | node_id",
                "node_get | {\"node_id\":\"UPPER\"} | node_id",
                "node_get | {\"id\":\"a-1\"} | id",
                "node_get | [\"a-1\",1] | number 2",
                "stats | {\"region\":\"eu\"} | region",
                "stats | [1,2] | number 2",
            })
    void whatMakesNoSenseNamesItsParameter(String method, String params, String named) {
        JsonNode error = call(method, params).path("error");
        assertThat(error.path("code").asInt()).as(error.toString()).isEqualTo(-32602);
        assertThat(error.path("message").asText()).contains(named);
        assertThat(error.at("/data/error").asText()).isNotEmpty();
    }

    @Test
    void aNodeThatNobodyKnowsAndAMethodThatThereIsNot() {
        assertThat(call("node_get", "[\"nobody\"]").at("/error/code").asInt()).isEqualTo(-32001);
        JsonNode unknown = call("node_delete", "[]");
        assertThat(unknown.at("/error/code").asInt()).isEqualTo(-32601);
        assertThat(unknown.at("/error/message").asText()).contains("node_delete", "node_list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "-1", "1E+400", "123456789012345678901234567890", "\"a\"", "\"\"", "null"})
    void anIdGoesBackAsItCame(String id) {
        for (String method : List.of("stats", "nothing")) {
            Answer answer = post("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"id\":" + id + "}");
            assertThat(answer.text()).endsWith("\"id\":" + id + "}");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | -32700",
                "'  ' | -32700",
                "{\"jsonrpc\": | -32700",
                "{} {} | -32700",
                "{\"jsonrpc\":\"2.0\",\"method\":\"stats\",\"id\":1e999999999999} | -32700",
                "{\"jsonrpc\":\"2.0\",\"method\":\"stats\",\"id\":1,\"id\":2} | -32700",
                "{} | -32600",
                "1 | -32600",
                "null | -32600",
                "\"stats\" | -32600",
                "[] | -32600",
                "[1] | -32600",
                "{\"jsonrpc\":\"1.0\",\"method\":\"stats\",\"id\":1} | -32600",
                "{\"jsonrpc\":2.0,\"method\":\"stats\",\"id\":1} | -32600",
                "{\"jsonrpc\":\"2.0\",\"method\":1,\"id\":1} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1} | -32600",
                "{\"jsonrpc\":\"2.0\",\"method\":\"stats\",\"id\":{}} | -32600",
                "{\"jsonrpc\":\"2.0\",\"method\":\"stats\",\"id\":true} | -32600",
                "{\"jsonrpc\":\"2.0\",\"method\":\"stats\",\"params\":1,\"id\":1} | -32600",
                "{\"jsonrpc\":\"2.0\",\"method\":\"stats\",\"params\":null,\"id\":1} | -32600",
            })
    void whatIsNoRequestIsSaidToBeNone(String body, int code) {
        Answer answer = post(body);
        assertThat(answer.status()).isEqualTo(200);
        JsonNode error = answer.json().isArray() ? answer.json().path(0) : answer.json();
        assertThat(error.at("/error/code").asInt()).as(answer.text()).isEqualTo(code);
        assertThat(error.has("id")).isTrue();
        assertThat(error.has("result")).isFalse();
    }

    @Test
    void depthAndLengthAreBounded() {
        JsonNode deep = post("{\"jsonrpc\":\"2.0\",\"method\":\"stats\",\"id\":1,\"params\":" + "[".repeat(1_000)
                        + "]".repeat(1_000) + "}")
                .json();
        assertThat(deep.at("/error/code").asInt()).isEqualTo(-32700);
        Answer long64 = post(" ".repeat(64 * 1024 - 45) + "{\"jsonrpc\":\"2.0\",\"method\":\"stats\",\"id\":123}");
        assertThat(long64.status()).isEqualTo(200);
        assertThat(long64.json().path("result").isObject()).isTrue();
        Answer longer = post(" ".repeat(64 * 1024 + 1));
        assertThat(longer.status()).isEqualTo(413);
        assertThat(longer.header("Connection")).isEqualTo("close");
        assertThat(longer.json().at("/error/code").asInt()).isEqualTo(-32600);
    }

    @Test
    void onlyJsonThatIsPosted() {
        assertThat(browser.post("/rpc", "text/plain", "{}").status()).isEqualTo(415);
        assertThat(browser.post("/rpc", "application/jsonish", "{}").status()).isEqualTo(415);
        assertThat(browser.post("/rpc", "application/json; charset=utf-8", "{}").status())
                .isEqualTo(200);
        Answer get = browser.get("/rpc");
        assertThat(get.status()).isEqualTo(405);
        assertThat(get.header("Allow")).isEqualTo("POST");
        assertThat(get.json().at("/error/code").asInt()).isEqualTo(-32600);
    }

    @Test
    void aBatchIsAnsweredOneByOneButForItsNotifications() {
        JsonNode answers = post("""
                [{"jsonrpc":"2.0","method":"node_get","params":["a-1"],"id":"x"},
                 {"jsonrpc":"2.0","method":"stats"},
                 {"jsonrpc":"2.0","method":"no_such_notification"},
                 {"foo":"boo"},
                 {"jsonrpc":"2.0","method":"stats","id":null},
                 {"jsonrpc":"2.0","method":"nothing","id":7}]
                """).json();
        assertThat(answers).hasSize(4);
        assertThat(answers.at("/0/result/node/node_id").asText()).isEqualTo("a-1");
        assertThat(answers.at("/0/id").asText()).isEqualTo("x");
        assertThat(answers.at("/1/error/code").asInt()).isEqualTo(-32600);
        assertThat(answers.at("/1/id").isNull()).isTrue();
        assertThat(answers.at("/2/result/online").asInt()).isEqualTo(3);
        assertThat(answers.at("/3/error/code").asInt()).isEqualTo(-32601);
    }

    @Test
    void notificationsAloneHaveNoAnswer() {
        String notification = "{\"jsonrpc\":\"2.0\",\"method\":\"stats\"}";
        for (String body : List.of(notification, "[" + notification + "," + notification + "]")) {
            Answer answer = post(body);
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.text()).isEmpty();
        }
    }

    @Test
    void aBatchHasFiftyAtMost() {
        String one = "{\"jsonrpc\":\"2.0\",\"method\":\"node_get\",\"params\":[\"a-1\"],\"id\":1}";
        assertThat(post("[" + (one + ",").repeat(49) + one + "]").json()).hasSize(50);
        JsonNode refused = post("[" + (one + ",").repeat(50) + one + "]").json();
        assertThat(refused.at("/error/code").asInt()).isEqualTo(-32600);
    }

    @Test
    void whileItLoadsItSaysSo() throws Exception {
        FakeTopics away = new FakeTopics(1);
        away.fail(new KafkaException("away"));
        try (TestMarketplace loading = TestMarketplace.start(away, lifecycle.uri(), 0)) {
            for (String method : List.of("node_list", "stats")) {
                JsonNode error = new Browser(loading.url())
                        .post(
                                "/rpc",
                                "application/json",
                                "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"id\":1}")
                        .json();
                assertThat(error.at("/error/code").asInt()).isEqualTo(-32000);
                assertThat(error.at("/error/data/error").asText()).isEqualTo("loading");
            }
        }
    }
}
