package dev.pulse.marketplace.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.marketplace.service.Standing.Build;
import dev.pulse.marketplace.service.Standing.Reply;
import dev.pulse.marketplace.service.Standing.State;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }

    @Test
    void aServiceSaysWhetherItIsReadyAndWhichBuildItIs() throws Exception {
        assertThat(
                        Reply.of(
                                200,
                                json(
                                        "{\"state\":\"running\",\"service\":\"pulse-verifier\",\"version\":\"1.2\",\"commit\":\"abc\",\"started_at\":7}")))
                .isEqualTo(new Reply(State.UP, null, new Build("pulse-verifier", "1.2", "abc", 7L)));
        assertThat(Reply.of(200, json("{\"state\":\"running\"}")).build())
                .as("one of an older version")
                .isNull();
        assertThat(Reply.of(503, json("{\"state\":\"waiting_for_kafka\"}")).detail())
                .isEqualTo("It says that it is waiting for kafka.");
        assertThat(Reply.of(503, json("{\"ready\":false,\"detail\":\"Reading.\"}"))
                        .detail())
                .isEqualTo("Reading.");
    }

    @Test
    void whateverElseAnswersIsNoService() throws Exception {
        for (String body : new String[] {"{}", "[]", "\"state\"", "{\"status\":\"fine\"}"}) {
            assertThat(Reply.of(200, json(body)).state()).as(body).isEqualTo(State.UNREACHABLE);
        }
        assertThat(Reply.of(404, json("{\"state\":\"running\"}")).detail()).contains("404");
        assertThat(Reply.of(503, json("{\"detail\":\"" + "x".repeat(10_000) + "\",\"ready\":false}"))
                        .detail())
                .hasSizeLessThan(300);
    }

    @Test
    void sinceIsWhenTheStateBeganAndTheBuildIsRemembered() {
        Build build = new Build("ingest", "1", null, null);
        Standing up = Standing.after(null, new Reply(State.UP, null, build), 10);
        Standing still = Standing.after(up, new Reply(State.UP, null, build), 20);
        Standing away = Standing.after(still, Reply.unreachable("It hangs."), 30);
        assertThat(still).isEqualTo(new Standing(State.UP, null, 10, 20, build));
        assertThat(away).isEqualTo(new Standing(State.UNREACHABLE, "It hangs.", 30, 30, build));
        assertThat(Standing.after(away, Reply.unreachable("It hangs."), 40).since())
                .isEqualTo(30);
    }
}
