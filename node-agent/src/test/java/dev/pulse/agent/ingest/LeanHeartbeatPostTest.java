package dev.pulse.agent.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.agent.FakeIngest;
import dev.pulse.agent.FakeIngest.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class LeanHeartbeatPostTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String ACCEPTED = "HTTP/1.1 202 A\r\nContent-Length: 0\r\n\r\n";

    @Test
    void sends_what_it_is_given_and_tells_the_answer() throws Exception {
        byte[] large = "x".repeat(300_000).getBytes(StandardCharsets.UTF_8);
        try (FakeIngest ingest = new FakeIngest(post -> new Reply(503, "{\"error\":\"busy\",\"detail\":\"d\"}", "3"));
                HeartbeatPost post = new LeanHeartbeatPost(ingest.target(), LONG, 1)) {
            assertThat(send(post, large)).isEqualTo(new Answer.Http(503, -1, 3, "busy", "d"));
            assertThat(send(post, new byte[0])).isInstanceOf(Answer.Http.class);

            assertThat(ingest.posts().getFirst().body()).isEqualTo(large);
            assertThat(ingest.posts().getLast().body()).isEmpty();
            assertThat(ingest.posts().getFirst().contentType()).isEqualTo("application/json");
        }
    }

    @Test
    void many_at_once_each_get_their_own_answer() throws Exception {
        try (FakeIngest ingest = new FakeIngest(post -> Reply.accepted(post.body().length));
                HeartbeatPost post = new LeanHeartbeatPost(ingest.target(), LONG, 200)) {
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            for (int length = 1; length <= 200; length++) {
                answers.add(begin(post, new byte[length]));
            }
            for (int length = 1; length <= 200; length++) {
                assertThat(await(answers.get(length - 1))).isEqualTo(new Answer.Http(202, length, -1, "", ""));
            }
        }
    }

    @Test
    void a_connection_is_kept_until_the_server_says_otherwise() throws Exception {
        try (RawServer server = new RawServer();
                HeartbeatPost post = new LeanHeartbeatPost(server.target(), LONG, 1)) {
            CompletableFuture<Answer> first = begin(post, new byte[10]);
            Socket connection = server.accept();
            server.answer(connection, ACCEPTED);
            assertThat(await(first)).isEqualTo(Answer.Http.of(202));

            CompletableFuture<Answer> second = begin(post, new byte[10]);
            server.answer(connection, "HTTP/1.1 400 A\r\nContent-Length: 0\r\n\r\n");
            assertThat(await(second)).isEqualTo(Answer.Http.of(400));

            CompletableFuture<Answer> third = begin(post, new byte[10]);
            server.answer(connection, "HTTP/1.1 202 A\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            await(third);

            CompletableFuture<Answer> fourth = begin(post, new byte[10]);
            server.answer(server.accept(), ACCEPTED);
            assertThat(await(fourth)).isEqualTo(Answer.Http.of(202));
        }
    }

    @Test
    void a_connection_that_breaks_during_a_request_is_unreachable_and_the_next_one_works() throws Exception {
        try (RawServer server = new RawServer();
                HeartbeatPost post = new LeanHeartbeatPost(server.target(), LONG, 1)) {
            CompletableFuture<Answer> first = begin(post, new byte[10]);
            server.accept().close();
            assertThat(await(first)).isInstanceOf(Answer.Unreachable.class);

            CompletableFuture<Answer> second = begin(post, new byte[10]);
            server.answer(server.accept(), "nonsense\r\n\r\n");
            assertThat(((Answer.Unreachable) await(second)).detail()).contains("not HTTP");

            CompletableFuture<Answer> third = begin(post, new byte[10]);
            server.answer(server.accept(), "HTTP/1.1 202 A\r\n\r\n");
            assertThat(await(third)).isEqualTo(Answer.Http.of(202));
        }
    }

    @Test
    void silence_is_a_timeout_and_frees_the_connection() throws Exception {
        try (RawServer server = new RawServer();
                HeartbeatPost post = new LeanHeartbeatPost(server.target(), SHORT, 1)) {
            CompletableFuture<Answer> first = begin(post, new byte[10]);
            server.accept();
            assertThat(((Answer.TimedOut) await(first)).detail()).contains("300 ms");

            CompletableFuture<Answer> second = begin(post, new byte[10]);
            server.answer(server.accept(), ACCEPTED);
            assertThat(await(second)).isEqualTo(Answer.Http.of(202));
        }
    }

    @Test
    void what_cannot_be_reached_or_has_no_place_is_told_at_once() throws Exception {
        URI gone;
        try (RawServer server = new RawServer()) {
            gone = server.target();
        }
        try (HeartbeatPost post = new LeanHeartbeatPost(gone, LONG, 1)) {
            assertThat(((Answer.Unreachable) send(post, new byte[1])).detail()).contains(gone.toString());
        }
        try (RawServer server = new RawServer();
                HeartbeatPost post = new LeanHeartbeatPost(server.target(), LONG, 1)) {
            CompletableFuture<Answer> first = begin(post, new byte[1]);
            assertThat(((Answer.Unreachable) send(post, new byte[1])).detail()).contains("all 1 connections");
            assertThat(first).isNotDone();
        }
        assertThatThrownBy(() -> new LeanHeartbeatPost(URI.create("https://h/v1/heartbeats"), LONG, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void closing_answers_everything_that_is_under_way_or_comes_later() throws Exception {
        try (RawServer server = new RawServer()) {
            HeartbeatPost post = new LeanHeartbeatPost(server.target(), LONG, 4);
            CompletableFuture<Answer> pending = begin(post, new byte[1]);
            server.accept();
            post.close();

            assertThat(await(pending)).isInstanceOf(Answer.Unreachable.class);
            assertThat(send(post, new byte[1])).isInstanceOf(Answer.Unreachable.class);
        }
    }

    private static Answer send(HeartbeatPost post, byte[] body) throws Exception {
        return await(begin(post, body));
    }

    private static CompletableFuture<Answer> begin(HeartbeatPost post, byte[] body) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        post.post(body, HeartbeatPost.JSON, answer::complete);
        return answer;
    }

    private static Answer await(CompletableFuture<Answer> answer)
            throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(10, TimeUnit.SECONDS);
    }

    /** A socket that says exactly what a test wants. */
    private static final class RawServer implements AutoCloseable {
        private final ServerSocket socket;
        private final List<Socket> accepted = new ArrayList<>();

        private RawServer() throws IOException {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            socket.setSoTimeout(10_000);
        }

        private URI target() {
            return IngestAddress.heartbeats("http://127.0.0.1:" + socket.getLocalPort());
        }

        private Socket accept() throws IOException {
            Socket connection = socket.accept();
            connection.setSoTimeout(10_000);
            accepted.add(connection);
            return connection;
        }

        /** Reads one request with ten bytes of body, then writes. */
        private void answer(Socket connection, String response) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = connection.getInputStream().read();
                assertThat(next).as("the request goes on").isNotNegative();
                head.append((char) next);
            }
            assertThat(head.toString())
                    .startsWith("POST /v1/heartbeats HTTP/1.1\r\nHost: 127.0.0.1:")
                    .contains("Content-Length: 10\r\n");
            assertThat(connection.getInputStream().readNBytes(10)).hasSize(10);
            connection.getOutputStream().write(response.getBytes(StandardCharsets.ISO_8859_1));
            connection.getOutputStream().flush();
            if (!response.contains("Content-Length")) {
                connection.shutdownOutput();
            }
        }

        @Override
        public void close() throws IOException {
            for (Socket connection : accepted) {
                connection.close();
            }
            socket.close();
        }
    }
}
