package dev.pulse.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pulse.agent.ingest.IngestAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A real HTTP server that answers heartbeats as a test tells it, and remembers all that it was sent. */
public final class FakeIngest implements AutoCloseable {
    /** One POST as it came; {@code nth} counts from 1, {@code times} how often these very bytes came, from 1. */
    public record Post(int nth, int times, String contentType, byte[] body) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** What to answer; a status of 0 is silence until the server closes. */
    public record Reply(int status, String body, String retryAfter) {
        public static Reply of(int status) {
            return new Reply(status, "", null);
        }

        public static Reply accepted(long nextHeartbeatS) {
            return new Reply(202, "{\"next_heartbeat_s\":" + nextHeartbeatS + "}", null);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Queue<Post> posts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Map<String, AtomicInteger> times = new ConcurrentHashMap<>();

    public FakeIngest(Function<Post, Reply> rule) {
        this(0, rule);
    }

    public FakeIngest(int port, Function<Post, Reply> rule) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/heartbeats", exchange -> handle(exchange, rule));
        server.setExecutor(threads);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String base() {
        return "http://127.0.0.1:" + port();
    }

    public URI target() {
        return IngestAddress.heartbeats(base());
    }

    public List<Post> posts() {
        return List.copyOf(posts);
    }

    private void handle(HttpExchange exchange, Function<Post, Reply> rule) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String key = new String(body, StandardCharsets.ISO_8859_1);
            Post post = new Post(
                    count.incrementAndGet(),
                    times.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet(),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    body);
            posts.add(post);
            Reply reply = rule.apply(post);
            if (reply.status() == 0) {
                closed.await();
                return;
            }
            if (reply.retryAfter() != null) {
                exchange.getResponseHeaders().set("Retry-After", reply.retryAfter());
            }
            byte[] answer = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
