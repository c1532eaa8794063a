package dev.pulse.agent.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.agent.ingest.ResponseParser.State;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseParserTest {
    private static final Answer.Http EXPECTED = new Answer.Http(202, 30, 5, "", "");
    private static final String BODY = "{\"next_heartbeat_s\":30}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 202 Accepted|Retry-After: 5|Content-Length: 23||" + BODY,
                "HTTP/1.1 202 |retry-after:5|content-length:  23 |X: a:b||" + BODY,
                "HTTP/1.1 202 OK|Retry-After: 5|Transfer-Encoding: chunked||17|" + BODY + "|0||",
                "HTTP/1.1 202 OK|Retry-After: 5|Transfer-Encoding: Chunked||9;x=y|{\"next_he|E|"
                        + "artbeat_s\":30}|000|Trailer: x||",
                "HTTP/1.1 100 Continue||HTTP/1.1 202 OK|Content-Length: 23|Retry-After: 5||" + BODY,
            })
    void reads_a_response_however_its_bytes_are_cut(String lines) {
        String response = lines.replace("|", "\r\n");
        for (int cut = 0; cut <= response.length(); cut++) {
            ResponseParser parser = new ResponseParser();
            take(parser, "HTTP/1.1 204 No Content\r\n\r\n");
            parser.reset();
            State first = take(parser, response.substring(0, cut));
            State last = cut < response.length() ? take(parser, response.substring(cut)) : first;

            assertThat(first).isEqualTo(cut < response.length() ? State.INCOMPLETE : State.COMPLETE);
            assertThat(last).isEqualTo(State.COMPLETE);
            assertThat(parser.answer()).isEqualTo(EXPECTED);
            assertThat(parser.keepAlive()).isTrue();
        }
    }

    @Test
    void a_body_may_last_to_the_end_of_the_connection() {
        ResponseParser parser = new ResponseParser();

        assertThat(take(parser, "HTTP/1.1 202 OK\r\nRetry-After: 5\r\n\r\n" + BODY))
                .isEqualTo(State.INCOMPLETE);
        assertThat(parser.end()).isEqualTo(State.COMPLETE);
        assertThat(parser.answer()).isEqualTo(EXPECTED);
        assertThat(parser.keepAlive()).isFalse();
    }

    @Test
    void knows_when_a_connection_is_not_to_be_used_again() {
        assertThat(keptAlive("HTTP/1.1 503 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
                .isFalse();
        assertThat(keptAlive("HTTP/1.0 503 X\r\nContent-Length: 0\r\n\r\n")).isFalse();
        assertThat(keptAlive("HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\nHTTP/1.1"))
                .isFalse();
        assertThat(keptAlive("HTTP/1.1 503 X\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n"))
                .isTrue();
        assertThat(keptAlive("HTTP/1.1 304 X\r\n\r\n")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 999 X\r\n\r\n",
                "HTTP/1.1 200 X\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 X\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 X\r\nContent-Length: 999999999\r\n\r\n",
                "HTTP/1.1 200 X\r\nContent-Length: 70000\r\n\r\n",
                "HTTP/1.1 200 X\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
            })
    void refuses_what_is_not_a_response(String bytes) {
        assertThat(take(new ResponseParser(), bytes)).isEqualTo(State.BROKEN);
    }

    @Test
    void refuses_a_response_without_end() {
        ResponseParser parser = new ResponseParser();
        take(parser, "HTTP/1.1 200 X\r\n\r\n");
        State state = State.INCOMPLETE;
        int kilobytes = 0;
        while (state == State.INCOMPLETE && kilobytes < 100) {
            state = take(parser, "x".repeat(1024));
            kilobytes++;
        }

        assertThat(state).isEqualTo(State.BROKEN);
        assertThat(kilobytes).isEqualTo(64);
    }

    @Test
    void a_connection_that_ends_early_is_broken() {
        assertThat(new ResponseParser().end()).isEqualTo(State.BROKEN);
        for (String cut : new String[] {
            "HTTP/1.1 20",
            "HTTP/1.1 200 X\r\nContent-Length: 5\r\n\r\nabc",
            "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
            "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n"
        }) {
            ResponseParser parser = new ResponseParser();
            assertThat(take(parser, cut)).isEqualTo(State.INCOMPLETE);
            assertThat(parser.end()).as(cut).isEqualTo(State.BROKEN);
        }
    }

    @Test
    void a_body_that_is_not_what_it_should_be_says_nothing() {
        for (String body : new String[] {"", "[", "{\"next_heartbeat_s\":\"x\"}", "{\"next_heartbeat_s\":-3}", "7"}) {
            assertThat(AnswerBody.read(202, "soon", body.getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(Answer.Http.of(202));
        }
        assertThat(AnswerBody.read(503, "99999999999", new byte[0]).retryAfterS())
                .isEqualTo(Answer.ABSENT);
    }

    private static boolean keptAlive(String response) {
        ResponseParser parser = new ResponseParser();
        assertThat(take(parser, response)).isEqualTo(State.COMPLETE);
        return parser.keepAlive();
    }

    private static State take(ResponseParser parser, String bytes) {
        return parser.take(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
