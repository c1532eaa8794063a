package dev.pulse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseTest {
    private static final String ACCEPTED =
            "HTTP/1.1 202 Accepted\r\nDate: x\r\ncontent-LENGTH: 5\r\nContent-Type: a\r\n\r\n{\"a\"}";

    private final Response response = new Response();

    private int read(String text) {
        return response.read(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void an_answer_is_complete_with_its_last_byte_and_not_before() {
        for (int length = 0; length < ACCEPTED.length(); length++) {
            assertThat(read(ACCEPTED.substring(0, length))).isEqualTo(Response.INCOMPLETE);
        }
        assertThat(read(ACCEPTED)).isEqualTo(202);
        assertThat(response.closes()).isFalse();
    }

    @Test
    void no_content_has_no_body() {
        assertThat(read("HTTP/1.1 204 No Content\r\nServer: nginx\r\nConnection: keep-alive\r\n\r\n"))
                .isEqualTo(204);
        assertThat(response.closes()).isFalse();
    }

    @Test
    void the_last_answer_of_a_connection_says_so() {
        assertThat(read("HTTP/1.1 503 Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"))
                .isEqualTo(503);
        assertThat(response.closes()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2 and more\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab"
            })
    void what_cannot_be_read_is_broken(String text) {
        assertThat(read(text)).isEqualTo(Response.BROKEN);
    }
}
