package dev.pulse.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pulse.agent.key.NodeIdentity;
import dev.pulse.agent.key.NodeKey;
import dev.pulse.agent.pair.MarketClient;
import dev.pulse.domain.poll.Poll;
import dev.pulse.domain.poll.PollJudge;
import dev.pulse.domain.poll.PollReader;
import dev.pulse.domain.poll.PollReading;
import dev.pulse.domain.verdict.ReferenceEd25519;
import dev.pulse.domain.verdict.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that watches for whom it is to serve, at a marketplace that answers what it is told to. */
class ReservationWatchTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000L);
    private static final NodeIdentity NODE = new NodeIdentity("node-1", NodeKey.ofSeed(new byte[32]));

    private final PollReader reader = new PollReader("devnet", "pulse");
    private final PollJudge judge = new PollJudge(new ReferenceEd25519());
    /** Status and body of the answers to come. */
    private final Deque<String> answers = new ArrayDeque<>();

    private final List<Poll> polls = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final List<Duration> rests = new ArrayList<>();
    private int failuresToTell = -1;
    private HttpServer server;
    private MarketClient market;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/api/v1/market",
                exchange -> answer(
                        exchange, 200, "{\"name\":\"pulse\",\"audience\":\"devnet\",\"verification\":\"real\"}"));
        server.createContext(PollReader.PATH, this::poll);
        server.start();
        market = new MarketClient("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        market.close();
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private synchronized void poll(HttpExchange exchange) throws IOException {
        PollReading.Read read =
                (PollReading.Read) reader.read(exchange.getRequestBody().readAllBytes());
        assertThat(judge.judge(read, NOW.toEpochMilli())).isInstanceOf(Verdict.Accepted.class);
        polls.add(read.poll());
        String next = answers.remove();
        answer(exchange, Integer.parseInt(next.substring(0, 3)), next.substring(4));
    }

    private static String served(String version, int slices) {
        return "200 {\"node_id\":\"node-1\",\"version\":\"" + version + "\",\"reservations\":["
                + (slices == 0 ? "" : "{\"reservation_id\":\"r\",\"slices\":" + slices + "}") + "]}";
    }

    /** Watches until every answer has been given. */
    private ReservationWatch watch(String... all) throws InterruptedException {
        answers.addAll(List.of(all));
        ReservationWatch watch = new ReservationWatch(
                NODE,
                market,
                folder,
                () -> NOW,
                rest -> {
                    rests.add(rest);
                    synchronized (this) {
                        return !answers.isEmpty() || failuresToTell >= 0;
                    }
                },
                new ReservationWatch.Listener() {
                    @Override
                    public void changed(Reservations now) throws IOException {
                        if (failuresToTell-- > 0) {
                            throw new IOException("the workload is busy");
                        }
                        heard.add(now.version() + ":" + now.count() + ":" + now.slices());
                    }

                    @Override
                    public void trouble(String detail) {
                        heard.add(detail);
                    }
                });
        watch.run();
        return watch;
    }

    @Test
    void each_change_is_in_the_file_and_is_told_once() throws Exception {
        ReservationWatch watch = watch(served("a", 0), served("b", 3), served("b", 3));
        assertThat(heard).containsExactly("a:0:0", "b:1:3");
        assertThat(polls).extracting(Poll::version).containsExactly(null, "a", "b");
        assertThat(polls).extracting(Poll::waitS).containsOnly(PollReader.MAX_WAIT_S);
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve(ReservationWatch.FILE).toFile())
                        .at("/reservations/0/slices")
                        .asInt())
                .isEqualTo(3);
        assertThat(watch.known().slices()).isEqualTo(3);
        assertThat(rests)
                .as("whoever answers at once is not asked without end")
                .containsExactly(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1));
    }

    @Test
    void while_the_marketplace_is_in_trouble_what_was_known_stands() throws Exception {
        String away = "503 {\"error\":\"loading\",\"detail\":\"Not everything has been read yet.\"}";
        ReservationWatch watch = watch(served("a", 2), away, away, "200 {}", served("a", 2), away, served("c", 1));
        assertThat(heard)
                .containsExactly(
                        "a:1:2",
                        "Not everything has been read yet. (loading)",
                        "Not everything has been read yet. (loading)",
                        "c:1:1");
        assertThat(watch.known().version()).isEqualTo("c");
        assertThat(rests.get(3)).isLessThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void what_could_not_be_told_is_told_again() throws Exception {
        failuresToTell = 2;
        watch(served("a", 2));
        assertThat(heard).containsExactly("the workload is busy", "a:1:2");
        assertThat(polls).as("nothing else is learnt before that").hasSize(1);
        assertThat(Files.exists(folder.resolve(ReservationWatch.FILE))).isTrue();
    }
}
