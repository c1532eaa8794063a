package dev.pulse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pulse.domain.heartbeat.HeartbeatReader;
import dev.pulse.domain.heartbeat.Reading;
import dev.pulse.domain.verdict.LegacySwitch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real load process against a server that keeps what it is sent. */
class LoadProcessTest {
    private static final int NODES = 50;

    @TempDir
    private Path folder;

    private final Queue<byte[]> bodies = new ConcurrentLinkedQueue<>();
    private final CountDownLatch secondOver = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile CountDownLatch hold = new CountDownLatch(0);
    private HttpServer server;
    private LoadProcess load;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/heartbeats", this::take);
        server.setExecutor(threads);
        server.start();
        load = LoadProcess.start(folder, now -> secondOver.countDown());
        load.run(new Order.Fleet(folder.toString(), "test", NODES, "eu", "devnet", 2));
    }

    @AfterEach
    void stop() {
        hold.countDown();
        load.close();
        server.stop(0);
        threads.close();
    }

    private void take(HttpExchange exchange) throws IOException {
        bodies.add(exchange.getRequestBody().readAllBytes());
        try {
            hold.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        byte[] answer = "{\"status\":\"accepted\"}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(202, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private void sign(int count) {
        load.run(new Order.Sign("a", "/v1/heartbeats", authority(), 0, count, 1_790_000_000L, 10));
    }

    private String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void open(int connections, int lanes) {
        load.run(new Order.Open("127.0.0.1", server.getAddress().getPort(), connections, lanes));
    }

    @Test
    void every_request_of_a_batch_arrives_once_and_whole() {
        sign(4 * NODES);
        open(8, 2);

        Told.Sent sent = load.send(new Order.Send("a", 0, 0, 0, 0, false));

        assertThat(sent.accepted()).isEqualTo(4 * NODES);
        assertThat(sent.broken()).isZero();
        assertThat(sent.latency().count()).isEqualTo(4 * NODES);
        HeartbeatReader reader = new HeartbeatReader("devnet", LegacySwitch.allows(Map.of(), false));
        assertThat(bodies.stream()
                        .map(body -> ((Reading.Read) reader.read(body)).heartbeat())
                        .map(heartbeat -> heartbeat.nodeId() + " " + heartbeat.timestamp())
                        .distinct())
                .hasSize(4 * NODES);
        assertThat(load.run(new Order.Close()).count()).isEqualTo(8);
    }

    @Test
    void a_part_of_a_batch_is_sent_again_and_again_until_the_time_is_over() {
        sign(NODES);
        open(2, 1);

        Told.Sent sent = load.send(new Order.Send("a", 10, 5, 100, 0.5, true));

        assertThat(sent.accepted()).isEqualTo(50);
        assertThat(bodies.stream().map(String::new).distinct()).hasSize(5);
    }

    @Test
    void what_a_stall_holds_up_counts_from_when_it_was_due() throws Exception {
        sign(NODES);
        open(1, 1);
        hold = new CountDownLatch(1);

        CompletableFuture<Told> sending = load.begin(new Order.Send("a", 0, 20, 100, 0, false));
        secondOver.await();
        hold.countDown();

        // All twenty were due in the first 200 ms; the first was held for a second, the others behind it.
        assertThat(LoadProcess.sent(sending).latency().p50()).isGreaterThan(700_000);
    }

    @Test
    void a_server_that_goes_away_costs_the_requests_under_way() {
        sign(NODES);
        open(4, 1);
        server.stop(0);

        Told.Sent sent = load.send(new Order.Send("a", 0, 0, 100, 0.3, false));

        assertThat(sent.accepted()).isZero();
        assertThat(sent.broken() + sent.unsent()).isPositive();
    }

    @Test
    void an_order_that_cannot_be_carried_out_says_why() {
        assertThatIllegalStateException()
                .isThrownBy(() -> load.send(new Order.Send("nothing", 0, 0, 0, 0, false)))
                .withMessageContaining("no batch nothing");
    }
}
